"""Reports on a question: one at a time, on hold until somebody decides, and nobody is left stuck."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from pwa.domain.errors import Illegal, Invalid, Missing
from pwa.domain.finalisation import Why
from pwa.domain.question_reports import Reason
from pwa.domain.questions import Part
from pwa.models.tables import Account, Answer, Candidate, QuestionReport
from pwa.operations import journal, question_reports, training_erasure, trainings
from pwa.operations.question_reports import told
from tests.acting import act
from tests.room import NOW, QUESTIONS, Room, after


def reports(room: Room) -> list[QuestionReport]:
    return list(room.db.scalars(select(QuestionReport).order_by(QuestionReport.id)))


@pytest.fixture
def running(room: Room, candidate: Candidate) -> Candidate:
    """Somebody at the first question."""
    room.start(candidate, NOW)
    return candidate


@pytest.fixture
def held(room: Room, running: Candidate) -> QuestionReport:
    """The report of somebody who waits since the tenth second."""
    room.report(running, after(10))
    return reports(room)[0]


# The candidate reports


def test_a_report_calls_the_invigilator(room: Room, running: Candidate) -> None:
    room.report(running, after(10))
    [made] = reports(room)
    assert (made.state, made.number, made.question_id, made.reported_at) == ("open", 1, "tailles", after(10))
    alert = room.alert(running)
    assert (alert.kind, alert.detail, alert.since) == ("question_report", "1", after(10))
    assert [word for word in room.journal() if word != "connectivity"][-2:] == ["question_reported", "alert_raised"]


def test_the_board_shows_it_at_once(room: Room, running: Candidate) -> None:
    before = room.session.version
    room.report(running, after(10))
    board = room.board(after(11))
    (line,) = (line for line in board.changed_since(before))
    assert line.report
    assert (line.report.number, line.report.question_id) == (1, "tailles")
    assert (line.signal, line.main_action, "decide" in line.actions) == ("report", "decide", True)
    assert "attention" in line.groups


def test_a_report_sent_again_is_the_same_one(room: Room, running: Candidate, held: QuestionReport) -> None:
    version = running.version
    room.report(running, after(12))
    assert reports(room) == [held]
    assert room.journal().count("question_reported") == 1
    assert running.version == version


@pytest.mark.parametrize("number", [0, 1, 3])
def test_only_the_question_that_waits_for_an_answer_can_be_reported(
    room: Room, running: Candidate, number: int
) -> None:
    room.answer(running, after(5), 1, ([0], ""))
    with pytest.raises(Illegal, match="already_answered"):
        room.report(running, after(10), number)
    assert reports(room) == []


def test_a_test_that_is_over_reports_nothing(room: Room, running: Candidate) -> None:
    room.end(running, after(5))
    with pytest.raises(Illegal, match="test_over"):
        room.report(running, after(10))


@pytest.mark.parametrize("epoch", ["window-2", "window-1"])
def test_only_the_page_that_holds_the_test_is_heard(room: Room, running: Candidate, epoch: str) -> None:
    room.goodbye(running, after(5))
    with pytest.raises(Illegal, match="elsewhere"):
        room.report(running, after(10), epoch=epoch)


def test_a_report_of_no_test_is_missing(room: Room) -> None:
    with pytest.raises(Missing):
        act(room.db, question_reports.report, 99_999, "window-1", 1, QUESTIONS, NOW)


# On hold


def test_answers_are_refused_on_hold(room: Room, running: Candidate, held: QuestionReport) -> None:
    with pytest.raises(Illegal, match="on_hold") as refused:
        room.answer(running, after(20), 1, ([0], ""))
    assert "attendez la décision de votre surveillant" in refused.value.sentence
    assert room.db.scalars(select(Answer)).all() == []


def test_an_answer_saved_before_is_still_known(room: Room, running: Candidate) -> None:
    room.answer(running, after(5), 1, ([0], ""))
    room.report(running, after(10), 2)
    assert room.answer(running, after(11), 1, ([0], "")).question == 2


def test_the_hold_survives_a_reload_and_a_return(room: Room, running: Candidate, held: QuestionReport) -> None:
    room.goodbye(running, after(12))
    room.hello(running, after(13), "window-2", "window-1")
    with pytest.raises(Illegal, match="on_hold"):
        room.answer(running, after(14), 1, ([0], ""), epoch="window-2")
    room.goodbye(running, after(20), "window-2")
    room.resume(running, after(60))
    room.enter(running, after(70))
    room.hello(running, after(71), "window-3")
    assert "question_report" in room.alerts(running)
    with pytest.raises(Illegal, match="on_hold"):
        room.answer(running, after(72), 1, ([0], ""), epoch="window-3")


def test_the_time_goes_on(room: Room, running: Candidate, held: QuestionReport) -> None:
    ends_at = room.attempt(running).ends_at
    room.refuse(held, after(minutes=10))
    assert room.attempt(running).ends_at == ends_at


def test_a_page_lost_on_hold_calls_for_itself(room: Room, running: Candidate, held: QuestionReport) -> None:
    room.goodbye(running, after(12))
    room.look(after(17))
    assert room.alerts(running) == ["question_report", "window_closed"]


def test_the_alert_is_taken_and_given_back_as_any_other(
    room: Room, running: Candidate, held: QuestionReport, colleague: Account
) -> None:
    alert = room.alert(running)
    room.let_in(colleague, NOW)
    room.take(alert, after(11), colleague)
    room.give_back(alert, after(12), colleague)
    room.refuse(held, after(13))
    assert (alert.closed_why, room.alerts(running)) == ("answered", [])


def test_the_watcher_leaves_it_alone(room: Room, running: Candidate, held: QuestionReport) -> None:
    room.beat(running, after(14))
    room.look(after(14))
    assert room.alerts(running) == ["question_report"]


# The invigilator decides


def test_refused_the_same_question_goes_on(room: Room, running: Candidate, held: QuestionReport) -> None:
    room.refuse(held, after(20))
    assert (held.state, held.decided_at, held.decided_by, held.reason) == (
        "refused", after(20), room.invigilator, None,
    )  # fmt: skip
    assert told(room.attempt(running)) == "Votre surveillant a vérifié : vous pouvez répondre à la question 1."
    assert room.answer(running, after(30), 1, ([0], "")).question == 2
    assert told(room.attempt(running)) is None


def test_validated_another_question_comes_under_the_same_number(
    room: Room, running: Candidate, held: QuestionReport
) -> None:
    room.validate(held, after(20), Reason.PLATFORM)
    attempt = room.attempt(running)
    assert (held.state, held.reason, attempt.question, attempt.substitutes) == ("validated", "E11", 1, {"1": "reserve"})
    assert "Voici une autre question 1" in str(told(attempt))
    room.answer(running, after(30), 1, ([], "écran"), question="reserve")
    [saved] = room.db.scalars(select(Answer))
    assert (saved.number, saved.question_id, attempt.question) == (1, "reserve", 2)


@pytest.mark.parametrize("question", ["tailles", None])
def test_what_was_answered_to_the_question_replaced_is_not_the_answer_to_the_other(
    room: Room, running: Candidate, held: QuestionReport, question: str | None
) -> None:
    room.validate(held, after(20), Reason.PLATFORM)
    with pytest.raises(Illegal, match="question_replaced"):
        room.answer(running, after(30), 1, ([0], ""), question=question)
    assert room.attempt(running).question == 1


def test_without_a_spare_question_the_number_is_passed_over(
    room: Room, running: Candidate, held: QuestionReport
) -> None:
    room.validate(held, after(20), Reason.PLATFORM)
    room.report(running, after(30))
    room.validate(reports(room)[-1], after(40), Reason.PLATFORM)
    attempt = room.attempt(running)
    assert (attempt.question, attempt.substitutes) == (2, {"1": ""})
    assert "la question 1 est retirée" in str(told(attempt))
    assert room.answer(running, after(50), 2, ([0, 1], "")).question == 3
    assert told(attempt) is None


def test_a_replaced_question_that_was_answered_is_not_told_as_passed_over(
    room: Room, running: Candidate, held: QuestionReport
) -> None:
    room.validate(held, after(20), Reason.PLATFORM)
    room.answer(running, after(30), 1, ([], "écran"), question="reserve")
    assert told(room.attempt(running)) is None


def test_passed_over_at_the_end_the_test_is_completed(room: Room, running: Candidate) -> None:
    room.answer(running, after(1), 1, ([0], ""))
    room.answer(running, after(2), 2, ([0, 1], ""))
    for second in (10, 20):
        room.report(running, after(second), 3)
        room.validate(reports(room)[-1], after(second + 5), Reason.SITE_DOWN)
    attempt = room.attempt(running)
    assert (attempt.state, room.alerts(running)) == ("completed", [])
    assert room.journal().count("report_closed") == 0


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", "reason_missing"), ("E1", "reason_unknown"), ("E8", "reason_unknown"), ("x", "reason_unknown")],
)
def test_a_reason_is_needed_and_must_fit_the_question(room: Room, held: QuestionReport, reason: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        room.validate(held, after(20), reason)
    assert (held.state, held.reason, held.attempt.substitutes) == ("open", None, {})


def test_extra_time_gives_its_reason(room: Room, running: Candidate, held: QuestionReport) -> None:
    running.extra_time = 33
    room.db.commit()
    room.validate(held, after(20), Reason.EXTRA_TIME)
    assert held.reason == "E8"


def test_a_part_of_the_question_gives_its_reason(room: Room, running: Candidate) -> None:
    room.answer(running, after(1), 1, ([0], ""))
    room.report(running, after(10), 2)
    assert [piece.part for piece in QUESTIONS[1].parts] == [Part.IMAGE]
    room.validate(reports(room)[0], after(20), Reason.IMAGE)
    assert reports(room)[0].reason == "E1"


@pytest.mark.parametrize(("first", "sentence"), [("validate", "a déjà validé"), ("refuse", "a déjà refusé")])
def test_a_report_is_decided_once(
    room: Room, held: QuestionReport, colleague: Account, first: str, sentence: str
) -> None:
    more: dict[str, Any] = {"reason": Reason.PLATFORM} if first == "validate" else {}
    getattr(room, first)(held, after(20), by=colleague, **more)
    with pytest.raises(Illegal, match="report_decided") as refused:
        room.refuse(held, after(21))
    assert refused.value.sentence.startswith(f"Karim Haddad {sentence}")


def test_an_older_report_is_not_decided_in_the_place_of_a_new_one(
    room: Room, running: Candidate, held: QuestionReport
) -> None:
    room.refuse(held, after(20))
    room.report(running, after(30))
    with pytest.raises(Illegal, match="report_decided"):
        room.validate(held, after(31), Reason.PLATFORM)
    assert [one.state for one in reports(room)] == ["refused", "open"]


def test_a_report_of_somebody_else_is_missing(room: Room, held: QuestionReport, neighbour: Candidate) -> None:
    room.start(neighbour, NOW)
    room.report(neighbour, after(10))
    with pytest.raises(Missing):
        room.refuse(held, after(20), of=neighbour)


def test_the_journal_says_it_all(room: Room, running: Candidate, held: QuestionReport) -> None:
    room.validate(held, after(20), Reason.PLATFORM)
    lines = {line.word: line for line in journal.lines(room.db, room.session.id)}
    assert lines["question_reported"].actor == f"candidate:{running.id}"
    assert lines["report_validated"].actor == f"account:{room.invigilator.id}"
    assert lines["report_validated"].details == {
        "report": held.id, "number": 1, "reason": "E11", "question": "reserve",
    }  # fmt: skip
    assert journal.first_broken(room.db, room.session.id) is None


# Nobody is left stuck


def ended(room: Room, candidate: Candidate, now: datetime) -> None:
    room.end(candidate, now)


def expired(room: Room, candidate: Candidate, now: datetime) -> None:
    room.look(after(hours=24))


def finalised(room: Room, candidate: Candidate, now: datetime) -> None:
    room.close(now, {candidate.id: Why.TECHNICAL})


@pytest.mark.parametrize("how", [ended, expired, finalised])
def test_the_end_of_a_test_closes_its_report(room: Room, running: Candidate, held: QuestionReport, how: Any) -> None:
    how(room, running, after(60))
    assert (held.state, held.decided_by, room.alerts(running)) == ("closed", None, [])
    assert held.decided_at == room.attempt(running).ended_at
    assert "report_closed" in room.journal()
    with pytest.raises(Illegal, match="report_decided") as refused:
        room.refuse(held, after(70))
    assert "a été terminé" in refused.value.sentence


def test_a_test_reopened_is_not_on_hold(room: Room, running: Candidate, held: QuestionReport) -> None:
    room.end(running, after(20))
    room.reopen(running, after(30))
    room.enter(running, after(40))
    room.hello(running, after(41), "window-2")
    assert room.answer(running, after(50), 1, ([0], ""), epoch="window-2").question == 2


def test_a_place_handed_over_stays_on_hold(
    room: Room, running: Candidate, held: QuestionReport, stranger: Account
) -> None:
    room.claim(running, stranger, after(20))
    room.hand_over(running, after(25))
    assert "question_report" in room.alerts(running)
    room.refuse(held, after(30))
    assert "question_report" not in room.alerts(running)


def test_nothing_of_a_training_is_left(room: Room, invigilator: Account) -> None:
    training = act(room.db, trainings.begin, invigilator, "Entraînement", NOW)
    person = room.db.scalars(select(Candidate).where(Candidate.session_id == training.session_id)).first()
    assert person
    practice = Room(room.db, training.session, invigilator)
    practice.start(person, NOW)
    practice.report(person, after(5))
    act(room.db, training_erasure.erase, training)
    assert reports(room) == []
