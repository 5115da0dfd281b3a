"""Candidate lines: who, their state, their signs of life, their clock and what can be done, as a board shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pwa.domain import admission, names
from pwa.domain.attempts import Move, State, legal_moves, state
from pwa.domain.facts import Connectivity
from pwa.domain.words import N_
from pwa.models.tables import Account, Attempt, Candidate, Span, TimeGrant
from pwa.operations import timelines, times
from pwa.operations.alert_lines import AlertLine
from pwa.operations.facts import facts_of
from pwa.operations.timelines import Timeline
from pwa.operations.times import EndLine, GrantLine

CONNECTIVITY_LABELS = {
    Connectivity.CONNECTED: N_("connecté"),
    Connectivity.UNSTABLE: N_("instable"),
    Connectivity.LOST: N_("signal perdu"),
    Connectivity.CLOSED: N_("fenêtre fermée"),
    Connectivity.HIDDEN: N_("onglet masqué"),
}
CONNECTIVITY_SIGNALS = {
    Connectivity.CONNECTED: "connected",
    Connectivity.UNSTABLE: "unstable",
    Connectivity.LOST: "lost",
    Connectivity.CLOSED: "lost",
    Connectivity.HIDDEN: "hidden",
}
STATE_SIGNALS = {State.EXPECTED: "expected", State.AUTHORISED: "present", State.ABSENT: "absent"}
GROUPS = {State.EXPECTED: "expected", State.ABSENT: "expected", State.AUTHORISED: "present", State.RUNNING: "running"}


@dataclass(frozen=True)
class ReportLine:
    """A report that waits for a decision, and the question it is on."""

    id: int
    number: int
    question_id: str


@dataclass(frozen=True)
class CandidateLine:
    """A candidate as the invigilator sees them; `groups` are the filters they fall under."""

    id: int
    version: int
    decision: int
    first_name: str
    last_name: str
    full_name: str
    initials: str
    birth_date: date
    seat: str | None
    extra_time: int | None
    state: str
    state_label: str
    connectivity: str | None
    connectivity_label: str | None
    connectivity_since: datetime | None
    timeline: Timeline | None
    request: str | None
    requested_at: datetime | None
    rival: str | None
    rival_id: int | None
    admitted_until: datetime | None
    started_at: datetime | None
    ends_at: datetime | None
    time_is_over: bool
    stops_at: datetime | None
    grants: tuple[GrantLine, ...]
    ended_at: datetime | None
    end: EndLine | None
    question: int | None
    report: ReportLine | None
    actions: tuple[str, ...]
    main_action: str | None
    signal: str
    groups: tuple[str, ...]
    search: str
    alerts: tuple[AlertLine, ...]


def draw(
    candidate: Candidate,
    attempt: Attempt | None,
    alerts: Sequence[AlertLine],
    granted: Sequence[TimeGrant],
    spans: Sequence[Span],
    account: Account,
    now: datetime,
) -> CandidateLine:
    """Return a candidate's line, among the open `alerts` of the session, as this account sees it."""
    facts = facts_of(candidate, attempt, None)
    standing = state(facts, now)
    mine = tuple(alert for alert in alerts if alert.candidate_id == candidate.id)
    moves = legal_moves(facts, now, account.id)
    reading = Connectivity(attempt.connectivity) if attempt and standing is State.RUNNING else None
    return CandidateLine(
        id=candidate.id,
        version=candidate.version,
        decision=candidate.decision,
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        full_name=candidate.full_name,
        initials=names.initials(candidate.first_name, candidate.last_name),
        birth_date=candidate.birth_date,
        seat=candidate.seat,
        extra_time=candidate.extra_time,
        state=standing.value,
        state_label=times.label(standing, attempt),
        connectivity=reading.value if reading else None,
        connectivity_label=CONNECTIVITY_LABELS[reading] if reading else None,
        connectivity_since=attempt.connectivity_since if attempt and reading else None,
        timeline=timelines.draw(attempt, spans, now),
        request=candidate.request,
        requested_at=candidate.requested_at,
        rival=candidate.rival.full_name if candidate.rival else None,
        rival_id=candidate.rival_id,
        admitted_until=candidate.admitted_until,
        started_at=attempt.started_at if attempt else None,
        ends_at=attempt.ends_at if attempt else None,
        time_is_over=bool(attempt and attempt.ends_at and reading and now >= attempt.ends_at),
        stops_at=times.stops_at(facts),
        grants=times.grant_lines(granted, candidate.id),
        ended_at=attempt.ended_at if attempt else None,
        end=times.end_line(attempt, facts, moves),
        question=attempt.question if attempt and reading else None,
        report=_report(attempt),
        actions=tuple(move.value for move in moves),
        main_action=_main_action(standing, mine),
        signal=_signal(
            standing, reading, mine, may_return=bool(reading) and admission.is_live(candidate.admitted_until, now)
        ),
        groups=_groups(standing, calls=bool(mine) or facts.held),
        search=names.search_words(candidate.first_name, candidate.last_name),
        alerts=mine,
    )


def _report(attempt: Attempt | None) -> ReportLine | None:
    report = attempt.open_report if attempt else None
    return ReportLine(report.id, report.number, report.question_id) if report else None


def _main_action(standing: State, alerts: Sequence[AlertLine]) -> str | None:
    """Return the one action a row offers: what answers its most urgent alert, else the admission."""
    asked = next((alert.action for alert in alerts if alert.action), None)
    return asked or (Move.CONFIRM.value if standing in (State.EXPECTED, State.ABSENT) else None)


def _signal(
    standing: State, reading: Connectivity | None, alerts: Sequence[AlertLine], *, may_return: bool = False
) -> str:
    """Return the shape of a row; a page that is away is nobody's worry once its return is authorised."""
    if alerts:
        return alerts[0].signal
    if may_return:
        return STATE_SIGNALS[State.AUTHORISED]
    if reading:
        return CONNECTIVITY_SIGNALS[reading]
    return STATE_SIGNALS.get(standing, "over")


def _groups(standing: State, *, calls: bool) -> tuple[str, ...]:
    group = GROUPS.get(standing, "over")
    return (group, "attention") if calls else (group,)
