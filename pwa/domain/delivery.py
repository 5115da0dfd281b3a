"""What a push service's answer means for a delivery and its device: RFC 8030's statuses and the vendors' habits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

State = Literal["accepted", "due", "gone", "failed"]
DeviceFate = Literal["keep", "switch_off", "renew"]

YOUNG = timedelta(seconds=60)
SECOND_CHANCE = timedelta(seconds=30)
LONGEST_BACK_OFF = 30.0


@dataclass(frozen=True)
class Answer:
    """What came back for one sending: a status, or the problem that kept us from having one.

    `retry_after` is in seconds from now; `problem` is one of network, timeout, tls, proxy, refused_address, paused
    (worth another try), refused_endpoint, bad_keys (not worth one); `reason` is a word a push service is known to
    give, never its text; `message_id` is the service's name for the message (Apple), to be quoted to its support.
    """

    status: int | None = None
    retry_after: float | None = None
    problem: str | None = None
    reason: str | None = None
    message_id: str | None = None


@dataclass(frozen=True)
class Decision:
    """What to write on the delivery and its device.

    `due_at` is given with 'due' only; `outcome` (24 characters at most) says why, and stays when the state is final;
    `drop_topic` and `minimal` are the delivery's flags from now on. Device: 'switch_off' tells its owner at the next
    visit, 'renew' asks the page to subscribe again and deletes nothing.
    """

    state: State
    outcome: str
    due_at: datetime | None = None
    drop_topic: bool = False
    minimal: bool = False
    device: DeviceFate = "keep"


@dataclass(frozen=True)
class _Case:
    """One answer and all that is known of its delivery; its methods are the four ways on."""

    answer: Answer
    tries: int
    dropped_topic: bool
    minimal: bool
    created_at: datetime
    expires_at: datetime
    device_created_at: datetime
    now: datetime
    jitter: float

    def over(self, state: State, outcome: str, device: DeviceFate = "keep") -> Decision:
        return Decision(state, outcome, None, self.dropped_topic, self.minimal, device)

    def at(self, due_at: datetime, outcome: str, *, drop_topic: bool = False, minimal: bool = False) -> Decision:
        """Due again, unless that is past the alert's life: a failure said now lets it escalate now."""
        if due_at >= self.expires_at:
            return self.over("failed", outcome)
        return Decision("due", outcome, due_at, self.dropped_topic or drop_topic, self.minimal or minimal)

    def later(self, outcome: str) -> Decision:
        """After the back-off, or when the service said if that is later, spread so that nobody comes back at once."""
        asked = 0.0 if self.answer.retry_after is None else self.answer.retry_after + self.jitter
        return self.at(self.now + timedelta(seconds=max(asked, back_off(self.tries, self.jitter))), outcome)


def decide(
    answer: Answer,
    *,
    tries: int,
    dropped_topic: bool,
    minimal: bool,
    created_at: datetime,
    expires_at: datetime,
    device_created_at: datetime,
    now: datetime,
    jitter: float,
) -> Decision:
    """The next step of a delivery; `tries` counts this sending too, `jitter` is drawn evenly from [0, 1)."""
    case = _Case(
        answer, tries, dropped_topic, minimal, created_at, expires_at, device_created_at, now, jitter
    )  # fmt: skip
    if answer.status is None:
        return _unanswered(case)
    return _BY_STATUS.get(answer.status, _by_family)(case)


def back_off(tries: int, jitter: float) -> float:
    """Seconds before the next try: 1, 2, 4… up to 30, give or take a half."""
    return min(LONGEST_BACK_OFF, 2.0 ** (min(max(tries, 1), 10) - 1)) * (0.5 + jitter)


def _unanswered(case: _Case) -> Decision:
    problem = case.answer.problem or "network"
    if problem == "bad_keys":
        return case.over("failed", problem, "renew")
    if problem == "refused_endpoint":
        return case.over("failed", problem)
    return case.later(problem)


def _by_family(case: _Case) -> Decision:
    """Statuses nobody promised: a success is one, a refusal is our mistake, anything else may pass."""
    status = case.answer.status or 0
    if 200 <= status < 300:
        return case.over("accepted", "accepted")
    if 400 <= status < 500:
        return case.over("failed", "refused")
    return case.later("service_error")


def _malformed(case: _Case) -> Decision:
    if case.answer.reason == "BadWebPushTopic" and not case.dropped_topic:
        return case.at(case.now, "topic_refused", drop_topic=True)
    return case.over("failed", "malformed")


def _key_refused(case: _Case) -> Decision:
    """Our key, its subject, audience or clock, or one device made for an older key: nothing is deleted for it."""
    return case.over("failed", "key_refused", "renew")


def _gone(case: _Case) -> Decision:
    """A subscription just made may not be known everywhere yet: it has a second chance, once."""
    if case.now - case.device_created_at >= YOUNG:
        return case.over("gone", "gone", "switch_off")
    if case.tries > 1 and case.now - case.created_at >= SECOND_CHANCE:
        return case.over("gone", "gone", "switch_off")
    return case.at(case.now + SECOND_CHANCE, "gone_early")


def _too_large(case: _Case) -> Decision:
    if case.minimal:
        return case.over("failed", "too_large")
    return case.at(case.now, "too_large", minimal=True)


_BY_STATUS: dict[int, Callable[[_Case], Decision]] = {
    400: _malformed,
    401: _key_refused,
    403: _key_refused,
    404: _gone,
    406: lambda case: case.later("throttled"),
    408: lambda case: case.later("service_error"),
    410: _gone,
    413: _too_large,
    429: lambda case: case.later("throttled"),
}
