"""What a record says of each candidate and of the whole session, for its files and its papers."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from pwa.adapters.spoken import say
from pwa.models.tables import CertificationSession
from pwa.operations.candidate_journal import Entry
from pwa.operations.journal_checks import Check
from pwa.operations.summary import PersonLine, Summary
from pwa.papers import sitting
from pwa.papers.words import digits
from pwa.papers.words import tell as _

Row = tuple[str, ...]


def name(line: PersonLine) -> str:
    """Return who it is, as long as it is known."""
    return line.name if line.candidate.last_name else _("Personne effacée")


def moment(at: datetime | None, zone: str) -> str:
    """Return « 20/11/2030 08:30:12 » in that zone, nothing when it never came."""
    return f"{at.astimezone(ZoneInfo(zone)):%d/%m/%Y %H:%M:%S}" if at else ""


def hour(at: datetime | None, zone: str) -> str:
    """Return « 08:30:12 » in that zone, nothing when it never came."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M:%S}" if at else ""


def lasting(seconds: int) -> str:
    """Return « 1 min 30 s », nothing for no time."""
    if not seconds:
        return ""
    sign, (minutes, rest) = "-" if seconds < 0 else "", divmod(abs(seconds), 60)
    return f"{sign}{minutes}\u00a0min\u00a0{rest:02d}\u00a0s"


def reports(line: PersonLine) -> list[str]:
    """Return what the centre reported of a candidate."""
    said = ((f"{one.code}, {say(one.label)}", one.text) for one in line.reports)
    return [f"{what} : {text}" if text else what for what, text in said]


def notes(line: PersonLine, zone: str) -> list[str]:
    """Return what the invigilators wrote about a candidate, oldest first."""
    return [f"{hour(one.written_at, zone)}, {one.by} : {one.text}" for one in line.notes]


def questions(line: PersonLine) -> list[str]:
    """Return the questions that a candidate reported, with what became of each."""
    return [
        _("question %(number)s", number=one.number)
        + f", {say(one.outcome)}"
        + (f" ({one.reason}, {say(one.reason_label)})" if one.reason_label else "")
        for one in line.questions
    ]


def candidate_facts(session: CertificationSession, line: PersonLine) -> list[tuple[str, str]]:
    """Return what is known of one candidate, without what is nothing."""
    one, test = line.candidate, line.attempt
    facts = [
        (_("Candidat"), name(line)),
        (_("Né(e) le"), sitting.born(one) if one.last_name else ""),
        (_("Poste"), one.seat or ""),
        (_("Temps majoré"), sitting.extra_time(one)),
        (_("État"), say(line.state_label)),
        (_("Début"), moment(test.started_at if test else None, session.zone)),
        (_("Fin"), moment(test.ended_at if test else None, session.zone)),
        (_("Temps perdu"), lasting(line.lost)),
        (_("Temps ajouté"), lasting(line.granted)),
        (_("Test non achevé"), say(line.why or "")),
    ]
    return [(name, value) for name, value in facts if value]


def journal_state(checked: Check) -> str:
    """Return how the session's journal stands, with what to compare it with later."""
    if checked.broken:
        return _("Journal altéré : %(what)s.", what=checked.broken.sentence)
    return _("Journal intact : %(count)s lignes, empreinte %(hash)s.", count=checked.head.count, hash=checked.head.hash)


def figures(summary: Summary) -> list[tuple[str, str]]:
    """Return how many there were of each."""
    return [
        (_("Inscrits"), str(len(summary.people))),
        (_("Entrés dans le test"), str(len(summary.present))),
        (_("Tests achevés"), str(summary.completed)),
        (_("Absents"), str(len(summary.absent))),
    ]


def table(session: CertificationSession, summary: Summary) -> Iterator[Row]:
    """Yield the titles of the session's file, then a row a candidate; times in seconds."""
    yield (
        _("Nom"), _("Prénom"), _("Né(e) le"), _("Poste"), _("Temps majoré"), _("État"), _("Entrée"), _("Début"),
        _("Fin"), _("Temps perdu, en secondes"), _("Temps ajouté, en secondes"), _("Test non achevé"),
        _("Questions signalées par les candidats"), _("Signalements du centre"), _("Notes des surveillants"),
    )  # fmt: skip
    for line in summary.people:
        one, test = line.candidate, line.attempt
        times = (test.entered_at, test.started_at, test.ended_at) if test else (None, None, None)
        yield (
            one.last_name, one.first_name, digits(one.birth_date) if one.last_name else "", one.seat or "",
            f"{one.extra_time} %" if one.extra_time else "", say(line.state_label),
            *(moment(at, session.zone) for at in times), str(line.lost), str(line.granted), say(line.why or ""),
            " | ".join(questions(line)), " | ".join(reports(line)), " | ".join(notes(line, session.zone)),
        )  # fmt: skip


def journal_table(session: CertificationSession, entries: tuple[Entry, ...]) -> Iterator[Row]:
    """Yield the titles of a candidate's journal, then a row a line, oldest first."""
    yield (_("Quand"), _("Quoi"), _("Par qui"))
    for entry in reversed(entries):
        yield moment(entry.at, session.zone), say(entry.sentence), say(entry.by)
