"""Orders that may arrive late: what the person had seen when they gave one, when that was, and what makes it moot."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from pwa.domain.attempts import OVER, Move, State
from pwa.domain.errors import Invalid
from pwa.domain.words import N_

LATE = timedelta(seconds=5)
"""Sooner, the device's time says nothing that the time of reception does not."""
STALE = timedelta(hours=12)
"""An order of yesterday is not carried out today."""
KEPT_FOR = timedelta(days=7)
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

SO = {Move.CONFIRM: {State.AUTHORISED, State.RUNNING, *OVER}, Move.ABSENT: {State.ABSENT}}
"""Where a candidate is once the move has been made, whoever made it."""


@dataclass(frozen=True)
class Order:
    """What comes with an order: the `decision` of the candidate that its page showed, and the device's time."""

    seen: int | None = None
    given_at: datetime | None = None


AT_ONCE = Order()


def is_so(move: Move, standing: State) -> bool:
    """Tell whether what is ordered is already so."""
    return standing in SO.get(move, ())


def is_stale(order: Order, now: datetime) -> bool:
    """Tell whether the order has waited for too long to be what the person still wants."""
    return order.given_at is not None and now - order.given_at >= STALE


def read_given(text: str, now: datetime) -> datetime | None:
    """Return when a device says that an order was given; None when that is now, in the future, or no moment.

    No clock is believed beyond a week: before it, no order is kept anywhere, and some moments exist in no zone.
    """
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not given.tzinfo or given > now - LATE:
        return None
    return max(given, now - KEPT_FOR)


def read_seen(text: str) -> int:
    """Return the version that a page says it showed; `ValueError` when that is none."""
    seen = int(text)
    if seen < 0:
        raise ValueError(text)
    return seen


def check_key(key: str) -> str:
    """Return the key of an order, refusing what no page of ours makes."""
    if not KEY.fullmatch(key):
        raise Invalid(N_("Cette action n'a pas pu être reconnue. Rechargez la page, puis recommencez."), "invalid_key")
    return key
