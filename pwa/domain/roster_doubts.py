"""Doubts: what is allowed in a list, and so unusual that the person is asked to read it again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pwa.domain import names
from pwa.domain.roster_columns import Column
from pwa.domain.roster_lines import Line
from pwa.domain.roster_values import EnrolledCandidate, PlannedSession
from pwa.domain.words import N_, Sentence

USUAL_AGES = range(10, 91)
USUAL_EXTRA_TIMES = range(5, 101)  # percent
FAR = timedelta(days=366)

AGE = N_("Cette personne aura %(age)s ans le jour de la session : vérifiez l'année de naissance.")
EXTRA_TIME = N_("Un temps majoré de %(percent)s %% est inhabituel : vérifiez-le.")
FAR_AWAY = N_("Cette session est dans plus d'un an : vérifiez l'année.")
EMPTY = N_("Cette session n'a aucun candidat : vous pourrez en inscrire ensuite.")
NAMESAKE = N_(
    "Même nom et même prénom qu'à la ligne %(line)s, avec une autre date de naissance : vérifiez que ce sont deux "
    "personnes."
)


def of_candidate(line: Line, person: EnrolledCandidate, day: date) -> None:
    """Doubt of what is unusual in somebody, on the day of their session."""
    born = person.birth_date
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if line.is_sound((Column.BIRTH_DATE,)) and age not in USUAL_AGES:
        line.doubt(Column.BIRTH_DATE, "CANDIDATE_AGE_UNUSUAL", Sentence(AGE, age=age))
    if person.extra_time is not None and person.extra_time not in USUAL_EXTRA_TIMES:
        line.doubt(Column.EXTRA_TIME, "CANDIDATE_EXTRA_TIME_UNUSUAL", Sentence(EXTRA_TIME, percent=person.extra_time))


def of_session(line: Line, session: PlannedSession, now: datetime, *, empty: bool) -> None:
    """Doubt of a session that is far away, or to which nobody comes."""
    if session.starts_at and session.starts_at - now > FAR:
        line.doubt(Column.DATE, "SESSION_FAR_AWAY", FAR_AWAY)
    if empty and session.number is None:
        line.doubt(Column.LAST_NAME, "EMPTY_SESSION", EMPTY)


def of_namesakes(people: Sequence[tuple[Line, EnrolledCandidate]]) -> None:
    """Doubt, in one session, of the second of two people of one name."""
    seen: dict[str, tuple[Line, date]] = {}
    for line, person in people:
        first, born = seen.setdefault(names.identity_key(*person.whole_name), (line, person.birth_date))
        if first is not line and born != person.birth_date:
            line.doubt(Column.LAST_NAME, "SAME_NAME_IN_SESSION", Sentence(NAMESAKE, line=first.number))
