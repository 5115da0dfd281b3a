"""The codes to project: how to join, for candidates who come in; then the access code, once all are seated."""

from datetime import datetime

from fpdf import Align, XPos, YPos

from pwa.models.tables import CertificationSession
from pwa.papers import sitting
from pwa.papers.page import SOFT, Paper
from pwa.papers.words import tell as _

NAME, HUGE, STEP = 26, 120, 22
"""Sizes of type read from the back of a room, in points."""


def projected_codes(session: CertificationSession, address: str, now: datetime) -> bytes:
    """Return two pages: the address and the number first, the access code apart."""
    paper = Paper(_("Codes d'accès à projeter"), sitting.about(session), now, landscape=True)
    _page(paper, _("Numéro de session"), str(session.number), _("1. Rejoindre la session"))
    for line in (
        _("Ouvrez %(address)s", address=address),
        _("Tapez ce numéro, votre nom, votre prénom, votre date de naissance."),
        _("Attendez : votre surveillant confirme votre présence."),
    ):
        _centred(paper, line, STEP)
    _page(paper, _("Code d'accès"), session.access_code, _("2. Commencer le test"))
    _centred(paper, _("Tapez ce code, puis « Commencer mon test »."), STEP)
    return paper.done()


def _page(paper: Paper, name: str, value: str, title: str) -> None:
    paper.add_page()
    paper.start_section(paper.named if paper.page_no() == 1 else title, level=0)
    paper.set_y(28)
    _centred(paper, title, NAME, bold=True)
    paper.set_y(56)
    _centred(paper, name, STEP, grey=SOFT)
    _centred(paper, value, HUGE, bold=True)
    paper.ln(8)


def _centred(paper: Paper, words: str, size: float, *, bold: bool = False, grey: int = 20) -> None:
    paper.write_in(size, bold=bold, grey=grey)
    paper.multi_cell(0, size * 0.48, words, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
