"""The enrolments of a session: looked up, added, changed, moved and removed by the staff."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, CertificationSession
from pwa.operations import enrolments
from tests.acting import act
from tests.cast import Create, Find
from tests.room import NOW, Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told

NINA = {
    "Nom de naissance": "ROUX",
    "Prénom": "Nina",
    "Date de naissance": "01/03/2009",
    "Sexe": "F",
    "Pays de naissance": "FRANCE",
    "Code INSEE de la commune de naissance": "86194",
    "Temps majoré (facultatif)": "33 %",
    "Poste (facultatif)": "25",
    "Classe (facultatif)": "1ERE 2",
}


@pytest.fixture
def session(create: Create) -> CertificationSession:
    """Salle B204, with its 24 candidates."""
    return create(0)


@pytest.fixture
def clerk(sign_in: SignIn, session: CertificationSession, staff: Account) -> Client:
    """The browser of the centre's staff, as the session begins."""
    return sign_in(staff)


def place(session: CertificationSession, more: str = "") -> str:
    return f"/centre/sessions/{session.number}/candidats{more}"


def enrol(clerk: Client, session: CertificationSession, status: int = 200, **values: str) -> Page:
    return clerk.send(clerk.see(place(session, "/nouveau")), "Inscrire", {**NINA, **values}, status)


def test_the_session_leads_to_its_enrolments(clerk: Client, session: CertificationSession) -> None:
    page = clerk.see(f"/centre/sessions/{session.number}")
    assert place(session) in {link.get("href") for link in page.all("a")}
    assert clerk.see(place(session)).has("24 candidats")


def test_somebody_is_enrolled_by_form(clerk: Client, db: Session, session: CertificationSession) -> None:
    page = enrol(clerk, session)
    assert page.has("Inscription faite : Nina ROUX.")
    assert page.has("+33 %")
    nina = db.query(Candidate).filter_by(last_name="ROUX").one()
    assert (nina.seat, nina.class_name, nina.birth_insee, nina.birth_country) == ("25", "1ERE 2", "86194", "FRANCE")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("Nom de naissance", "", "Écrivez le nom de naissance."),
        ("Date de naissance", "31/02/2009", "Cette date n'existe pas"),
        ("Sexe", "", "Écrivez M ou F."),
        ("Pays de naissance", "Marroc", "peut-être Maroc"),
        ("Code INSEE de la commune de naissance", "86999", "d'aucune commune"),
        ("Temps majoré (facultatif)", "un tiers", "pourcentage entier"),
        ("E-mail de convocation (facultatif)", "nina", "adresse e-mail complète"),
    ],
)
def test_a_wrong_field_keeps_what_was_typed(
    clerk: Client, db: Session, session: CertificationSession, field: str, value: str, sentence: str
) -> None:
    page = enrol(clerk, session, 422, **{field: value})
    assert sentence in told(page.by_id("form-errors"))
    assert page.by_id("first_name").get("value") == "Nina"
    assert db.query(Candidate).filter_by(first_name="Nina").count() == 0


@pytest.mark.parametrize("typed", ["01032009", "1 3 2009", "01-03-2009", "2009-03-01"])
def test_a_birth_date_is_read_however_it_was_typed(
    clerk: Client, db: Session, session: CertificationSession, typed: str
) -> None:
    enrol(clerk, session, 200, **{"Date de naissance": typed})
    assert db.query(Candidate).filter_by(last_name="ROUX").one().birth_date == date(2009, 3, 1)


@pytest.mark.parametrize("typed", ["01030001", "01031899", "01/03/9999"])
def test_a_birth_date_of_another_time_is_told(clerk: Client, session: CertificationSession, typed: str) -> None:
    page = enrol(clerk, session, 422, **{"Date de naissance": typed})
    assert "Écrivez une date de naissance" in told(page.by_id("birth_date-error"))


def test_an_empty_form_says_what_to_write(clerk: Client, session: CertificationSession) -> None:
    page = clerk.send(clerk.see(place(session, "/nouveau")), "Inscrire", {"Pays de naissance": ""}, 422)
    assert "Écrivez le nom de naissance." in told(page.by_id("form-errors"))


def test_the_same_person_is_not_enrolled_twice(clerk: Client, session: CertificationSession) -> None:
    enrol(clerk, session)
    page = enrol(clerk, session, 422, **{"Prénom": "NINA"})
    assert "figure déjà dans la session" in told(page.by_id("form-errors"))


def test_an_enrolment_is_shown_and_changed(
    clerk: Client, db: Session, session: CertificationSession, enrolled: Find
) -> None:
    lea_id = enrolled("ABADIE").id
    page = clerk.see(place(session, f"/{lea_id}"))
    assert page.by_id("birth_date").get("value") == "18/05/2009"
    after = clerk.send(page, "Enregistrer", {"Temps majoré (facultatif)": "50%", "Poste (facultatif)": "03"})
    assert after.has("L'inscription de Léa ABADIE est enregistrée.")
    lea = db.get_one(Candidate, lea_id)
    assert (lea.extra_time, lea.seat) == (50, "03")


def test_a_seat_that_is_taken_is_told_beside_the_field(
    clerk: Client, session: CertificationSession, enrolled: Find
) -> None:
    enrol(clerk, session)
    page = clerk.see(place(session, f"/{enrolled('ABADIE').id}"))
    page = clerk.send(page, "Enregistrer", {"Poste (facultatif)": "25"}, 422)
    assert "déjà celui de Nina ROUX" in told(page.by_id("seat-error"))


def test_people_are_searched_without_their_name_in_an_address(clerk: Client, session: CertificationSession) -> None:
    page = clerk.send(clerk.see(place(session)), "Rechercher", {"Rechercher un candidat": "michele"})
    assert page.has("DÉSARÇONNÉE")
    assert not page.has("ABADIE")
    assert not any("michele" in path for path in clerk.trail)
    nobody = clerk.send(page, "Rechercher", {"Rechercher un candidat": "zzz"})
    assert nobody.has("Personne de ce nom dans cette session.")


def test_somebody_is_removed(clerk: Client, db: Session, session: CertificationSession, enrolled: Find) -> None:
    lea_id = enrolled("ABADIE").id
    page = clerk.send(clerk.see(place(session, f"/{lea_id}")), "Retirer l'inscription")
    assert page.has("Inscription retirée : Léa ABADIE.")
    assert db.query(Candidate).filter_by(id=lea_id).count() == 0


def test_somebody_is_moved(
    clerk: Client, db: Session, session: CertificationSession, create: Create, enrolled: Find
) -> None:
    other, lea_id = create(1).number, enrolled("ABADIE").id
    page = clerk.see(place(session, f"/{lea_id}"))
    assert clerk.send(page, "Déplacer").has("Choisissez la session où déplacer cette personne.")
    assert clerk.send(page, "Déplacer", {"Session": str(other)}).has("Inscription déplacée dans la session")
    assert db.get_one(Candidate, lea_id).session_id == other


def test_an_archived_session_is_no_place_to_move_to(
    clerk: Client, db: Session, session: CertificationSession, create: Create, enrolled: Find
) -> None:
    other, lea_id = create(1), enrolled("ABADIE").id
    page = clerk.see(place(session, f"/{lea_id}"))
    other.archived_at = NOW
    db.commit()
    assert "Déplacer" not in clerk.see(page.url).names("button")
    assert clerk.send(page, "Déplacer", {"Session": str(other.number)}).has(
        "Choisissez la session où déplacer cette personne."
    )
    assert enrolled("ABADIE").id == lea_id


def test_too_late_is_told_in_a_sentence(clerk: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    page = clerk.see(place(room.session, f"/{candidate.id}"))
    assert clerk.send(page, "Retirer l'inscription").has("a déjà rejoint la session")
    room.start(candidate, clock.now)
    refused = clerk.send(page, "Enregistrer", {"Temps majoré (facultatif)": "33"}, 422)
    assert "Le test de Léa ABADIE a commencé" in told(refused.by_id("form-errors"))


def test_another_centre_s_session_is_no_place_to_move_to(
    clerk: Client, db: Session, session: CertificationSession, staff: Account, enrolled: Find
) -> None:
    page = clerk.see(place(session, f"/{enrolled('ABADIE').id}"))
    answer = clerk.ask("POST", f"{page.url}/deplacer", data={"csrf_token": page.csrf_token, "session": "999999"})
    assert answer.status_code == 302
    assert enrolled("ABADIE").session_id == session.id


def test_a_board_that_is_open_loses_who_is_removed(
    clerk: Client, db: Session, room: Room, staff: Account, sign_in: SignIn, enrolled: Find, clock: Clock
) -> None:
    watcher = sign_in(room.invigilator)
    board = f"/sessions/{room.session.number}/surveiller"
    page, since = watcher.see(board), room.session.version
    assert page.by_id("roster-24") is not None
    act(db, enrolments.remove, room.session, enrolled("BERTRAND").id, staff, clock.now)
    answer = watcher.read(f"{board}/changements?since={since}")
    assert "roster-23" in answer["fragments"]
