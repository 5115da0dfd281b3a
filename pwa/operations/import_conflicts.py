"""What a file meets in what its centre holds already: what forbids it, and what only has to be seen."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import names
from pwa.domain.enrolment import SEAT_TAKEN
from pwa.domain.roster_values import EnrolledCandidate, Finding, PlannedSession
from pwa.domain.words import N_, Sentence
from pwa.models.tables import Candidate, Centre, CertificationSession
from pwa.operations import sessions
from pwa.operations.sessions import ALREADY_THERE, Plan

UNKNOWN_NUMBER = N_("Aucune session de votre centre ne porte ce numéro. Vérifiez-le, ou laissez la case vide.")
STARTED = N_("La session %(number)s a débuté : on ne peut plus y inscrire de candidats par un fichier.")
ARCHIVED = N_("La session %(number)s est archivée : remettez-la dans la liste, ou choisissez-en une autre.")
ENROLLED = N_("%(name)s est déjà inscrit dans la session %(number)s. Retirez cette ligne.")
ELSEWHERE = N_("%(name)s figure aussi dans la session %(number)s, qui n'est pas finalisée.")

Identity = tuple[str, date]


def plan(planned: PlannedSession) -> Plan | None:
    """Return what a session to create is made of, None when it exists."""
    if planned.starts_at is None:
        return None
    return Plan(
        planned.site,
        planned.room,
        planned.starts_at,
        planned.invigilators,
        planned.notes,
        certification=planned.certification,
    )


def existing(db: Session, centre: Centre, planned: PlannedSession) -> CertificationSession | None:
    """Return the session of the centre that a file names by its number."""
    query = select(CertificationSession).where(
        CertificationSession.id == planned.number, CertificationSession.centre_id == centre.id
    )
    return db.scalars(query).one_or_none() if planned.number else None


def faults(db: Session, centre: Centre, planned: PlannedSession) -> list[Finding]:
    """Return what keeps a planned session from being written beside what the centre holds already."""
    if planned.number is None:
        made = plan(planned)
        if made and sessions.find(db, centre, made):
            return [Finding(planned.line, "", "SESSION_ALREADY_EXISTS", planned.room, ALREADY_THERE)]
        return []
    session = existing(db, centre, planned)
    if session is None:
        return [Finding(planned.line, "", "SESSION_ID_NOT_EXISTING", str(planned.number), UNKNOWN_NUMBER)]
    if session.started_at or session.finalised_at:
        sentence = Sentence(STARTED, number=session.number)
        code = "CANDIDATE_NOT_ALLOWED_FOR_STARTED_SESSION"
        return [Finding(planned.line, "", code, str(session.number), sentence)]
    if session.archived_at:
        sentence = Sentence(ARCHIVED, number=session.number)
        return [Finding(planned.line, "", "SESSION_ARCHIVED", str(session.number), sentence)]
    return _already_there(db, session, planned)


def doubts(db: Session, centre: Centre, planned: tuple[PlannedSession, ...]) -> list[Finding]:
    """Return the people who are in another session of the centre, which is still to come."""
    query = (
        select(Candidate.identity, Candidate.birth_date, Candidate.session_id)
        .join(CertificationSession, CertificationSession.id == Candidate.session_id)
        .where(
            CertificationSession.centre_id == centre.id,
            CertificationSession.finalised_at.is_(None),
            CertificationSession.training.is_(False),
        )
    )
    held: dict[Identity, int] = {(identity, born): number for identity, born, number in db.execute(query)}
    people = ((session.number, person) for session in planned for person in session.candidates)
    return [
        _about(person, "CANDIDATE_IN_ANOTHER_SESSION", ELSEWHERE, held[person.identity])
        for number, person in people
        if person.identity in held and held[person.identity] != number
    ]


def _already_there(db: Session, session: CertificationSession, planned: PlannedSession) -> list[Finding]:
    people = db.scalars(select(Candidate).where(Candidate.session_id == session.id)).all()
    enrolled = {(person.identity, person.birth_date) for person in people}
    seats = {person.seat: person.full_name for person in people if person.seat}
    found = []
    for person in planned.candidates:
        if person.identity in enrolled:
            found.append(_about(person, "DUPLICATE_CANDIDATE", ENROLLED, session.number))
        elif person.seat in seats:
            sentence = Sentence(SEAT_TAKEN, seat=person.seat, name=seats[person.seat])
            found.append(Finding(person.line, "", "SEAT_TAKEN", person.seat, sentence))
    return found


def _about(person: EnrolledCandidate, code: str, sentence: str, number: int) -> Finding:
    name = names.full_name(person.first_name, person.last_name)
    return Finding(person.line, "", code, name, Sentence(sentence, name=name, number=number))
