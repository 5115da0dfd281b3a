"""Signs: what a candidate's screen and the invigilator's both show, to be compared at the desk."""

from datetime import datetime

from pwa.domain.signs import sign
from pwa.models.tables import Candidate


def show(secret: bytes, candidate: Candidate, now: datetime) -> dict[str, str]:
    """Return a candidate's sign as pages read it, until when it holds included."""
    shown = sign(secret, candidate.id, now)
    return {"digits": shown.digits, "symbol": shown.symbol, "name": shown.name, "until": shown.until.isoformat()}
