"""The showing on given time: two minutes that go through everything, in a database of its own."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from pwa.domain import scenario
from pwa.domain.showing import DEEDS, MOMENTS, Deed
from pwa.operations import coach, showings
from pwa.operations.showings import Picture
from tests.operations.test_trainings import rows
from tests.room import NOW, Room


@pytest.fixture(scope="module")
def pictures() -> list[Picture]:
    return list(showings.play(NOW, "B204"))


def at(pictures: list[Picture], says: str, name: str = "") -> Picture:
    return next(one for one in pictures if one.moment.says == says and name in ("", one.name))


def test_it_lasts_two_minutes(pictures: list[Picture]) -> None:
    assert 110 <= sum(one.moment.lasts for one in pictures) <= 130


def test_its_clock_only_goes_forwards_and_each_moment_has_its_time(pictures: list[Picture]) -> None:
    assert pictures[0].at == NOW
    for one, following in pairwise(pictures):
        assert one.at + timedelta(seconds=one.moment.lasts) <= following.at
        assert one.board.version <= following.board.version


def test_it_goes_through_all_that_a_session_is(pictures: list[Picture]) -> None:
    seen = {alert.kind for one in pictures for alert in one.board.alerts}
    assert seen >= {
        "entry_requested", "window_closed", "resume_requested", "connection_lost", "second_window", "time_over"
    }  # fmt: skip
    told = [one.moment.says for one in pictures]
    assert set(told) == {moment.says for moments in MOMENTS.values() for moment in moments}
    assert [says for says in told if says in DEEDS] == [
        "confirm", "confirm", "confirm", "absent", "select", "go", "resume", "go", "choose", "end"
    ]  # fmt: skip
    assert {DEEDS[says] for says in told if says in DEEDS} == set(Deed)


def test_every_word_of_the_coach_has_its_moments(pictures: list[Picture]) -> None:
    words = {*coach.BY_KIND.values(), *(one.board.coach.what for one in pictures)}
    assert words <= MOMENTS.keys()
    assert DEEDS.keys() <= MOMENTS.keys()


def test_what_is_done_is_seen_next(pictures: list[Picture]) -> None:
    room = at(pictures, "confirm", "Aïssatou LE GOFF").board
    assert [line.full_name for line in room.candidates if line.state == "running"] == ["Léa D'ALMEIDA"]
    waits = at(pictures, "wait", "Noé NUÑEZ").board.alerts[0]
    assert (waits.kind, waits.mine) == ("window_closed", True)
    assert at(pictures, "calm").board.counters.running == scenario.CANDIDATES - 1


def test_the_finger_touches_what_the_coach_speaks_of(pictures: list[Picture]) -> None:
    card = at(pictures, "go", "Noé NUÑEZ")
    assert card.touches == f"#card-{card.board.alerts[0].id} .alert-act button"
    sheet = at(pictures, "choose_sheet")
    assert (sheet.name, sheet.opens) == ("Ibrahim MÜLLER", f"sheet-{sheet.board.alerts[0].candidate_id}")
    assert [one.moment.says for one in pictures if one.moment.ticks] == ["select_confirm"]


def test_nobody_is_left_and_we_were_never_in_trouble(pictures: list[Picture]) -> None:
    last = pictures[-1].board
    states = Counter(line.state for line in last.candidates)
    assert states == {"completed": 22, "ended_by_invigilator": 1, "absent": 1}
    assert last.alerts == ()
    assert {one.pulse.troubles for one in pictures} == {()}
    assert all(one.pulse.ready == 1 for one in pictures)


def test_the_real_database_holds_what_it_held(db: Session, room: Room) -> None:
    before = rows(db)
    first = next(showings.play(NOW, "B204"))
    assert first.board.training
    assert room.board(NOW).room != first.board.room
    assert rows(db) == before


def test_it_plays_again_the_same(pictures: list[Picture]) -> None:
    again = showings.play(NOW, "B204")
    for one, other in zip(pictures[:3], again, strict=False):
        assert (one.moment, one.at, one.touches, one.board.counters) == (
            other.moment,
            other.at,
            other.touches,
            other.board.counters,
        )
