"""Windows: what else claims a test or a place (another window, machine, account), and until when there is a choice."""

from datetime import datetime, timedelta

from pwa.domain import admission
from pwa.domain.connectivity import GONE, PACE
from pwa.domain.facts import Connectivity, Facts, Request, TestFacts
from pwa.domain.words import N_

ALIVE_FOR = PACE + timedelta(seconds=2)
"""A window that gave no sign for longer than that may be gone: nobody is asked to choose between two."""
AWAY = (Connectivity.UNSTABLE, *GONE)
NAMING = timedelta(seconds=2)
"""How long a page that asks has to say on which machine it is, before it is taken for a window of the same one."""

ALERTED_AGAIN_AFTER = timedelta(minutes=1)
"""Another account that claims a place calls the invigilator once in that time, whichever account it is."""
REFUSED_FOR = timedelta(minutes=5)
"""An account that an invigilator turned away calls nobody again before that."""

NO_OTHER_WINDOW = N_("Aucune autre fenêtre ne demande le test de ce candidat : il n'y a rien à départager.")
NO_OTHER_ACCOUNT = N_("Aucun autre compte ne demande la place de ce candidat.")
OTHER_RIVAL = N_("Un autre compte demande maintenant cette place. Vérifiez de quel compte il s'agit, puis choisissez.")
RIVAL_SEATED = N_(
    "L'autre compte est déjà lié à un autre candidat de cette session : il ne peut pas prendre cette place."
)


def silent_at(test: TestFacts, resumed_at: datetime | None) -> datetime | None:
    """Return when the window that holds the test will count as silent, None when no window holds it."""
    if test.epoch is None or test.goodbye_at is not None:
        return None
    sign = test.last_heartbeat_at
    return (sign if test.connectivity in GONE else max(sign, resumed_at or sign)) + ALIVE_FOR


def is_alive(test: TestFacts, now: datetime, resumed_at: datetime | None = None) -> bool:
    """Tell whether a window holds the test and is heard from."""
    silent = silent_at(test, resumed_at)
    return silent is not None and now < silent


def is_back(test: TestFacts, reading: Connectivity, away_since: datetime, admitted_until: datetime | None) -> bool:
    """Tell whether the window that holds the test is heard again (`reading`), so that an authorised return is needless.

    It was noticed away (`test.connectivity`, since `away_since`), the return was authorised while it was silent, and it
    has given a sign since. A return authorised while it was heard is for another window, and stays.
    """
    if admitted_until is None or test.epoch is None or test.connectivity not in AWAY or reading in GONE:
        return False
    given_at = admission.given_at(admitted_until)
    return away_since + ALIVE_FOR <= given_at < test.last_heartbeat_at


def is_second(facts: Facts, now: datetime) -> bool:
    """Tell whether a window asks for a test that another one holds and is heard from."""
    if facts.test is None or not facts.test.running or facts.request is not Request.RESUME:
        return False
    asks = not admission.is_live(facts.admitted_until, now)
    return asks and is_alive(facts.test, now, facts.resumed_at)


def named_at(facts: Facts) -> datetime | None:
    """Return when a page that asks has had the time to name its machine; it may have named it already."""
    return facts.requested_at + NAMING if facts.requested_at and not facts.request_machine else None


def has_moved(facts: Facts) -> bool:
    """Tell whether the window that asks is on another machine than the one that holds the test."""
    held = facts.test.machine if facts.test else None
    return bool(held and facts.request_machine and held != facts.request_machine)


def next_look(facts: Facts, now: datetime) -> datetime | None:
    """Return the next moment at which there is, or no longer is, a choice to make between two windows."""
    if not is_second(facts, now) or facts.test is None:
        return None
    moments = (silent_at(facts.test, facts.resumed_at), named_at(facts))
    return min((moment for moment in moments if moment and moment > now), default=None)
