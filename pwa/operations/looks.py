"""Looks: bring a candidate's stored state in line with the facts, and set when to look again."""

from datetime import datetime

from sqlalchemy import select, union_all, update
from sqlalchemy.orm import Session

from pwa.domain import admission, alerts, connectivity, endings, question_reports, timing, windows
from pwa.domain import looks as rules
from pwa.domain.facts import Connectivity, Ending, Facts
from pwa.models.tables import Attempt, Candidate
from pwa.operations import changes, outage_turns, outages, spans
from pwa.operations.absences import resumed_at
from pwa.operations.alerts import open_of, settle
from pwa.operations.changes import Case
from pwa.operations.facts import facts_of


def due(db: Session, now: datetime, limit: int = 50) -> list[int]:
    """Return candidates whose time to be looked at has come."""
    by_attempt = select(Attempt.candidate_id).where(Attempt.look_at <= now).order_by(Attempt.look_at).limit(limit)
    by_candidate = select(Candidate.id).where(Candidate.look_at <= now).order_by(Candidate.look_at).limit(limit)
    found = union_all(select(by_attempt.subquery()), select(by_candidate.subquery()))
    return list(dict.fromkeys(db.scalars(found)))


def look(db: Session, candidate_id: int, now: datetime) -> bool:
    """Look at one candidate and tell whether people now see something new; not at one who went with their training."""
    candidate = db.get(Candidate, candidate_id)
    if candidate is None:
        return False
    attempt = db.scalars(select(Attempt).where(Attempt.candidate_id == candidate_id)).one_or_none()
    if not _has_news(db, candidate, attempt, now):
        _look_later(db, candidate, attempt, now)
        return False
    change = changes.begin(db, candidate.session_id, changes.WATCHER, now)
    refresh(change.case(candidate_id), "resolved")
    return True


def put_off(db: Session, candidate_id: int, until: datetime) -> None:
    """Look later at a candidate who could not be looked at: one bad row must stop nothing."""
    candidate = db.get(Candidate, candidate_id)
    attempt = db.scalars(select(Attempt).where(Attempt.candidate_id == candidate_id)).one_or_none()
    if candidate:
        candidate.look_at = until if candidate.look_at else None
    if attempt and attempt.look_at:
        attempt.look_at = until


def refresh(case: Case, why: str) -> None:
    """Store what the facts now say of a candidate: end, connectivity, alerts, next look; `why` closes alerts."""
    why = _drop_request(case) or why
    newly_gone = False
    if case.attempt:
        _end_by_itself(case, case.attempt)
        newly_gone = _notice(case, case.attempt)
        spans.keep(case, case.attempt)
        _leave_nothing_waiting(case, case.attempt)
    outages.settle(case, newly_gone=newly_gone)
    settle(case, why)
    _plan_next(case)
    case.candidate.version = case.change.version
    case.change.db.flush()


def _plan_next(case: Case) -> None:
    facts, now = case.facts, case.change.now
    case.candidate.look_at = rules.at_candidate(facts, now, outage_turns.read(case.change.db, case.change.session_id))
    if case.attempt and facts.test:
        case.attempt.time_look_at = rules.at_clock(facts.test, now)
        case.attempt.look_at = rules.at_test(facts.test, facts.resumed_at, now)


def _look_later(db: Session, candidate: Candidate, attempt: Attempt | None, now: datetime) -> None:
    """Set the next look, unless a sign of life has set it meanwhile: no row is held here."""
    facts = facts_of(candidate, attempt, resumed_at(db, now))
    _set_look_at(db, Candidate, candidate, rules.at_candidate(facts, now, outage_turns.read(db, candidate.session_id)))
    if attempt and facts.test:
        _set_look_at(db, Attempt, attempt, rules.at_test(facts.test, facts.resumed_at, now))


def _set_look_at(
    db: Session, table: type[Candidate] | type[Attempt], row: Candidate | Attempt, moment: datetime | None
) -> None:
    unmoved = update(table).where(table.id == row.id, table.look_at == row.look_at).values(look_at=moment)
    db.execute(unmoved.execution_options(synchronize_session=False))
    db.expire(row)


def _has_news(db: Session, candidate: Candidate, attempt: Attempt | None, now: datetime) -> bool:
    facts = facts_of(candidate, attempt, resumed_at(db, now))
    if _why_dropped(facts, now):
        return True
    if facts.test and facts.test.running:
        if endings.ends_by_itself(facts.test, now):
            return True
        if connectivity.read(facts.test, facts.resumed_at, now) is not facts.test.connectivity:
            return True
    wanted = {cause.key for cause in alerts.causes(facts, now)}
    return wanted != set(open_of(db, candidate.id)) or outages.has_news(db, candidate.session_id, now)


def _drop_request(case: Case) -> str | None:
    """Take away the request of a page that is closed or silent, and tell which of the two it is."""
    candidate, why = case.candidate, _why_dropped(case.facts, case.change.now)
    if why:
        case.change.journal(f"request_{why}", candidate, kind=candidate.request)
        candidate.stop_asking()
    return why


def _why_dropped(facts: Facts, now: datetime) -> str | None:
    if admission.is_withdrawn(facts.request_left_at, now, facts.resumed_at):
        return "withdrawn"
    return "forgotten" if admission.is_forgotten(facts.request_seen_at, now, facts.resumed_at) else None


def _end_by_itself(case: Case, attempt: Attempt) -> None:
    test, now = case.facts.test, case.change.now
    if test and endings.ends_by_itself(test, now):
        expired = timing.has_expired(test.ages_from, now)
        case.finish(Ending.BY_EXPIRY, "test_expired" if expired else "test_out_of_time")


def _leave_nothing_waiting(case: Case, attempt: Attempt) -> None:
    """A test that is over has no request to answer, no return to authorise, no report to decide."""
    candidate, report = case.candidate, attempt.open_report
    if attempt.state == Ending.RUNNING:
        return
    candidate.admitted_until = candidate.rival_id = candidate.rival_at = candidate.kept_out = None
    candidate.stop_asking()
    if report:
        report.settle(question_reports.State.CLOSED.value, case.change.now)
        case.change.journal("report_closed", candidate, report=report.id, number=report.number)


def _drop_return(case: Case, attempt: Attempt, reading: Connectivity) -> None:
    """Take back the authorised return of a window that came back by itself: nobody else may use it."""
    candidate, test = case.candidate, case.facts.test
    if test is None or candidate.request:
        return
    if windows.is_back(test, reading, attempt.connectivity_since, candidate.admitted_until):
        candidate.admitted_until = None
        case.change.journal("resume_not_needed", candidate)


def _notice(case: Case, attempt: Attempt) -> bool:
    """Store what the signs of life now say, and tell whether the page has just been found gone."""
    test = case.facts.test
    if test is None or not test.running:
        return False
    reading = connectivity.read(test, case.facts.resumed_at, case.change.now)
    if reading is test.connectivity:
        return False
    _drop_return(case, attempt, reading)
    attempt.connectivity = reading.value
    attempt.connectivity_since = connectivity.since(test, reading, case.change.now)
    case.change.journal("connectivity", case.candidate, to=reading.value, since=attempt.connectivity_since.isoformat())
    return reading in connectivity.GONE and test.connectivity not in connectivity.GONE
