"""The board: what an invigilator sees of a session, and what of it has changed since a version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pwa.domain import admission, names, timing
from pwa.domain import alerts as alert_rules
from pwa.domain.attempts import Move, State, legal_moves, state
from pwa.domain.connectivity import lost_after
from pwa.domain.facts import Connectivity
from pwa.models.tables import Account, Alert, Attempt, Candidate, CertificationSession, Device, Span, TimeGrant
from pwa.operations import alert_events, grants, ledger, timelines, times
from pwa.operations.alert_events import EventLine
from pwa.operations.facts import facts_of
from pwa.operations.ledger import Ledgers
from pwa.operations.timelines import Timeline
from pwa.operations.times import EndLine, GrantLine

CONNECTIVITY_LABELS = {
    Connectivity.CONNECTED: "connecté",
    Connectivity.UNSTABLE: "instable",
    Connectivity.LOST: "signal perdu",
    Connectivity.CLOSED: "fenêtre fermée",
    Connectivity.HIDDEN: "onglet masqué",
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
class AlertLine:
    """An open alert as this person sees it: `action` is the move that answers it, `life` what happened to it so far."""

    id: int
    kind: str
    detail: str
    sentence: str
    since: datetime
    severity: int
    signal: str
    candidate_id: int | None
    full_name: str | None
    seat: str | None
    claimed_by: str | None
    claimed_at: datetime | None
    mine: bool
    action: str | None
    life: tuple[EventLine, ...]


@dataclass(frozen=True)
class CandidateLine:
    """A candidate as the invigilator sees them; `groups` are the filters they fall under."""

    id: int
    version: int
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
    actions: tuple[str, ...]
    main_action: str | None
    signal: str
    groups: tuple[str, ...]
    search: str
    alerts: tuple[AlertLine, ...]


@dataclass(frozen=True)
class Counters:
    """How many candidates are in each group; they never lose the finished ones."""

    enrolled: int
    expected: int
    present: int
    running: int
    attention: int
    over: int


@dataclass(frozen=True)
class Board:
    """A whole board at `version`; `heard` counts the running candidates heard within 15 s.

    `expired` tells that the session's first start was 24 hours ago: nobody can start any more.
    """

    number: int
    site: str
    room: str
    starts_at: datetime
    zone: str
    access_code: str
    version: int
    now: datetime
    counters: Counters
    heard: int
    running: int
    last_sign_at: datetime | None
    candidates: tuple[CandidateLine, ...]
    alerts: tuple[AlertLine, ...]
    phone_ready: bool
    expired: bool
    ledgers: Ledgers

    def changed_since(self, version: int) -> tuple[CandidateLine, ...]:
        """Return the candidates that changed after `version`, or of whose outage somebody did."""
        changed = {line.id for line in self.candidates if line.version > version}
        changed |= self.ledgers.stirred_by(changed)
        return tuple(line for line in self.candidates if line.id in changed)


def version(db: Session, number: int) -> int:
    """Return the version a session is at."""
    return db.scalars(select(CertificationSession.version).where(CertificationSession.id == number)).one()


def read(db: Session, session: CertificationSession, account: Account, now: datetime) -> Board:
    """Return the board; the session's version was read before its rows, so that no change can be missed."""
    rows = _rows(db, session)
    alerts = _alert_lines(db, session, account)
    granted = grants.of_session(db, session.id)
    spans = timelines.of_session(db, session.id)
    lines = tuple(
        _line(candidate, attempt, alerts, granted, spans.get(candidate.id, []), account, now)
        for candidate, attempt in rows
    )
    running = [attempt for _, attempt in rows if attempt and attempt.state == State.RUNNING]
    return Board(
        number=session.number,
        site=session.site,
        room=session.room,
        starts_at=session.starts_at,
        zone=session.zone,
        access_code=session.access_code,
        version=session.version,
        now=now,
        counters=_counters(lines),
        heard=sum(_is_heard(attempt, now) for attempt in running),
        running=len(running),
        last_sign_at=max((attempt.last_heartbeat_at for attempt in running), default=None),
        candidates=lines,
        alerts=alerts,
        phone_ready=_has_phone(db, account),
        expired=timing.has_expired(session.started_at, now),
        ledgers=ledger.read(db, session),
    )


def _is_heard(attempt: Attempt, now: datetime) -> bool:
    return now - attempt.last_heartbeat_at < lost_after(attempt.hidden_since) and not attempt.goodbye_at


def _rows(db: Session, session: CertificationSession) -> list[tuple[Candidate, Attempt | None]]:
    query = (
        select(Candidate, Attempt)
        .outerjoin(Attempt, Attempt.candidate_id == Candidate.id)
        .where(Candidate.session_id == session.id)
        .options(joinedload(Attempt.ended_by))
    )
    rows = [(candidate, attempt) for candidate, attempt in db.execute(query)]
    return sorted(rows, key=lambda row: (names.sort_key(row[0].last_name, row[0].first_name), row[0].birth_date))


def _alert_lines(db: Session, session: CertificationSession, account: Account) -> tuple[AlertLine, ...]:
    query = (
        select(Alert)
        .where(Alert.session_id == session.id, Alert.closed_at.is_(None))
        .options(joinedload(Alert.candidate), joinedload(Alert.claimed_by))
    )
    lives = alert_events.of_session(db, session.id)
    lines = [_alert_line(alert, account, lives.get(alert.id, ())) for alert in db.scalars(query)]
    return tuple(sorted(lines, key=lambda line: (line.severity, line.since, line.id)))


def _alert_line(alert: Alert, account: Account, life: tuple[EventLine, ...]) -> AlertLine:
    kind = alert_rules.Kind(alert.kind)
    manner, candidate = alert_rules.MANNERS[kind], alert.candidate
    return AlertLine(
        id=alert.id,
        kind=alert.kind,
        detail=alert.detail,
        sentence=alert_rules.sentence(kind, alert.detail),
        since=alert.since,
        severity=manner.severity,
        signal=manner.signal,
        candidate_id=candidate.id if candidate else None,
        full_name=candidate.full_name if candidate else None,
        seat=candidate.seat if candidate else None,
        claimed_by=alert.claimed_by.full_name if alert.claimed_by else None,
        claimed_at=alert.claimed_at,
        mine=alert.claimed_by_id == account.id,
        action=manner.answer.value if manner.answer else None,
        life=life,
    )


def _line(
    candidate: Candidate,
    attempt: Attempt | None,
    alerts: Sequence[AlertLine],
    granted: Sequence[TimeGrant],
    spans: Sequence[Span],
    account: Account,
    now: datetime,
) -> CandidateLine:
    facts = facts_of(candidate, attempt, None)
    standing = state(facts, now)
    mine = tuple(alert for alert in alerts if alert.candidate_id == candidate.id)
    moves = legal_moves(facts, now, account.id)
    reading = Connectivity(attempt.connectivity) if attempt and standing is State.RUNNING else None
    return CandidateLine(
        id=candidate.id,
        version=candidate.version,
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
        actions=tuple(move.value for move in moves),
        main_action=_main_action(standing, mine),
        signal=_signal(
            standing, reading, mine, may_return=bool(reading) and admission.is_live(candidate.admitted_until, now)
        ),
        groups=_groups(standing, mine),
        search=names.search_words(candidate.first_name, candidate.last_name),
        alerts=mine,
    )


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


def _groups(standing: State, alerts: Sequence[AlertLine]) -> tuple[str, ...]:
    group = GROUPS.get(standing, "over")
    return (group, "attention") if alerts else (group,)


def _counters(lines: Sequence[CandidateLine]) -> Counters:
    def among(group: str) -> int:
        return sum(group in line.groups for line in lines)

    return Counters(
        enrolled=len(lines),
        expected=among("expected"),
        present=among("present"),
        running=among("running"),
        attention=among("attention"),
        over=len(lines) - among("expected") - among("present") - among("running"),
    )


def _has_phone(db: Session, account: Account) -> bool:
    query = select(Device.id).where(Device.account_id == account.id, Device.state == "active").limit(1)
    return db.scalars(query).first() is not None
