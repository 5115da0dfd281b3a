"""What is known of one candidate at a moment: the values that every rule reads."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pwa.domain.timing import WARNINGS


class Ending(StrEnum):
    """How an attempt can be over, and `RUNNING` while it is not."""

    RUNNING = "running"
    COMPLETED = "completed"
    BY_INVIGILATOR = "ended_by_invigilator"
    BY_FINALISATION = "ended_by_finalisation"
    BY_EXPIRY = "ended_by_expiry"


class Request(StrEnum):
    """What a waiting candidate asks for."""

    ENTRY = "entry"
    RESUME = "resume"


class Connectivity(StrEnum):
    """What the signs of life of a test page say."""

    CONNECTED = "connected"
    UNSTABLE = "unstable"
    LOST = "lost"
    CLOSED = "closed"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class TestFacts:
    """One attempt: its window (`epoch`) and `machine`, its signs of life, its times; `connectivity`: the last noticed.

    `session_started_at` is the first start of all in its session.
    `warnings` and `stops_after` (both in minutes, before and after the planned end) are what the session has set.
    """

    state: Ending
    entered_at: datetime
    last_heartbeat_at: datetime
    epoch: str | None = None
    goodbye_at: datetime | None = None
    hidden_since: datetime | None = None
    connectivity: Connectivity = Connectivity.CONNECTED
    started_at: datetime | None = None
    session_started_at: datetime | None = None
    ends_at: datetime | None = None
    warnings: tuple[int, ...] = WARNINGS
    stops_after: int | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    machine: str | None = None

    @property
    def running(self) -> bool:
        return self.state is Ending.RUNNING

    @property
    def ages_from(self) -> datetime:
        """From when its 24 hours run: its start; before it, the session's (past them nobody starts), or the entry."""
        return self.started_at or self.session_started_at or self.entered_at


@dataclass(frozen=True, slots=True)
class Reported:
    """A report on question `number` that waits for a decision."""

    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """One candidate.

    `request_left_at` is when the page that asks was closed, `resumed_at` when our own watch last came back.
    `rival_id` is another account that claims the place, since `rival_at`. An outage tells of who is `held`.
    """

    admitted_until: datetime | None = None
    absent: bool = False
    request: Request | None = None
    requested_at: datetime | None = None
    request_seen_at: datetime | None = None
    request_left_at: datetime | None = None
    test: TestFacts | None = None
    resumed_at: datetime | None = None
    request_machine: str | None = None
    rival_id: int | None = None
    rival_at: datetime | None = None
    held: bool = False
    reported: Reported | None = None
