"""The attendance sheet: one line a candidate, to sign."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from pwa.models.tables import Candidate, CertificationSession
from pwa.papers import sitting
from pwa.papers.page import Paper
from pwa.papers.words import tell as _
from pwa.papers.words import tell_count as ngettext

WIDTHS = (9, 41, 33, 22, 14, 16, 43)
"""Shares of the width: rank, last name, first name, birth date, seat, extra time, signature."""
TO_SIGN = 11
"""The least height of a line, in millimetres."""


def attendance_sheet(session: CertificationSession, candidates: Sequence[Candidate], now: datetime) -> bytes:
    """Return the sheet of a session, candidates in the order given."""
    paper = Paper(_("Feuille d'émargement"), sitting.about(session), now)
    paper.heading()
    paper.facts(sitting.where_and_when(session))
    paper.section(ngettext("%(num)s candidat inscrit", "%(num)s candidats inscrits", len(candidates)))
    paper.list(_titles(), _lines(candidates), WIDTHS, height=TO_SIGN)
    paper.section(_("À la fin de la session"))
    paper.list(
        (_("Présents"), _("Absents"), _("Nom et signature du surveillant")), [("", "", "")] * 2, (20, 20, 60), height=16
    )
    return paper.done()


def _titles() -> tuple[str, ...]:
    return (_("N°"), _("Nom"), _("Prénom"), _("Né(e) le"), _("Poste"), _("Temps majoré"), _("Signature"))


def _lines(candidates: Sequence[Candidate]) -> Iterator[tuple[str, ...]]:
    for rank, one in enumerate(candidates, start=1):
        yield (
            str(rank), one.last_name, one.first_name, sitting.born(one), one.seat or "", sitting.extra_time(one), "",
        )  # fmt: skip
