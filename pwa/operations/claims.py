"""Claims: from when on an invigilator looks after a candidate's interruption; the rule for lost time may count it."""

from sqlalchemy import update

from pwa.models.tables import Candidate, Span
from pwa.operations.changes import Change

ABOUT_AN_INTERRUPTION = ("window_closed", "connection_lost", "resume_requested", "room_outage")
"""The kinds of alert whose taking says so."""


def take(change: Change, candidate: Candidate) -> None:
    """Note that somebody looks after the interruption that lasts, if there is one and nobody did before."""
    query = update(Span).where(Span.candidate_id == candidate.id, Span.ended_at.is_(None), Span.claimed_at.is_(None))
    change.db.execute(query.values(claimed_at=change.now).execution_options(synchronize_session="fetch"))
