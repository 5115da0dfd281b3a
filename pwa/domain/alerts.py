"""Alerts: what needs the invigilator, why, how urgently, and in which words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pwa.domain import admission, connectivity, outages, timing, windows
from pwa.domain.attempts import Move
from pwa.domain.facts import Connectivity, Facts, Request, TestFacts
from pwa.domain.words import N_, Sentence


class Kind(StrEnum):
    """What can need the invigilator."""

    CONNECTION_LOST = "connection_lost"
    WINDOW_CLOSED = "window_closed"
    SECOND_WINDOW = "second_window"
    RESUME_REQUESTED = "resume_requested"
    ENTRY_REQUESTED = "entry_requested"
    QUESTION_REPORT = "question_report"
    TIME_OVER = "time_over"
    TIME_NEARLY_OVER = "time_nearly_over"
    TAB_HIDDEN = "tab_hidden"
    ADMISSION_LAPSED = "admission_lapsed"
    ROOM_OUTAGE = "room_outage"
    DEVICE_SILENT = "device_silent"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a kind is told: 0 is the most urgent; a kind that is not pushed stays on the board.

    One that calls is told to more and more people until somebody takes it; one that only `tells` is not.
    """

    severity: int
    sentence: str
    signal: str
    pushed: bool = True
    tells: bool = False
    answer: Move | None = None

    @property
    def calls(self) -> bool:
        return self.pushed and not self.tells


MANNERS = {
    Kind.ROOM_OUTAGE: Manner(0, outages.SENTENCES[outages.Culprit.ROOM], "lost"),
    Kind.CONNECTION_LOST: Manner(1, N_("signal perdu"), "lost"),
    Kind.WINDOW_CLOSED: Manner(1, N_("fenêtre fermée"), "lost"),
    Kind.SECOND_WINDOW: Manner(2, N_("deuxième fenêtre"), "ask"),
    Kind.RESUME_REQUESTED: Manner(2, N_("demande à reprendre"), "ask", answer=Move.RESUME),
    Kind.QUESTION_REPORT: Manner(2, N_("signale un problème"), "report", answer=Move.DECIDE),
    Kind.ENTRY_REQUESTED: Manner(3, N_("demande à entrer"), "ask", answer=Move.CONFIRM),
    Kind.DEVICE_SILENT: Manner(3, N_("téléphone d'un surveillant injoignable"), "lost"),
    Kind.TIME_OVER: Manner(4, N_("temps écoulé"), "time", answer=Move.END),
    Kind.TAB_HIDDEN: Manner(5, N_("onglet masqué"), "hidden", pushed=False),
    Kind.ADMISSION_LAPSED: Manner(6, N_("confirmation expirée"), "expected", pushed=False, answer=Move.CONFIRM),
    Kind.TIME_NEARLY_OVER: Manner(7, N_("fin proche"), "time", tells=True),
}

LOSSES = (Kind.CONNECTION_LOST, Kind.WINDOW_CLOSED)
"""What an outage tells for those it holds."""

MACHINE, ACCOUNT = "machine", "account"
"""What a second window can be besides a window: it runs on another machine, or its account is another one."""
SECONDS = {MACHINE: N_("test ouvert sur un autre ordinateur"), ACCOUNT: N_("un autre compte demande cette place")}

REPORTED = N_("problème, question %(number)s")


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for an alert; `detail` tells apart two alerts of a kind, `since` is when it began."""

    kind: Kind
    since: datetime
    detail: str = ""

    @property
    def key(self) -> tuple[Kind, str]:
        return self.kind, self.detail


def sentence(kind: Kind, detail: str) -> str:
    """Return the few words that name an alert, without a name or a time."""
    if kind is Kind.TIME_NEARLY_OVER:
        return Sentence(N_("fin dans moins de %(minutes)s min"), minutes=detail)
    if kind is Kind.QUESTION_REPORT and detail:
        return Sentence(REPORTED, number=detail)
    if kind is Kind.SECOND_WINDOW and detail:
        return SECONDS[detail]
    if kind is Kind.ROOM_OUTAGE:
        return outages.SENTENCES[outages.Culprit(detail)]
    return MANNERS[kind].sentence


def causes(facts: Facts, now: datetime) -> tuple[Cause, ...]:
    """Return every reason there is now to call the invigilator for this candidate."""
    test = facts.test
    if test is None:
        return (*_about_the_place(facts), *_before_the_test(facts, now))
    if not test.running:
        return ()
    around = _around_the_window(facts, test, now)
    return (*_about_the_place(facts), *around, *_about_the_question(facts), *_about_time(test, now))


def _about_the_place(facts: Facts) -> tuple[Cause, ...]:
    return (Cause(Kind.SECOND_WINDOW, facts.rival_at, ACCOUNT),) if facts.rival_id and facts.rival_at else ()


def _about_the_question(facts: Facts) -> tuple[Cause, ...]:
    reported = facts.reported
    return (Cause(Kind.QUESTION_REPORT, reported.since, str(reported.number)),) if reported else ()


def _before_the_test(facts: Facts, now: datetime) -> tuple[Cause, ...]:
    if facts.request is Request.ENTRY and not admission.is_live(facts.admitted_until, now):
        return (Cause(Kind.ENTRY_REQUESTED, facts.requested_at or now),)
    if facts.admitted_until and admission.has_lapsed(facts.admitted_until, now):
        return (Cause(Kind.ADMISSION_LAPSED, facts.admitted_until),)
    return ()


def _around_the_window(facts: Facts, test: TestFacts, now: datetime) -> tuple[Cause, ...]:
    """An authorised return answers what came before it, and nothing that happens after."""
    answered = facts.admitted_until if admission.is_live(facts.admitted_until, now) else None
    if facts.request is Request.RESUME and not answered:
        return _wanted(facts, now)
    lost = _loss(facts, test, now)
    if lost is None or (facts.held and lost.kind in LOSSES):
        return ()
    if answered and lost.since <= admission.given_at(answered):
        return ()
    return (lost,)


def _wanted(facts: Facts, now: datetime) -> tuple[Cause, ...]:
    """Someone asks for the test: to come back to it, or while another window is at it.

    A page tells its machine a moment after it asked: until then nobody is called to choose.
    """
    since, named_at = facts.requested_at or now, windows.named_at(facts)
    if not windows.is_second(facts, now):
        return (Cause(Kind.RESUME_REQUESTED, since),)
    if named_at and now < named_at:
        return ()
    return (Cause(Kind.SECOND_WINDOW, since, MACHINE if windows.has_moved(facts) else ""),)


def _loss(facts: Facts, test: TestFacts, now: datetime) -> Cause | None:
    reading = connectivity.read(test, facts.resumed_at, now)
    since = connectivity.since(test, reading, now)
    match reading:
        case Connectivity.CLOSED:
            return Cause(Kind.WINDOW_CLOSED, since)
        case Connectivity.LOST:
            return Cause(Kind.CONNECTION_LOST, since)
        case Connectivity.HIDDEN if now >= since + connectivity.HIDDEN_AFTER:
            return Cause(Kind.TAB_HIDDEN, since)
        case _:
            return None


def _about_time(test: TestFacts, now: datetime) -> tuple[Cause, ...]:
    if test.ends_at is None:
        return ()
    minutes = timing.warning_due(test.ends_at, now, test.warnings)
    if minutes is None:
        return ()
    since = timing.warning_since(test.ends_at, minutes)
    if minutes == 0:
        return (Cause(Kind.TIME_OVER, since),)
    return (Cause(Kind.TIME_NEARLY_OVER, since, str(minutes)),)
