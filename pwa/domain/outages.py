"""Outages: when the silence of several pages of a room is one failure, whose it is, and when it is over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pwa.domain.spans import ROOM_AT_LEAST, TOGETHER, is_together
from pwa.domain.words import N_

SILENT_AFTER = timedelta(seconds=8)
"""Longer than any pace: a page that was not heard for so long may be cut off too, before it is known to be lost."""
RELOADED_WITHIN = timedelta(seconds=2)
"""A page that says goodbye may only be loaded again: until then it is not missed."""
ALONE_AFTER = timedelta(seconds=60)
"""Once the room is back, whoever is still missing after this time is called for alone."""
SETTLED_AFTER = timedelta(seconds=25)
"""Until then, pages of that moment may still become lost, or be heard before they do."""
LOOK_EVERY = timedelta(seconds=5)


class Culprit(StrEnum):
    """Whose failure it is; the value is the alert's `detail`."""

    ROOM = ""
    WINDOWS = "windows"
    CENTRE = "centre"
    EVERYWHERE = "everywhere"


SENTENCES = {
    Culprit.ROOM: N_("réseau de la salle coupé"),
    Culprit.WINDOWS: N_("fenêtres fermées au même moment"),
    Culprit.CENTRE: N_("plusieurs salles du centre"),
    Culprit.EVERYWHERE: N_("toutes les salles : la panne est de notre côté ou sur Internet"),
}
RANK = tuple(SENTENCES)


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a running test: its last sign of life, which may be a goodbye, and whether it said it was hidden.

    `gone` tells that its absence had been noticed. Who has no page yet after an invigilator's decision is no page.
    """

    candidate_id: int
    last_sign: datetime
    said_goodbye: bool = False
    hidden: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """The last sign of a page that is lost, seen `now`; our own last return was at `resumed_at`."""

    last_sign: datetime
    now: datetime
    resumed_at: datetime | None = None

    def has(self, page: Page) -> bool:
        """Tell whether the page's last sign is of that moment."""
        return abs(page.last_sign - self.last_sign) <= TOGETHER


@dataclass(frozen=True, slots=True)
class Outage:
    """One that is open: `held` candidates are told by it alone."""

    since: datetime
    raised_at: datetime
    returned_at: datetime | None = None
    held: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A session, as other rooms see it: does it go through that moment too."""

    centre_id: int
    is_silent: bool


def is_suspect(page: Page, moment: Moment) -> bool:
    """Tell whether a page fell silent with the one that is lost: a hidden one may only be slowed down."""
    if not moment.has(page):
        return False
    if page.said_goodbye:
        return _silence(page, moment) >= RELOADED_WITHIN
    return not page.hidden and _silence(page, moment) >= SILENT_AFTER


def is_witness(page: Page, moment: Moment) -> bool:
    """Tell whether a page says something of that moment: it is heard, or it is a suspect.

    One that was gone before says nothing, nor does a hidden one that has not been heard since.
    """
    if page.last_sign > moment.last_sign + TOGETHER:
        return True
    if page.last_sign < moment.last_sign - TOGETHER:
        return not (page.hidden or page.gone)
    return page.said_goodbye or not page.hidden


def suspects(pages: Sequence[Page], moment: Moment) -> list[Page]:
    """Return the pages that an outage takes along; none when this is no outage."""
    silent = [page for page in pages if is_suspect(page, moment)]
    return silent if is_together(len(silent), _witnesses(pages, moment)) else []


def place(centre_id: int, pages: Sequence[Page], moment: Moment) -> Place | None:
    """Return how a room goes through that moment, None when it says nothing of it.

    Seen from another room, the silence of both of two is enough.
    """
    silent, witnesses = sum(is_suspect(page, moment) for page in pages), _witnesses(pages, moment)
    enough = silent >= min(ROOM_AT_LEAST, witnesses) and silent * 3 >= witnesses
    return Place(centre_id, enough) if witnesses else None


def culprit(centre_id: int, silent: Sequence[Page], others: Sequence[Place]) -> Culprit:
    """Return whose failure it is, from the silent pages of a room and the other sessions where tests run.

    Pages that say goodbye have a network.
    """
    if sum(page.said_goodbye for page in silent) * 2 > len(silent):
        return Culprit.WINDOWS
    if all(place.is_silent for place in others) and any(place.centre_id != centre_id for place in others):
        return Culprit.EVERYWHERE
    if any(place.is_silent and place.centre_id == centre_id for place in others):
        return Culprit.CENTRE
    return Culprit.ROOM


def wider(known: Culprit, found: Culprit) -> Culprit:
    """Return the culprit to tell: what was told is never made smaller."""
    return max(known, found, key=RANK.index)


def belongs(last_sign: datetime, hidden_for: timedelta, outage: Outage) -> bool:
    """Tell whether a page that is lost now was lost by an open outage.

    A hidden page may have given its last sign `hidden_for` before it, the time that hidden pages have.
    """
    return outage.since - TOGETHER - hidden_for <= last_sign <= outage.since + TOGETHER


def begins_again(last_sign: datetime, outage: Outage) -> bool:
    """Tell whether the room that was back is cut off again: these pages had been heard since."""
    return outage.returned_at is not None and last_sign > outage.since + TOGETHER


def has_returned(heard: int, missing: int) -> bool:
    """Tell whether the room is back: more than half of those who were silent are heard again."""
    return heard > missing


def is_over(outage: Outage, missing: int, now: datetime) -> bool:
    """Tell whether an outage has nothing more to say: nobody is missing, or whoever is must be called for alone."""
    return missing == 0 or (outage.returned_at is not None and now >= outage.returned_at + ALONE_AFTER)


def next_look(outage: Outage, now: datetime) -> datetime | None:
    """Return when time alone may change an open outage: pages of its moment, other rooms, the minute after it."""
    moments: list[datetime] = []
    if outage.returned_at:
        moments.append(outage.returned_at + ALONE_AFTER)
    if not outage.held or now < outage.raised_at + SETTLED_AFTER:
        moments.append(now + LOOK_EVERY)
    return min((moment for moment in moments if moment > now), default=None)


def _witnesses(pages: Iterable[Page], moment: Moment) -> int:
    return sum(is_witness(page, moment) for page in pages)


def _silence(page: Page, moment: Moment) -> timedelta:
    """How long we could have heard it and did not: while we were away ourselves, nobody was silent."""
    if page.gone or moment.resumed_at is None:
        return moment.now - page.last_sign
    return moment.now - max(page.last_sign, moment.resumed_at)
