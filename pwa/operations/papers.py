"""What a session may have on paper: nothing once its personal data are erased, nothing of a training."""

from sqlalchemy.orm import Session

from pwa.domain.errors import Closed, Missing
from pwa.domain.words import N_
from pwa.models.tables import Account, CertificationSession
from pwa.operations import rights

ERASED = N_("Les données personnelles de cette session sont effacées : il n'y a plus rien à imprimer.")


def of_centre(db: Session, account: Account, number: int) -> CertificationSession:
    """Return a session whose papers its centre's staff may print."""
    return _printable(rights.staffed_session(db, account, number))


def of_invigilator(db: Session, account: Account, number: int) -> CertificationSession:
    """Return a session whose kit its invigilator may print."""
    return _printable(rights.watched_session(db, account, number))


def _printable(session: CertificationSession) -> CertificationSession:
    if session.training:
        raise Missing
    if session.erased_at:
        raise Closed(ERASED, "erased")
    return session
