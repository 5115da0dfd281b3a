"""Duty: an invigilator whose phone is proved answers for a session; when it must be heard of, and when it is silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto

TAKEN_WITHIN = timedelta(minutes=10)
"""A trial tapped longer ago proves nothing of the phone that takes duty now."""
LASTS = timedelta(hours=24)
"""Duty, and the proof it stands on."""
UNHEARD = timedelta(minutes=10)
"""Nothing seen nor shown for so long: the phone is asked, silently."""
ANSWERS_WITHIN = timedelta(seconds=20)
CHECK_AGAIN = timedelta(minutes=2)
"""A silent phone is asked again that often, so that its return is seen."""
IDLE = timedelta(minutes=1)
"""How often a session where nothing happens is looked at again."""
BEFORE = timedelta(hours=1)
"""A session comes alive that long before its beginning, and waits as long for a late one."""
SEEN_LATELY = timedelta(seconds=40)
"""Whoever has the board in front of them needs no notification; it tells so every 30 seconds."""
UNSHOWN = 2
"""Alerts accepted by the push service and not shown in time that make a phone silent."""


class Why(StrEnum):
    """Why an invigilator is not ready."""

    AWAY = "away"
    GONE = "gone"
    UNPROVED = "unproved"
    OLD = "old"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Phone:
    """What is known of the phone on duty; without one, everything is None and `active` False."""

    on_duty: bool
    active: bool
    proved_at: datetime | None
    silent_since: datetime | None


def why_not_ready(phone: Phone, now: datetime) -> Why | None:
    """Return why nobody can count on this phone, None when it is ready."""
    if not phone.on_duty:
        return Why.AWAY
    if not phone.active:
        return Why.GONE
    if phone.proved_at is None:
        return Why.UNPROVED
    if phone.silent_since:
        return Why.SILENT
    return Why.OLD if now - phone.proved_at >= LASTS else None


@dataclass(frozen=True, slots=True)
class Watched:
    """A phone on duty as its silence is judged.

    `seen_at` is when the board was last before its person, `shown_at` when it last showed something; `reached_at` when
    the push service took our last check (None: it has not); `unshown` counts the alerts it should have shown since the
    last one, `awaited_at` is when the next of those on their way should be; `lost_at` is when it was called silent, if
    it is; `resumed_at` when we last came back ourselves.
    """

    duty_at: datetime
    seen_at: datetime | None
    shown_at: datetime | None
    active: bool
    alive: bool
    checked_at: datetime | None
    reached_at: datetime | None
    unshown: int
    awaited_at: datetime | None
    lost_at: datetime | None
    resumed_at: datetime | None

    @property
    def heard_at(self) -> datetime:
        """The last sign of the phone or of its person."""
        return max(self.duty_at, self.seen_at or self.duty_at, self.shown_at or self.duty_at)


class Verdict(Enum):
    """What is to be done about a phone on duty."""

    LAPSED = auto()
    LOST = auto()
    FOUND = auto()
    CHECK = auto()
    WAIT = auto()


def judge(watched: Watched, now: datetime) -> Verdict:
    """Return what a look at this phone finds; a silence that is ours accuses nobody."""
    if now - watched.duty_at >= LASTS:
        return Verdict.LAPSED
    if watched.lost_at:
        return _once_lost(watched, watched.lost_at, now)
    if not watched.alive:
        return Verdict.WAIT
    if not watched.active or _shows_nothing(watched, now) or _leaves_us_unanswered(watched, now):
        return Verdict.LOST
    return Verdict.CHECK if _must_be_asked(watched, now) else Verdict.WAIT


def next_look(watched: Watched, verdict: Verdict, now: datetime) -> datetime | None:
    """Return when to look again, once the verdict was acted upon."""
    if verdict is Verdict.LAPSED:
        return None
    if verdict is Verdict.LOST or (watched.lost_at and verdict is not Verdict.FOUND):
        return now + CHECK_AGAIN
    if not watched.alive:
        return now + IDLE
    if verdict is Verdict.CHECK:
        return now + ANSWERS_WITHIN
    if verdict is Verdict.WAIT and _is_asked(watched):
        return (watched.reached_at or now) + ANSWERS_WITHIN
    moments = [watched.heard_at + UNHEARD, watched.duty_at + LASTS, watched.awaited_at or watched.duty_at + LASTS]
    if watched.seen_at and watched.unshown >= UNSHOWN:
        moments.append(watched.seen_at + SEEN_LATELY)
    return min(moments)


def is_alive(busy: bool, starts_at: datetime, now: datetime) -> bool:
    """Tell whether a phone is needed: somebody runs or waits (`busy`), or the session is about to begin."""
    return busy or abs(now - starts_at) <= BEFORE


def _once_lost(watched: Watched, lost_at: datetime, now: datetime) -> Verdict:
    if watched.active and watched.heard_at > lost_at:
        return Verdict.FOUND
    asked_at = max(lost_at, watched.checked_at or lost_at)
    return Verdict.CHECK if watched.active and watched.alive and now - asked_at >= CHECK_AGAIN else Verdict.WAIT


def _shows_nothing(watched: Watched, now: datetime) -> bool:
    seen_lately = watched.seen_at is not None and now - watched.seen_at < SEEN_LATELY
    return watched.unshown >= UNSHOWN and not seen_lately


def _must_be_asked(watched: Watched, now: datetime) -> bool:
    """What the push service did not take in its time is asked again: that is our trouble, not the phone's."""
    if not _is_asked(watched):
        return now - watched.heard_at >= UNHEARD
    return not watched.reached_at and now - (watched.checked_at or now) >= IDLE


def _is_asked(watched: Watched) -> bool:
    """Whether it was asked since it was last heard, and since we were last away."""
    since = max(watched.heard_at, watched.resumed_at or watched.heard_at)
    return watched.checked_at is not None and watched.checked_at >= since


def _leaves_us_unanswered(watched: Watched, now: datetime) -> bool:
    return bool(_is_asked(watched) and watched.reached_at and now - watched.reached_at >= ANSWERS_WITHIN)
