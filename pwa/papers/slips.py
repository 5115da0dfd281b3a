"""Candidates' slips: eight a page, cut along the dashes; each says where, when, and what to type to join."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from fpdf import Align, XPos, YPos
from fpdf.enums import MethodReturnValue

from pwa.models.tables import Candidate, CertificationSession
from pwa.papers import sitting
from pwa.papers.page import LINE, SOFT, TINY, Paper
from pwa.papers.words import day_of, hour_of
from pwa.papers.words import tell as _

ACROSS, DOWN = 2, 4
INSET = 8
"""Millimetres between what is written and where it is cut."""
HEIGHT = 68
NAME, WORDS, SMALL = 13, 9, 7


def slips(session: CertificationSession, candidates: Sequence[Candidate], address: str, now: datetime) -> bytes:
    """Return the slips of a session, in the order given; `address` is where candidates join."""
    paper = Paper(_("Coupons des candidats"), sitting.about(session), now)
    paper.set_auto_page_break(False)
    for at in range(0, max(len(candidates), 1), ACROSS * DOWN):
        _sheet(paper, session, candidates[at : at + ACROSS * DOWN], address)
    return paper.done()


def _sheet(paper: Paper, session: CertificationSession, candidates: Sequence[Candidate], address: str) -> None:
    paper.add_page()
    if paper.page_no() == 1:
        paper.start_section(paper.named)
    if not candidates:
        paper.paragraph(_("Personne n'est inscrit dans cette session."))
        return
    _cuts(paper)
    for place, candidate in enumerate(candidates):
        down, across = divmod(place, ACROSS)
        _slip(paper, (across * paper.w / ACROSS + INSET, down * HEIGHT + INSET), session, candidate, address)


def _cuts(paper: Paper) -> None:
    paper.set_draw_color(LINE)
    paper.set_line_width(0.2)
    paper.set_dash_pattern(dash=2, gap=2)
    for row in range(1, DOWN + 1):
        paper.line(INSET, row * HEIGHT, paper.w - INSET, row * HEIGHT)
    paper.line(paper.w / ACROSS, INSET, paper.w / ACROSS, DOWN * HEIGHT)
    paper.set_dash_pattern()


def _slip(
    paper: Paper, at: tuple[float, float], session: CertificationSession, candidate: Candidate, address: str
) -> None:
    left, top = at
    width = paper.w / ACROSS - 2 * INSET
    paper.set_xy(left, top)
    for name in (candidate.last_name, candidate.first_name):
        _whole(paper, name, width)
    paper.write_in(WORDS, grey=SOFT)
    _line(paper, ", ".join(_standing(candidate)), width, 5)
    paper.ln(1.5)
    paper.set_x(left)
    paper.write_in(WORDS)
    day, hour = day_of(session.starts_at, session.zone), hour_of(session.starts_at, session.zone)
    for words in (_("%(day)s à %(hour)s", day=day, hour=hour), session.site, session.room):
        _line(paper, words, width, 4.6)
    paper.ln(1.5)
    paper.set_x(left)
    _to_join(paper, session, address, width)


def _standing(candidate: Candidate) -> list[str]:
    said = [_("né(e) le %(day)s", day=sitting.born(candidate))]
    if candidate.seat:
        said.append(_("poste %(seat)s", seat=candidate.seat))
    return said


def _to_join(paper: Paper, session: CertificationSession, address: str, width: float) -> None:
    """Say what to open and what to type; the access code is told in the room."""
    left = paper.get_x()
    paper.write_in(WORDS, bold=True)
    _line(paper, _("Session %(number)s", number=session.number), width, 5)
    paper.set_x(left)
    paper.write_in(TINY)
    how = _("Ouvrez %(address)s, puis tapez ce numéro, vos nom, prénom et date de naissance.", address=address)
    paper.multi_cell(width, 4.2, how, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _whole(paper: Paper, name: str, width: float) -> None:
    """Write a name, to be typed as it is: in smaller letters and over lines when it is long, but never cut."""
    size = next((size for size, lines in ((NAME, 1), (WORDS, 2)) if _fits(paper, name, width, size, lines)), SMALL)
    paper.write_in(size, bold=True)
    paper.multi_cell(width, size * 0.46, name, align=Align.L, new_x=XPos.LEFT, new_y=YPos.NEXT)


def _fits(paper: Paper, name: str, width: float, size: float, lines: int) -> bool:
    paper.write_in(size, bold=True)
    height = cast(float, paper.multi_cell(width, 1, name, dry_run=True, output=MethodReturnValue.HEIGHT))
    return height <= lines


def _line(paper: Paper, words: str, width: float, height: float) -> None:
    paper.cell(width, height, paper.fit(words, width), new_x=XPos.LEFT, new_y=YPos.NEXT)
