"""Time granted to one, to some, to all: kept as rows, counted in the end, told to the candidate, followed by alerts."""

import pytest
from sqlalchemy import select

from pwa.domain.errors import Illegal, Missing
from pwa.domain.grants import TAKEN, USED, Terms
from pwa.models.tables import Account, Attempt, Candidate, TimeGrant
from pwa.operations import grants, journal, notices
from pwa.operations.grants import NOBODY
from pwa.operations.times import GrantLine
from tests.acting import act
from tests.room import NOW, Room, after


def rows(room: Room) -> list[TimeGrant]:
    room.db.rollback()
    return list(room.db.scalars(select(TimeGrant).order_by(TimeGrant.id)))


def test_minutes_granted_are_a_row_that_says_who_when_and_why(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.grant(candidate, after(minutes=30))
    (row,) = rows(room)
    assert (row.candidate_id, row.seconds, row.reason) == (candidate.id, 600, "Coupure du réseau")
    assert (row.granted_by_id, row.granted_at) == (room.invigilator.id, after(minutes=30))
    (line,) = (line for line in journal.lines(room.db, room.session.id) if line.word == "time_granted")
    assert (line.candidate_id, line.details) == (candidate.id, {"grant": row.id, "minutes": 10})


def test_the_end_counts_extra_time_and_every_grant(room: Room, candidate: Candidate) -> None:
    candidate.extra_time = 20
    room.db.commit()
    attempt = room.start(candidate, NOW)
    room.grant(candidate, after(minutes=30), 10)
    room.grant(candidate, after(minutes=40), 5)
    assert attempt.ends_at == after(minutes=105 + 21 + 15)
    line = next(line for line in room.board(after(minutes=41)).candidates if line.id == candidate.id)
    assert line.ends_at == attempt.ends_at
    assert line.grants[-1] == GrantLine(300, after(minutes=40), "Claire Moreau", "Coupure du réseau")


def test_the_page_is_told_by_its_next_sign_of_life(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.grant(candidate, after(4), 1)
    pulse = room.beat(candidate, after(5))
    assert pulse.ends_at == after(minutes=106)
    assert pulse.notice == "Claire Moreau vous a ajouté 1 minute à 08\u00a0h\u00a030. Motif : Coupure du réseau."


def test_a_grant_is_seen_on_every_board(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    version = room.board(after(3)).version
    room.grant(candidate, after(4))
    assert [line.id for line in room.board(after(5)).changed_since(version)] == [candidate.id]


def test_minutes_granted_before_the_first_question_count_too(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    attempt = room.enter(candidate, NOW)
    room.grant(candidate, after(1))
    assert attempt.ends_at is None
    room.hello(candidate, after(2))
    assert attempt.ends_at == after(2, minutes=115)


def test_time_over_is_over_no_more(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, after(minutes=105))
    room.look(after(minutes=105))
    alert = room.alert(candidate)
    assert alert.kind == "time_over"
    room.grant(candidate, after(4, minutes=105), 30)
    assert (alert.closed_at, alert.closed_why) == (after(4, minutes=105), "time_granted")
    assert room.alerts(candidate) == []


def test_the_warnings_follow_the_end(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.grant(candidate, after(minutes=30), 60)
    assert attempt.time_look_at == after(minutes=150)
    room.beat(candidate, after(minutes=150))
    room.look(after(minutes=150))
    assert room.alert(candidate).detail == "15"


def test_the_warnings_are_the_session_s_own(room: Room, candidate: Candidate) -> None:
    room.session.warnings = [30]
    room.db.commit()
    attempt = room.start(candidate, NOW)
    assert attempt.time_look_at == after(minutes=75)
    room.beat(candidate, after(minutes=75))
    room.look(after(minutes=75))
    assert room.alert(candidate).detail == "30"


@pytest.mark.parametrize(("minutes", "sentence"), [(-10, TAKEN), (-75, USED), (-80, USED)])
def test_less_time_needs_a_confirmation(room: Room, candidate: Candidate, minutes: int, sentence: str) -> None:
    attempt, now = room.start(candidate, NOW), after(minutes=30)
    with pytest.raises(Illegal) as refused:
        room.grant(candidate, now, minutes)
    assert refused.value.sentence == sentence
    assert (attempt.ends_at, rows(room)) == (after(minutes=105), [])
    room.grant(candidate, now, minutes, confirmed=True)
    assert attempt.ends_at == after(minutes=105 + minutes)


def test_all_who_are_in_the_test_get_the_minutes(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    first, second = room.start(candidate, NOW), room.start(neighbour, after(60))
    done = room.grant_several(None, after(120), 5)
    assert (done.count, done.refused) == (2, ())
    assert (first.ends_at, second.ends_at) == (after(minutes=110), after(minutes=111))
    assert len(rows(room)) == 2


def test_those_chosen_get_the_minutes_and_who_is_over_is_named(
    room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    first, second = room.start(candidate, NOW), room.start(neighbour, NOW)
    room.end(neighbour, after(60))
    done = room.grant_several([neighbour, candidate], after(120))
    assert (done.count, done.refused) == (1, (("Aïssatou BÂ", "Le test de ce candidat est terminé."),))
    assert (first.ends_at, second.ends_at) == (after(minutes=115), after(minutes=105))


@pytest.mark.parametrize("everybody", [True, False])
def test_minutes_for_nobody_are_refused(room: Room, candidate: Candidate, everybody: bool) -> None:
    with pytest.raises(Illegal) as refused:
        room.grant_several(None if everybody else [candidate], NOW)
    assert refused.value.sentence == NOBODY


def test_several_get_all_or_nothing(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    attempts = [room.start(candidate, NOW), room.start(neighbour, NOW)]
    with pytest.raises(Illegal):
        room.grant_several(None, after(60), -5)
    assert [attempt.ends_at for attempt in attempts] == [after(minutes=105)] * 2
    assert rows(room) == []


def test_a_candidate_of_another_session_is_not_there(room: Room, candidate: Candidate, elsewhere: Candidate) -> None:
    room.start(candidate, NOW)
    with pytest.raises(Missing):
        room.grant_several([candidate, elsewhere], after(60))
    assert rows(room) == []


def test_a_reopening_is_among_the_rows(room: Room, candidate: Candidate, colleague: Account) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(60), colleague)
    room.reopen(candidate, after(60.4), colleague)
    (row,) = grants.of_session(room.db, room.session.id)
    assert (row.seconds, row.reason, row.granted_by_id) == (1, "Test rouvert", colleague.id)
    assert room.db.scalars(select(Attempt.ends_at)).one() == after(1, minutes=105)


def test_the_longest_names_and_reason_are_told(room: Room, candidate: Candidate) -> None:
    """What is kept fits its column, whatever is written in it."""
    room.start(candidate, NOW)
    who, why = room.invigilator, '"\\' * 60
    who.first_name, who.last_name = '"' * 100, "É" * 100
    room.db.commit()
    terms = Terms(-10, why, confirmed=True)
    act(room.db, grants.grant, room.session.id, candidate.id, who, NOW, terms)
    said = notices.words(room.attempt(candidate).notice)
    assert said == f"{who.full_name} vous a retiré 10 minutes à 08\u00a0h\u00a030. Motif : {why}."
