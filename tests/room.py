"""A room as tests play it: each call is one request of somebody, at the moment given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.attempts import State, state
from pwa.domain.finalisation import Why
from pwa.domain.grants import Terms
from pwa.domain.questions import Part, Piece, Question
from pwa.domain.spans import Cause
from pwa.domain.visits import Verdict
from pwa.models.base import begin_writing
from pwa.models.tables import (
    Account,
    Alert,
    AlertEvent,
    Attempt,
    Candidate,
    CertificationSession,
    Delivery,
    Note,
    QuestionReport,
    Span,
)
from pwa.operations import (
    accesses,
    admissions,
    answers,
    beats,
    board,
    changes,
    claims,
    endings,
    entries,
    escalations,
    finalisation,
    grants,
    journal,
    looks,
    lost_time,
    notes,
    question_reports,
    requests,
    rivals,
    visits,
    watches,
)
from pwa.operations.admissions import Roll
from pwa.operations.alerts import open_of
from pwa.operations.beats import Pulse, Sign
from pwa.operations.board import Board
from pwa.operations.changes import Change
from pwa.operations.facts import facts_of
from pwa.operations.grants import Granted
from pwa.operations.lost_time import Compensated
from pwa.operations.question_reports import Decision
from pwa.operations.requests import Step
from pwa.operations.visits import Hello
from tests.acting import act

NOW = datetime(2030, 11, 20, 7, 30, tzinfo=UTC)
"""When the session of Salle B204 begins: 8:30 in Paris."""

WINDOW = "window-1"
QUESTIONS = (
    Question("tailles", "single", "Laquelle est la plus petite ?", choices=("1 ko", "1 Mo", "1 Go")),
    Question("habitudes", "multiple", "Lesquelles protègent ?", choices=("a", "b", "c"), parts=(Piece(Part.IMAGE),)),
    Question("extension", "text", "Quelle est l'extension ?"),
    Question("reserve", "text", "Où lisez-vous ceci ?", spare=True),
)


def after(seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> datetime:
    """The moment that long after the session's beginning."""
    return NOW + timedelta(seconds=seconds, minutes=minutes, hours=hours)


@dataclass(frozen=True)
class Room:
    """A session, and the invigilator who acts unless another one is given."""

    db: Session
    session: CertificationSession
    invigilator: Account

    # The invigilator

    def confirm(self, candidate: Candidate, now: datetime, by: Account | None = None) -> Change:
        return act(self.db, admissions.confirm, self.session.id, candidate.id, by or self.invigilator, now)

    def cancel(self, candidate: Candidate, now: datetime, by: Account | None = None) -> Change:
        return act(self.db, admissions.cancel, self.session.id, candidate.id, by or self.invigilator, now)

    def resume(self, candidate: Candidate, now: datetime, by: Account | None = None) -> Change:
        return act(self.db, admissions.authorise_resume, self.session.id, candidate.id, by or self.invigilator, now)

    def keep(self, candidate: Candidate, now: datetime, by: Account | None = None) -> Change:
        return act(self.db, rivals.keep, self.session.id, candidate.id, by or self.invigilator, now)

    def hand_over(
        self, candidate: Candidate, now: datetime, by: Account | None = None, *, to: Account | None = None
    ) -> Change:
        rival = to.id if to else candidate.rival_id
        return act(self.db, rivals.hand_over, self.session.id, candidate.id, by or self.invigilator, now, rival)

    def end(self, candidate: Candidate, now: datetime, by: Account | None = None) -> Change:
        return act(self.db, endings.end, self.session.id, candidate.id, by or self.invigilator, now)

    def grant(self, candidate: Candidate, now: datetime, minutes: int = 10, *, confirmed: bool = False) -> Change:
        terms = Terms(minutes, "Coupure du réseau", confirmed)
        return act(self.db, grants.grant, self.session.id, candidate.id, self.invigilator, now, terms)

    def grant_several(self, candidates: Sequence[Candidate] | None, now: datetime, minutes: int = 10) -> Granted:
        chosen = None if candidates is None else [candidate.id for candidate in candidates]
        terms = Terms(minutes, "Coupure du réseau")
        return act(self.db, grants.grant_several, self.session.id, chosen, self.invigilator, now, terms)

    def validate(self, report: QuestionReport, now: datetime, reason: str, by: Account | None = None) -> Change:
        return self._decide(report.candidate_id, Decision(report.id, reason), now, by)

    def refuse(
        self, report: QuestionReport, now: datetime, by: Account | None = None, of: Candidate | None = None
    ) -> Change:
        return self._decide(of.id if of else report.candidate_id, Decision(report.id, None), now, by)

    def _decide(self, candidate_id: int, decision: Decision, now: datetime, by: Account | None) -> Change:
        person = by or self.invigilator
        return act(self.db, question_reports.decide, self.session.id, candidate_id, person, now, decision, QUESTIONS)

    def reopen(self, candidate: Candidate, now: datetime, by: Account | None = None) -> Change:
        return act(self.db, endings.reopen, self.session.id, candidate.id, by or self.invigilator, now)

    def mark_absent(self, candidate: Candidate, now: datetime, by: Account | None = None) -> Change:
        return act(self.db, admissions.mark_absent, self.session.id, candidate.id, by or self.invigilator, now)

    def cancel_absence(self, candidate: Candidate, now: datetime, by: Account | None = None) -> Change:
        return act(self.db, admissions.cancel_absence, self.session.id, candidate.id, by or self.invigilator, now)

    def confirm_several(self, candidates: Sequence[Candidate], now: datetime) -> Roll:
        chosen = [candidate.id for candidate in candidates]
        return act(self.db, admissions.confirm_several, self.session.id, chosen, self.invigilator, now)

    def compensate(self, candidate: Candidate, now: datetime, by: Account | None = None) -> Compensated:
        return act(self.db, lost_time.compensate, self.session.id, candidate.id, by or self.invigilator, now)

    def compensate_shared(self, span: Span, now: datetime, by: Account | None = None) -> Compensated:
        return act(self.db, lost_time.compensate_shared, self.session.id, span.id, by or self.invigilator, now)

    def decline(self, candidate: Candidate, now: datetime, by: Account | None = None) -> Change:
        return act(self.db, lost_time.decline, self.session.id, candidate.id, by or self.invigilator, now)

    def note(self, candidate: Candidate, now: datetime, text: str = "Arrivée en retard.", **more: Any) -> Note:
        """`by` is who writes it, `given` when their phone says they did."""
        by = more.get("by") or self.invigilator
        words = notes.Words(text, more.get("given"))
        return act(self.db, notes.add, self.session.id, candidate.id, by, words, now)[1]

    def withdraw(self, note: Note, now: datetime, by: Account | None = None) -> Change:
        return act(self.db, notes.withdraw, self.session.id, note.id, by or self.invigilator, now)

    def let_in(self, account: Account, now: datetime) -> None:
        """Another invigilator opens the session."""
        act(self.db, accesses.open_session, account, self.session.id, self.session.password, now)

    def leave(self, account: Account, now: datetime) -> None:
        act(self.db, accesses.leave, account, self.session.id, now)

    def take(self, alert: Alert, now: datetime, by: Account | None = None) -> Alert:
        """« J'y vais »."""
        return self._answer(claims.claim, alert, now, by or self.invigilator)

    def give_back(self, alert: Alert, now: datetime, by: Account | None = None) -> Alert:
        """« Je ne peux pas »."""
        return self._answer(claims.give_back, alert, now, by or self.invigilator)

    def _answer(
        self, verb: Callable[[Change, int, Account], Alert], alert: Alert, now: datetime, account: Account
    ) -> Alert:
        def do(db: Session, session_id: int, alert_id: int) -> Alert:
            return verb(changes.begin(db, session_id, changes.by_account(account.id), now), alert_id, account)

        return act(self.db, do, alert.session_id, alert.id)

    # The centre

    def finalise(self, now: datetime) -> None:
        """Written on the row, were nobody to have started."""
        self.session.finalised_at = now
        self.db.commit()

    def close(self, now: datetime, reasons: Mapping[int, Why], by: Account | None = None) -> Change:
        """Finalised as staff do, with reasons by candidate."""
        return act(self.db, finalisation.finalise, self.session.id, by or self.invigilator, reasons, now)

    def board(self, now: datetime, account: Account | None = None) -> Board:
        self.db.rollback()
        return board.read(self.db, self.session, account or self.invigilator, now)

    # The candidate

    def wait(
        self, candidate: Candidate, now: datetime, page: str = "page-1", machine: str | None = None, again: bool = False
    ) -> Step:
        """A waiting page is opened, or (`again`) asks once more."""
        return act(self.db, requests.wait, candidate, now, page, machine, again=again)

    def claim(self, candidate: Candidate, account: Account, now: datetime) -> bool:
        """Another account says that it is this candidate."""
        return act(self.db, rivals.claim, candidate.id, self.session.id, account, now)

    def stop_waiting(self, candidate: Candidate, now: datetime, page: str = "page-1") -> None:
        """A waiting page goes away: closed, or loaded again."""
        act(self.db, requests.leave, candidate.id, page, now)

    def enter(self, candidate: Candidate, now: datetime, code: str | None = None) -> Attempt:
        return act(self.db, entries.enter, candidate, code or self.session.access_code, now)

    def hello(
        self,
        candidate: Candidate,
        now: datetime,
        epoch: str = WINDOW,
        previous: str | None = None,
        waited: float = 0,
        machine: str | None = None,
    ) -> Verdict:
        said = Hello(epoch, previous, waited, machine)
        return act(self.db, visits.hello, self.attempt(candidate).id, said, now)[1]

    def beat(
        self,
        candidate: Candidate,
        now: datetime,
        epoch: str = WINDOW,
        *,
        visible: bool = True,
        mono: float | None = None,
        late: int = 0,
    ) -> Pulse:
        """`mono` is the page's own clock, in seconds."""
        sign = Sign(1, visible, None if mono is None else round(mono * 1000), late)
        return act(self.db, beats.beat, self.attempt(candidate).id, epoch, sign, now)

    def goodbye(self, candidate: Candidate, now: datetime, epoch: str = WINDOW) -> None:
        act(self.db, beats.goodbye, self.attempt(candidate).id, epoch, now)

    def answer(
        self,
        candidate: Candidate,
        now: datetime,
        number: int,
        reply: tuple[Sequence[int], str],
        key: str | None = None,
        epoch: str = WINDOW,
        kept_at: datetime | None = None,
        question: str | None = None,
    ) -> Attempt:
        attempt_id, key = self.attempt(candidate).id, key or f"key-{number}"
        return act(self.db, answers.answer, attempt_id, epoch, number, key, reply, QUESTIONS, now, kept_at, question)

    def report(self, candidate: Candidate, now: datetime, number: int = 1, epoch: str = WINDOW) -> Attempt:
        """A problem with the question."""
        return act(self.db, question_reports.report, self.attempt(candidate).id, epoch, number, QUESTIONS, now)

    def start(self, candidate: Candidate, now: datetime) -> Attempt:
        """From the confirmed presence to the first question, at once."""
        self.confirm(candidate, now)
        attempt = self.enter(candidate, now)
        self.hello(candidate, now)
        return attempt

    def complete(self, candidate: Candidate, now: datetime) -> Attempt:
        """Answer every question."""
        self.answer(candidate, now, 1, ([0], ""))
        self.answer(candidate, now, 2, ([0, 1], ""))
        return self.answer(candidate, now, 3, ([], "ods"))

    # The watcher

    def look(self, now: datetime) -> list[bool]:
        """Look at whoever is due, once each; tells for each whether there was news."""
        return [act(self.db, looks.look, candidate_id, now) for candidate_id in looks.due(self.db, now)]

    def climb(self, now: datetime) -> list[bool]:
        """Make the next step of whichever alert is due, once each; tells for each whether it was made."""
        return [act(self.db, escalations.climb, alert_id, now) for alert_id in escalations.due(self.db, now)]

    def watcher_back(self, now: datetime) -> None:
        """The watcher signs for the first time, or again after an absence."""
        act(self.db, watches.sign, now)

    def lose(self, candidate: Candidate, began: datetime, ended: datetime | None, cause: Cause = Cause.NETWORK) -> Span:
        """An interruption as it is kept, whatever caused it."""
        begin_writing(self.db)
        span = Span(
            session_id=self.session.id, candidate_id=candidate.id, cause=cause.value, began_at=began, ended_at=ended
        )
        self.db.add(span)
        self.db.commit()
        return span

    def web_signs(self, *moments: datetime) -> None:
        """The web says that it is here."""
        for moment in moments:
            act(self.db, watches.sign_web, moment)

    # What is there

    def spans(self, candidate: Candidate) -> list[Span]:
        """The stretches of a candidate's test that were not plainly heard, oldest first."""
        query = select(Span).where(Span.candidate_id == candidate.id).order_by(Span.began_at, Span.id)
        return list(self.db.scalars(query))

    def attempt(self, candidate: Candidate) -> Attempt:
        return self.db.scalars(select(Attempt).where(Attempt.candidate_id == candidate.id)).one()

    def state(self, candidate: Candidate, now: datetime) -> State:
        return state(facts_of(candidate, requests.attempt_of(self.db, candidate), None), now)

    def alerts(self, candidate: Candidate) -> list[str]:
        """The kinds of the candidate's open alerts."""
        return sorted(kind for kind, _ in open_of(self.db, candidate.id))

    def alert(self, candidate: Candidate) -> Alert:
        """The candidate's only open alert."""
        (alert,) = open_of(self.db, candidate.id).values()
        return alert

    def deliveries(self, purpose: str | None = None, step: int | None = None) -> list[Delivery]:
        """Every message, or those of a purpose, or of a step."""
        every = self.db.scalars(select(Delivery).order_by(Delivery.id))
        return [one for one in every if purpose in (None, one.purpose) and step in (None, one.step)]

    def life(self, alert: Alert) -> list[str]:
        """The words of an alert's life, oldest first."""
        query = select(AlertEvent.word).where(AlertEvent.alert_id == alert.id).order_by(AlertEvent.id)
        return list(self.db.scalars(query))

    def journal(self) -> list[str]:
        """The words of the session's journal, oldest first."""
        return [line.word for line in journal.lines(self.db, self.session.id)]
