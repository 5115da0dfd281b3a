"""Endings: the invigilator ends a test that was not finished in time."""

from datetime import datetime

from sqlalchemy.orm import Session

from pwa.domain import attempts as rules
from pwa.domain.attempts import Move
from pwa.domain.facts import Ending
from pwa.models.tables import Account
from pwa.operations import changes
from pwa.operations.changes import Change
from pwa.operations.looks import refresh

REASONS = {
    Ending.COMPLETED: "Vous avez répondu à toutes les questions.",
    Ending.BY_INVIGILATOR: "Votre surveillant a mis fin à votre test.",
    Ending.BY_FINALISATION: "Le centre a clos la session.",
    Ending.BY_EXPIRY: "Le délai pour passer le test est dépassé.",
}


def end(db: Session, number: int, candidate_id: int, account: Account, now: datetime) -> Change:
    """End a running test for good; what was answered is kept."""
    change = changes.begin(db, number, changes.by_account(account.id), now)
    case = change.case(candidate_id)
    rules.check(Move.END, case.facts, now)
    if case.attempt:
        case.attempt.state = Ending.BY_INVIGILATOR.value
        case.attempt.ended_at, case.attempt.ended_by_id = now, account.id
    change.journal("test_ended", case.candidate)
    refresh(case, "ended")
    return change
