"""What the papers say of a session: where and when it sits, who watches it, who is expected."""

from collections.abc import Sequence
from dataclasses import dataclass

from pwa.adapters.spoken import say
from pwa.domain.certifications import NAMES
from pwa.models.tables import Candidate, CertificationSession
from pwa.papers.words import day_of, digits, hour_of
from pwa.papers.words import tell as _

Fact = tuple[str, str]


@dataclass(frozen=True)
class Links:
    """The addresses that a kit's codes open: its session's way in, without the password, and the guide."""

    entry: str
    guide: str


def about(session: CertificationSession) -> str:
    """Return what every page says at its foot: the session, its room, its day."""
    day = day_of(session.starts_at, session.zone)
    return _("Session %(number)s, %(room)s, %(day)s", number=session.number, room=session.room, day=day)


def where_and_when(session: CertificationSession) -> list[Fact]:
    """Return the place, the moment, and who watches."""
    day, hour = day_of(session.starts_at, session.zone), hour_of(session.starts_at, session.zone)
    return [
        (_("Site"), session.site),
        (_("Salle"), session.room),
        (_("Date et heure"), _("%(day)s à %(hour)s", day=day, hour=hour)),
        (_("Surveillants"), session.invigilators),
        (_("Certification"), certification(session)),
    ]


def certification(session: CertificationSession) -> str:
    """Return what is sat, and for how long."""
    name = say(NAMES[session.certification]) if session.certification in NAMES else session.certification
    return _("%(name)s, %(minutes)s minutes", name=name, minutes=session.duration_minutes)


def extra_time(candidate: Candidate) -> str:
    """Return « +33 % », empty without extra time."""
    return f"+{candidate.extra_time}\u00a0%" if candidate.extra_time else ""


def given_extra_time(candidates: Sequence[Candidate]) -> int:
    """Return how many have extra time."""
    return sum(1 for candidate in candidates if candidate.extra_time)


def born(candidate: Candidate) -> str:
    """Return the birth date as it is typed."""
    return digits(candidate.birth_date)
