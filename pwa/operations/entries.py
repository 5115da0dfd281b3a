"""Entries: a candidate types the access code and uses up their admission."""

import hmac
from datetime import datetime

from sqlalchemy.orm import Session

from pwa.domain import admission, visits
from pwa.domain.codes import read_code
from pwa.domain.errors import Illegal, Invalid
from pwa.domain.facts import Connectivity
from pwa.domain.words import N_
from pwa.models.tables import Attempt, Candidate
from pwa.operations import changes, rights
from pwa.operations.changes import Case
from pwa.operations.facts import test_facts
from pwa.operations.looks import refresh
from pwa.operations.requests import SENTENCES, attempt_of, kind

WRONG_CODE = N_("Ce code n'existe pas ou n'est plus valide.")


class NotAdmitted(Illegal):
    """The presence is not confirmed, or no longer is."""

    code = "not_admitted"


def enter(db: Session, candidate: Candidate, typed_code: str, now: datetime) -> Attempt:
    """Let a candidate in: their first start, or their return. A wrong code does not use up the admission.

    The same code received again before the test page has said hello changes nothing: the candidate is in.
    """
    rights.check_open(candidate.session, now)
    if not hmac.compare_digest(read_code(typed_code).encode(), candidate.session.access_code.encode()):
        raise Invalid(WRONG_CODE, "wrong_code")
    case = changes.begin(db, candidate.session_id, changes.by_candidate(candidate.id), now).case(candidate.id)
    if case.attempt and _is_in(case, case.attempt):
        return case.attempt
    _use_admission(case)
    attempt = _open_the_door(case)
    refresh(case, "entered")
    return attempt


def _is_in(case: Case, attempt: Attempt) -> bool:
    now = case.change.now
    return not admission.is_live(case.candidate.admitted_until, now) and visits.is_awaited(test_facts(attempt), now)


def _use_admission(case: Case) -> None:
    candidate, now = case.candidate, case.change.now
    if case.attempt and case.attempt.state != "running":
        raise Illegal(N_("Votre test est terminé."), "test_over")
    if not admission.is_live(candidate.admitted_until, now):
        raise NotAdmitted(SENTENCES[kind(case.change.db, candidate)])
    candidate.admitted_until = candidate.kept_out = None
    candidate.stop_asking()


def _open_the_door(case: Case) -> Attempt:
    """Wait for the test page's hello: whichever window held the test before does no longer."""
    now = case.change.now
    attempt = attempt_of(case.change.db, case.candidate)
    case.change.journal("resumed" if attempt else "entered", case.candidate)
    if attempt is None:
        attempt = Attempt(
            candidate_id=case.candidate.id,
            session_id=case.candidate.session_id,
            state="running",
            question=1,
            connectivity=Connectivity.CONNECTED.value,
            connectivity_since=now,
        )
        case.change.db.add(attempt)
    attempt.epoch = attempt.goodbye_at = attempt.hidden_since = None
    attempt.entered_at = attempt.last_heartbeat_at = now
    case.change.db.flush()
    case.attempt = attempt
    return attempt
