"""Reconciliation: an account is tied to the person enrolled under the same name and birth date."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import names
from pwa.domain.errors import Illegal, Invalid, Missing
from pwa.domain.words import N_
from pwa.models.tables import Account, Candidate, CertificationSession
from pwa.operations import changes, rights

NO_MATCH = N_(
    "Aucun candidat ne correspond à ces informations dans cette session. Vérifiez le numéro de session, "
    "vos nom de naissance, prénom et date de naissance, puis demandez à votre surveillant comment vous êtes inscrit."
)
OTHER_ACCOUNT = N_(
    "Cette inscription est déjà liée à un autre compte. Connectez-vous avec le compte utilisé la première fois, "
    "ou appelez votre surveillant."
)
OTHER_CANDIDATE = N_(
    "Votre compte est déjà lié à un autre candidat de cette session. Vérifiez que vous êtes bien connecté "
    "à votre propre compte."
)


class OtherAccount(Illegal):
    """The place is another account's; whoever asks for it may still be its candidate."""

    code = "other_account"

    def __init__(self, candidate_id: int, session_id: int) -> None:
        self.candidate_id, self.session_id = candidate_id, session_id
        super().__init__(OTHER_ACCOUNT)


def join(
    db: Session, account: Account, number: int, last_name: str, first_name: str, birth_date: date, now: datetime
) -> Candidate:
    """Tie the account to its candidate and return them; joining again changes nothing but which session is current."""
    identity = names.identity_key(last_name, first_name)
    candidate = _enrolled(db, number, identity, birth_date, simulated=account.simulated)
    if candidate is None:
        raise Invalid(NO_MATCH, "no_match")
    try:
        change = changes.begin(db, number, changes.by_candidate(candidate.id), now)
        candidate = change.case(candidate.id).candidate
    except Missing:  # deleted, or taken off the list, a moment ago
        raise Invalid(NO_MATCH, "no_match") from None
    _check_tie(db, candidate, account)
    rights.check_open(candidate.session, now)
    if candidate.account_id is None:
        change.journal("joined", candidate, account=account.id)
    candidate.account_id, candidate.reconciled_at = account.id, now
    candidate.version = change.version
    return candidate


def _enrolled(db: Session, number: int, identity: str, birth_date: date, *, simulated: bool) -> Candidate | None:
    """Find who is enrolled: made-up people in trainings, everybody else in sessions."""
    query = (
        select(Candidate)
        .join(CertificationSession)
        .where(Candidate.session_id == number, Candidate.identity == identity, Candidate.birth_date == birth_date)
        .where(CertificationSession.training.is_(simulated))
    )
    return db.scalars(query).one_or_none()


def _check_tie(db: Session, candidate: Candidate, account: Account) -> None:
    if candidate.account_id not in (None, account.id):
        raise OtherAccount(candidate.id, candidate.session_id)
    tied = select(Candidate.id).where(
        Candidate.session_id == candidate.session_id, Candidate.account_id == account.id, Candidate.id != candidate.id
    )
    if db.scalars(tied).first():
        raise Illegal(OTHER_CANDIDATE, "other_candidate")
