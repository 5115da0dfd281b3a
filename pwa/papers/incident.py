"""The incident report: what happened, to whom and when, written by hand and signed."""

from collections.abc import Sequence
from datetime import datetime

from pwa.models.tables import CertificationSession
from pwa.papers import sitting
from pwa.papers.page import TEXT, Paper
from pwa.papers.words import tell as _

BOX = 4
"""Side of a box to tick, in millimetres."""
RULE = 9
"""Between two lines to write on."""


def incident_report(session: CertificationSession, now: datetime) -> bytes:
    """Return a report to fill in, the session already written on it."""
    paper = Paper(_("PV d'incident"), sitting.about(session), now)
    paper.heading()
    paper.facts(sitting.where_and_when(session))
    paper.section(_("Le candidat"))
    paper.list((_("Nom"), _("Prénom"), _("Né(e) le"), _("Poste")), [("", "", "", "")] * 2, (40, 35, 20, 15), height=10)
    paper.section(_("Ce qui s'est passé"))
    _boxes(paper, _natures())
    paper.list((_("Début"), _("Fin"), _("Numéro de la question")), [("", "", "")], (30, 30, 40), height=10)
    paper.section(_("Les faits, sans jugement"))
    _rules(paper, 8)
    paper.section(_("Ce qui a été fait"))
    _boxes(paper, _answers())
    _rules(paper, 4)
    paper.section(_("Observations du candidat"))
    _rules(paper, 3)
    paper.section(_("Signatures"))
    paper.list(
        (_("Le surveillant"), _("Le candidat"), _("Le responsable du centre")), [("", "", "")], (1, 1, 1), height=26
    )
    return paper.done()


def _natures() -> Sequence[str]:
    return (
        _("Identité à corriger"),
        _("Temps majoré à corriger"),
        _("Panne d'ordinateur"),
        _("Panne de réseau"),
        _("Question ou application qui ne s'affiche pas"),
        _("Suspicion de fraude"),
        _("Malaise ou départ du candidat"),
        _("Feuille d'émargement non signée"),
        _("Alarme, évacuation, bruit"),
        _("Autre"),
    )


def _answers() -> Sequence[str]:
    return (
        _("Test repris"),
        _("Temps ajouté : … minutes"),
        _("Changement d'ordinateur"),
        _("Test terminé par le surveillant"),
    )


def _boxes(paper: Paper, labels: Sequence[str]) -> None:
    """Draw boxes to tick, two a line."""
    paper.write_in(TEXT)
    half = paper.epw / 2
    for at, label in enumerate(labels):
        left, top = paper.l_margin + at % 2 * half, paper.get_y()
        paper.set_draw_color(90)
        paper.rect(left, top + 1, BOX, BOX)
        paper.set_xy(left + BOX + 2.5, top)
        paper.cell(half - BOX - 4, 6, paper.fit(label, half - BOX - 4))
        if at % 2 or at == len(labels) - 1:
            paper.set_xy(paper.l_margin, top + 6.8)
        else:
            paper.set_y(top)
    paper.ln(1.5)


def _rules(paper: Paper, count: int) -> None:
    """Draw lines to write on."""
    paper.set_draw_color(170)
    paper.set_line_width(0.2)
    for _rule in range(count):
        if paper.will_page_break(RULE):
            paper.add_page()
        top = paper.get_y() + RULE
        paper.line(paper.l_margin, top, paper.w - paper.r_margin, top)
        paper.set_y(top)
    paper.ln(2)
