"""The record on paper: of a session, and of one candidate of it."""

from collections.abc import Iterable
from datetime import datetime

from pwa.adapters.spoken import say
from pwa.models.tables import CertificationSession
from pwa.operations.candidate_journal import Entry
from pwa.operations.journal_checks import Check
from pwa.operations.summary import PersonLine, Summary
from pwa.papers import record_words, sitting
from pwa.papers.page import Paper
from pwa.papers.words import tell as _
from pwa.papers.words import tell_count as ngettext

PEOPLE = (42, 17, 39, 20, 20, 25, 25)
"""Shares of the width: name, seat, state, start, end, time lost, time added."""
JOURNAL = (26, 50, 24)
"""When, what, by whom."""


def session_record(session: CertificationSession, summary: Summary, checked: Check, now: datetime) -> bytes:
    """Return what happened in a session."""
    paper = Paper(_("Compte rendu"), sitting.about(session), now)
    paper.heading()
    closed = record_words.moment(session.finalised_at, session.zone) or _("pas encore : compte rendu provisoire")
    paper.facts([*sitting.where_and_when(session), (_("Finalisée"), closed), *record_words.figures(summary)])
    _comment(paper, session.comment)
    paper.section(ngettext("%(num)s candidat inscrit", "%(num)s candidats inscrits", len(summary.people)))
    titles = (_("Candidat"), _("Poste"), _("État"), _("Début"), _("Fin"), _("Temps perdu"), _("Temps ajouté"))
    paper.list(titles, [_person(session, line) for line in summary.people], PEOPLE)
    _said(paper, _("Tests non achevés"), [(line, [say(line.why)]) for line in summary.people if line.why])
    asked = [(line, record_words.questions(line)) for line in summary.puzzled]
    _said(paper, _("Questions signalées par les candidats"), asked)
    written = [(line, record_words.notes(line, session.zone)) for line in summary.noted]
    _said(paper, _("Notes des surveillants"), written)
    _said(paper, _("Signalements du centre"), [(line, record_words.reports(line)) for line in summary.reported])
    paper.section(_("Journal"))
    paper.paragraph(record_words.journal_state(checked))
    return paper.done()


def candidate_record(
    session: CertificationSession, line: PersonLine, entries: tuple[Entry, ...], now: datetime
) -> bytes:
    """Return what happened to one candidate, with their journal."""
    paper = Paper(_("Compte rendu d'un candidat"), sitting.about(session), now)
    paper.heading()
    paper.facts(record_words.candidate_facts(session, line))
    _said(paper, _("Questions signalées"), [(line, record_words.questions(line))])
    _said(paper, _("Notes des surveillants"), [(line, record_words.notes(line, session.zone))])
    _said(paper, _("Signalements du centre"), [(line, record_words.reports(line))])
    paper.section(_("Journal"))
    titles, *rows = record_words.journal_table(session, entries)
    paper.list(titles, rows, JOURNAL, height=5)
    return paper.done()


def _comment(paper: Paper, comment: str) -> None:
    if comment:
        paper.section(_("Commentaire du centre"))
        paper.paragraph(comment)


def _said(paper: Paper, title: str, told: Iterable[tuple[PersonLine, list[str]]]) -> None:
    points = [f"{record_words.name(line)} : {one}" for line, said in told for one in said]
    if points:
        paper.section(title)
        paper.points(points)


def _person(session: CertificationSession, line: PersonLine) -> tuple[str, ...]:
    test, zone = line.attempt, session.zone
    return (
        record_words.name(line),
        line.candidate.seat or "",
        say(line.state_label),
        record_words.hour(test.started_at if test else None, zone),
        record_words.hour(test.ended_at if test else None, zone),
        record_words.lasting(line.lost),
        record_words.lasting(line.granted),
    )
