"""Two processes racing on one candidate: exactly one wins, the other gets its sentence; on both databases."""

from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.attempts import ALREADY_OVER, REFUSALS, STARTED, Move, State
from pwa.domain.words import Sentence
from pwa.models.tables import Account, Answer, Candidate
from pwa.operations import accesses, journal, reconciliation
from pwa.operations.answers import ALREADY_ANSWERED, OVER
from tests.acting import act
from tests.cast import Register, SignUp
from tests.databases import Database, engine_of
from tests.process.racers import CLIMBED, Racers, racers
from tests.room import NOW, Room, after

ROUNDS = 6
"""Each on a candidate of its own, with the same two processes: who wins is up to chance."""


@pytest.fixture
def duel(database: Database) -> Iterator[Racers]:
    with racers(engine_of(database).url.render_as_string(hide_password=False)) as two:
        yield two


@pytest.fixture
def people(db: Session, room: Room, sign_up: SignUp) -> list[Candidate]:
    """The first candidates of the room, who have joined."""
    query = select(Candidate).where(Candidate.session_id == room.session.id).order_by(Candidate.id).limit(ROUNDS)
    candidates = list(db.scalars(query))
    for number, candidate in enumerate(candidates):
        named = (candidate.last_name, candidate.first_name, candidate.birth_date)
        act(db, reconciliation.join, sign_up(f"Compte {number}"), room.session.id, *named, NOW)
    return candidates


@pytest.fixture
def other(room: Room, colleague: Account) -> int:
    """The account of a second invigilator."""
    act(room.db, accesses.open_session, colleague, room.session.id, room.session.password, NOW)
    return colleague.id


def check(room: Room) -> None:
    room.db.rollback()  # what the two processes did is read from here on
    assert journal.first_broken(room.db, room.session.id) is None


def refusal(place: State, move: Move) -> str:
    return REFUSALS[place][move]


def test_two_invigilators_confirm(duel: Racers, room: Room, people: list[Candidate], other: int) -> None:
    mine, number, version = room.invigilator.id, room.session.id, room.session.version
    for one in people:
        outcome = duel.race(("confirm", number, one.id, mine), ("confirm", number, one.id, other), NOW)
        assert outcome == {None, refusal(State.AUTHORISED, Move.CONFIRM)}
    check(room)
    assert room.session.version == version + ROUNDS
    assert room.journal().count("presence_confirmed") == ROUNDS


def test_one_confirms_and_the_other_marks_absent(duel: Racers, room: Room, people: list[Candidate], other: int) -> None:
    """Confirming somebody marked absent is legal: both may succeed, in that order only."""
    mine, number = room.invigilator.id, room.session.id
    for one in people:
        outcome = duel.race(("confirm", number, one.id, mine), ("mark_absent", number, one.id, other), NOW)
        assert outcome in ({None}, {None, refusal(State.AUTHORISED, Move.ABSENT)})
        room.db.rollback()
        assert room.state(one, NOW) is State.AUTHORISED
    check(room)


def test_one_code_received_twice_is_one_entry(duel: Racers, room: Room, people: list[Candidate]) -> None:
    number = room.session.id
    for one in people:
        room.confirm(one, NOW)
        entry = ("enter", number, one.id, 0)
        assert duel.race(entry, entry, after(5)) == {None}
    check(room)
    assert room.journal().count("entered") == ROUNDS


def test_an_entry_crosses_the_cancelling(duel: Racers, room: Room, people: list[Candidate]) -> None:
    number, mine = room.session.id, room.invigilator.id
    for one in people:
        room.confirm(one, NOW)
        outcome = duel.race(("enter", number, one.id, 0), ("cancel", number, one.id, mine), after(5))
        assert outcome in ({None, STARTED}, {None, "Votre surveillant n'a pas encore confirmé votre présence."})
    check(room)


def test_one_ends_and_the_other_grants(duel: Racers, room: Room, people: list[Candidate], other: int) -> None:
    """The grant may come first: then both are done; after the end it is refused, and the end does not move."""
    number, mine = room.session.id, room.invigilator.id
    for one in people:
        room.start(one, NOW)
        outcome = duel.race(("end", number, one.id, mine), ("grant", number, one.id, other), after(5))
        assert outcome in ({None}, {None, ALREADY_OVER})
        room.db.rollback()
        assert room.state(one, after(5)) is State.ENDED_BY_INVIGILATOR
    check(room)


def test_an_end_is_taken_back_once(duel: Racers, room: Room, people: list[Candidate]) -> None:
    number, mine = room.session.id, room.invigilator.id
    for one in people:
        room.start(one, NOW)
        room.end(one, after(5))
        again = ("reopen", number, one.id, mine)
        assert duel.race(again, again, after(10)) == {None, refusal(State.RUNNING, Move.REOPEN)}
    check(room)
    assert room.journal().count("test_reopened") == ROUNDS


def test_two_invigilators_take_one_alert(duel: Racers, room: Room, people: list[Candidate], other: int) -> None:
    number, mine = room.session.id, room.invigilator.id
    for one in people:
        room.wait(one, NOW)
        alert = room.alert(one).id
        outcome = duel.race(("claim", number, alert, mine), ("claim", number, alert, other), after(5))
        assert len(outcome) == 2
        assert None in outcome
        assert all(said is None or said.endswith("s'en occupe déjà.") for said in outcome)
    check(room)
    assert room.journal().count("alert_claimed") == ROUNDS


def test_two_watchers_climb_with_one_alert(
    duel: Racers, room: Room, people: list[Candidate], register: Register
) -> None:
    for name in ("phone", "tablet"):
        register(room.invigilator, name)
    for one in people:
        room.wait(one, NOW)
        climb = ("climb", room.session.id, room.alert(one).id, 0)
        assert duel.race(climb, climb, after(20)) == {None, CLIMBED}
    check(room)
    assert {room.alert(one).step for one in people} == {1}
    rung = [(one.alert_id, one.device_id, one.step) for one in room.deliveries("ring")]
    assert len(rung) == len(set(rung)) == 2 * ROUNDS


def test_a_claim_crosses_a_climb(duel: Racers, room: Room, people: list[Candidate], register: Register) -> None:
    """Whichever comes first, nothing rings afterwards."""
    number, mine = room.session.id, room.invigilator.id
    for name in ("phone", "tablet"):
        register(room.invigilator, name)
    for one in people:
        room.wait(one, NOW)
        alert = room.alert(one).id
        outcome = duel.race(("claim", number, alert, mine), ("climb", number, alert, 0), after(20))
        assert outcome in ({None}, {None, CLIMBED})
    check(room)
    assert {one.state for one in room.deliveries("ring")} == {"failed"}
    assert {room.alert(one).escalate_at for one in people} == {None}


@pytest.mark.parametrize("same_key", [True, False])
def test_one_answer_from_two_requests(same_key: bool, duel: Racers, room: Room, people: list[Candidate]) -> None:
    """The same answer sent twice is saved once and both are told so; another one is too late."""
    number, keys = room.session.id, count()
    for one in people:
        attempt, key = room.start(one, NOW).id, next(keys)
        other_key = key if same_key else next(keys)
        outcome = duel.race(("answer", number, attempt, key), ("answer", number, attempt, other_key), after(5))
        assert outcome == ({None} if same_key else {None, Sentence(ALREADY_ANSWERED, number=1)})
    check(room)
    assert len(room.db.scalars(select(Answer)).all()) == ROUNDS


def test_an_answer_crosses_the_end(duel: Racers, room: Room, people: list[Candidate]) -> None:
    number, mine, kept = room.session.id, room.invigilator.id, 0
    for one in people:
        attempt = room.start(one, NOW).id
        outcome = duel.race(("answer", number, attempt, 1), ("end", number, one.id, mine), after(5))
        assert outcome in ({None}, {None, Sentence(OVER, number=1)})
        kept += outcome == {None}
    check(room)
    assert len(room.db.scalars(select(Answer)).all()) == kept
