"""Papers: the PDF documents of a session for its centre, the kit for its invigilators, what candidates read before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, url_for
from flask_babel import lazy_gettext as _
from flask_login import login_required

from pwa.clock import utcnow
from pwa.models.database import database
from pwa.models.tables import Candidate, CertificationSession
from pwa.operations import papers, sessions
from pwa.papers.late import late
from pwa.papers.sitting import Links
from pwa.services import services
from pwa.web.sign_in import person

blueprint = Blueprint("papers", __name__)

Draw = Callable[[CertificationSession, Sequence[Candidate], datetime], bytes]

attendance_sheet = late("attendance", "attendance_sheet")
incident_report = late("incident", "incident_report")
kit = late("kit", "kit")
preparation = late("preparation", "preparation")
projected_codes = late("projected", "projected_codes")
slips = late("slips", "slips")


@dataclass(frozen=True)
class PaperLine:
    """A paper of a session: its name in addresses and files, what it is called, how it is drawn."""

    slug: str
    name: str
    draw: Draw


def _site(path: str) -> str:
    return f"{services().settings.public_url}{path}"


def _typed(path: str) -> str:
    """Return an address as it is typed: browsers find the scheme."""
    return _site(path).partition("://")[2]


def _links(session: CertificationSession) -> Links:
    entry = url_for("invigilator.enter", number=session.number)
    return Links(_site(entry), _site(url_for("help.index")))


def _join() -> str:
    return _typed(url_for("candidate.join"))


PAPERS = (
    PaperLine("kit", _("Kit surveillant"),
              lambda session, them, now: kit(session, them, _links(session), now, password=True)),
    PaperLine("emargement", _("Feuille d'émargement"), attendance_sheet),
    PaperLine("coupons", _("Coupons des candidats"), lambda session, them, now: slips(session, them, _join(), now)),
    PaperLine("incident", _("PV d'incident"), lambda session, __, now: incident_report(session, now)),
    PaperLine("codes", _("Codes d'accès à projeter"), lambda session, __, now: projected_codes(session, _join(), now)),
)  # fmt: skip
BY_SLUG = {paper.slug: paper for paper in PAPERS}
SLUGS = ", ".join(f"'{slug}'" for slug in BY_SLUG)


@blueprint.get(f"/centre/sessions/<int:number>/documents/<any({SLUGS}):paper>.pdf")
@login_required
def show(number: int, paper: str) -> Response:
    """Give a paper of a session to its centre's staff."""
    db = database.session()
    session = papers.of_centre(db, person(), number)
    return _pdf(f"{paper}-{number}", BY_SLUG[paper].draw(session, sessions.candidates(db, session), utcnow()))


@blueprint.get("/sessions/<int:number>/surveiller/kit.pdf")
@login_required
def own_kit(number: int) -> Response:
    """Give an invigilator the kit of their session, without the password that they have used."""
    db = database.session()
    session = papers.of_invigilator(db, person(), number)
    people = sessions.candidates(db, session)
    return _pdf(f"kit-{number}", kit(session, people, _links(session), utcnow(), password=False))


@blueprint.get("/documentation/preparation.pdf")
def to_prepare() -> Response:
    """Give what candidates read before the day."""
    return _pdf("preparation", preparation(_join(), utcnow()))


def _pdf(name: str, document: bytes) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(document, mimetype="application/pdf", headers=headers)
