"""Answers are saved one by one: never lost, never doubled, and the last one completes the test."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from pwa.domain.attempts import State
from pwa.domain.errors import Illegal, Invalid, Missing
from pwa.domain.questions import asked
from pwa.models.tables import Answer, Candidate
from pwa.operations import answers
from tests.acting import act
from tests.room import NOW, QUESTIONS, Room, after


def saved(room: Room) -> list[Answer]:
    return list(room.db.scalars(select(Answer).order_by(Answer.number)))


def test_an_answer_is_saved_and_leads_to_the_next_question(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.answer(candidate, after(30), 1, ([2], ""))
    (answer,) = saved(room)
    assert (answer.question_id, answer.value, answer.answered_at) == (
        "tailles",
        {"choices": [2], "text": ""},
        after(30),
    )
    assert attempt.question == 2


def test_an_answer_sent_twice_is_one_answer(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.answer(candidate, after(30), 1, ([2], ""), key="k")
    room.answer(candidate, after(31), 1, ([2], ""), key="k")
    assert (len(saved(room)), attempt.question) == (1, 2)


def test_the_same_key_later_changes_nothing(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.answer(candidate, after(30), 1, ([2], ""), key="k")
    room.answer(candidate, after(40), 2, ([0], ""))
    room.answer(candidate, after(50), 1, ([0], ""), key="k")
    assert (saved(room)[0].value["choices"], attempt.question) == ([2], 3)


def test_another_answer_to_the_same_question_is_refused(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.answer(candidate, after(30), 1, ([2], ""), key="k")
    with pytest.raises(Illegal) as refused:
        room.answer(candidate, after(31), 1, ([0], ""), key="other")
    assert refused.value.code == "already_answered"


@pytest.mark.parametrize("number", [0, 2, 3, 4])
def test_a_question_that_is_not_the_current_one_is_refused(room: Room, candidate: Candidate, number: int) -> None:
    room.start(candidate, NOW)
    with pytest.raises(Illegal):
        room.answer(candidate, after(30), number, ([0], ""))
    assert saved(room) == []


@pytest.mark.parametrize("reply", [([], ""), ([0, 1], ""), ([3], ""), ([-1], ""), ([], "1 ko")])
def test_what_does_not_answer_the_question_is_refused(
    room: Room, candidate: Candidate, reply: tuple[Sequence[int], str]
) -> None:
    attempt = room.start(candidate, NOW)
    with pytest.raises(Invalid):
        room.answer(candidate, after(30), 1, reply)
    assert (saved(room), attempt.question) == ([], 1)


def test_the_last_answer_completes_the_test(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.complete(candidate, after(60))
    assert room.state(candidate, after(60)) is State.COMPLETED
    assert (attempt.ended_at, attempt.look_at) == (after(60), None)
    assert "test_completed" in room.journal()


def test_the_last_answer_sent_twice_finds_a_completed_test(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.complete(candidate, after(60))
    assert room.answer(candidate, after(61), 3, ([], "ods")).state == "completed"
    assert len(saved(room)) == len(asked(QUESTIONS))


def test_completing_a_test_closes_its_alerts(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, after(minutes=91))
    room.look(after(minutes=91))
    alert = room.alert(candidate)
    room.complete(candidate, after(minutes=92))
    assert alert.closed_why == "completed"


def test_completing_a_test_takes_an_authorised_return_away(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.resume(candidate, after(30))
    room.complete(candidate, after(60))
    assert candidate.admitted_until is None


def test_an_ended_test_takes_no_answer(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(30))
    with pytest.raises(Illegal) as refused:
        room.answer(candidate, after(31), 1, ([0], ""))
    assert refused.value.code == "test_over"


def test_a_window_that_no_longer_holds_the_test_saves_nothing(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(5))
    room.hello(candidate, after(6), "window-2", "window-1")
    with pytest.raises(Illegal) as refused:
        room.answer(candidate, after(7), 1, ([0], ""), epoch="window-1")
    assert refused.value.code == "elsewhere"


def test_an_answer_is_taken_after_the_time_is_over(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.answer(candidate, after(minutes=110), 1, ([0], ""))
    assert attempt.question == 2


def test_an_answer_to_no_test_is_missing(room: Room) -> None:
    with pytest.raises(Missing):
        act(room.db, answers.answer, 99_999, "window-1", 1, "k", ([0], ""), QUESTIONS, NOW)


def test_an_answer_is_taken_while_its_window_may_be_a_reload(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.answer(candidate, after(13.9), 1, ([2], ""))
    assert attempt.question == 2


@pytest.mark.parametrize("number", [1, 2])
def test_a_closed_window_neither_answers_nor_reads_on(room: Room, candidate: Candidate, number: int) -> None:
    room.start(candidate, NOW)
    room.answer(candidate, after(5), 1, ([2], ""))
    room.goodbye(candidate, after(10))
    with pytest.raises(Illegal) as refused:
        room.answer(candidate, after(14), number, ([0], ""))
    assert refused.value.code == "elsewhere"


def test_a_window_replaced_does_not_read_on(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.answer(candidate, after(5), 1, ([2], ""))
    room.resume(candidate, after(10))
    room.enter(candidate, after(20))
    with pytest.raises(Illegal):
        room.answer(candidate, after(21), 1, ([2], ""))


def test_an_answer_sent_again_after_the_end_is_led_to_it(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.answer(candidate, after(5), 1, ([2], ""))
    room.end(candidate, after(10))
    assert room.answer(candidate, after(11), 1, ([2], "")).state == "ended_by_invigilator"


@pytest.mark.parametrize(("given", "kept"), [(20, 20), (90, 60), (-3600, 0), (None, None)])
def test_a_late_answer_was_given_during_the_test(
    room: Room, candidate: Candidate, given: int | None, kept: int | None
) -> None:
    room.start(candidate, NOW)
    moment = None if given is None else after(given)
    room.answer(candidate, after(60), 1, ([2], ""), kept_at=moment)
    [answer] = saved(room)
    assert answer.kept_at == (None if kept is None else after(kept))
    assert answer.answered_at == after(60)


def test_a_refused_answer_is_named(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(30))
    with pytest.raises(Illegal, match="test_over") as refused:
        room.answer(candidate, after(31), 1, ([0], ""))
    assert "votre réponse à la question 1" in refused.value.sentence
