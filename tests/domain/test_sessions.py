"""A session's place in the centre's list, and what may still be done with it."""

from datetime import datetime

import pytest

from pwa.domain import sessions
from pwa.domain.errors import Illegal
from pwa.domain.sessions import ALREADY_FINALISED, CHANGED_MEANWHILE, JOINED, LABELS, UNDER_WAY, State
from tests.domain.known import NOW, after


@pytest.mark.parametrize(
    ("started_at", "finalised_at", "now", "state"),
    [
        (None, None, after(hours=99), State.CREATED),
        (NOW, None, after(hours=24, seconds=-1), State.STARTED),
        (NOW, None, after(hours=24), State.EXPIRED),
        (NOW, after(60), after(hours=99), State.FINALISED),
    ],
)
def test_where_a_session_stands(
    started_at: datetime | None, finalised_at: datetime | None, now: datetime, state: State
) -> None:
    assert sessions.state(started_at, finalised_at, now) is state


def test_each_state_has_its_word() -> None:
    assert {*LABELS} == {*State}


def test_a_finalised_session_does_not_change() -> None:
    sessions.check_changeable(None)
    with pytest.raises(Illegal, check=lambda refused: refused.sentence == ALREADY_FINALISED):
        sessions.check_changeable(NOW)


def test_a_session_somebody_joined_is_not_deleted() -> None:
    sessions.check_removable(joined=False)
    with pytest.raises(Illegal, check=lambda refused: refused.sentence == JOINED):
        sessions.check_removable(joined=True)


def test_a_session_under_way_stays_in_sight() -> None:
    sessions.check_archivable(None, None)
    sessions.check_archivable(NOW, after(60))
    with pytest.raises(Illegal, check=lambda refused: refused.sentence == UNDER_WAY):
        sessions.check_archivable(NOW, None)


def test_what_a_colleague_has_changed_is_not_replaced_unseen() -> None:
    sessions.check_unchanged("as it was", "as it was")
    with pytest.raises(Illegal, check=lambda refused: refused.sentence == CHANGED_MEANWHILE):
        sessions.check_unchanged("as it was", "another room")
