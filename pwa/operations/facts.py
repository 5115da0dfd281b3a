"""Facts: from rows to the values that the rules read."""

from datetime import datetime

from pwa.domain.facts import Connectivity, Ending, Facts, Reported, Request, TestFacts
from pwa.models.tables import Attempt, Candidate


def facts_of(candidate: Candidate, attempt: Attempt | None, resumed_at: datetime | None) -> Facts:
    """Return what is known of a candidate."""
    return Facts(
        admitted_until=candidate.admitted_until,
        absent=candidate.absent_at is not None,
        request=Request(candidate.request) if candidate.request else None,
        requested_at=candidate.requested_at,
        request_seen_at=candidate.request_seen_at,
        request_left_at=candidate.request_left_at,
        test=test_facts(attempt) if attempt else None,
        resumed_at=resumed_at,
        request_machine=candidate.request_machine,
        rival_id=candidate.rival_id,
        rival_at=candidate.rival_at,
        held=candidate.outage_id is not None,
        reported=_reported(attempt),
    )


def test_facts(attempt: Attempt) -> TestFacts:
    """Return what is known of an attempt."""
    session = attempt.candidate.session
    return TestFacts(
        state=Ending(attempt.state),
        entered_at=attempt.entered_at,
        last_heartbeat_at=attempt.last_heartbeat_at,
        epoch=attempt.epoch,
        goodbye_at=attempt.goodbye_at,
        hidden_since=attempt.hidden_since,
        connectivity=Connectivity(attempt.connectivity),
        started_at=attempt.started_at,
        session_started_at=session.started_at,
        ends_at=attempt.ends_at,
        warnings=tuple(session.warnings),
        stops_after=session.stops_after,
        ended_at=attempt.ended_at,
        ended_by=attempt.ended_by_id,
        machine=attempt.machine,
    )


def _reported(attempt: Attempt | None) -> Reported | None:
    report = attempt.open_report if attempt else None
    return Reported(report.number, report.reported_at) if report else None
