"""The papers in the browser: each session has its own, for its centre; its invigilators have their kit."""

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Account, CertificationSession
from pwa.operations import accesses, trainings
from pwa.operations.papers import ERASED
from tests.acting import act
from tests.papers.reading import Read
from tests.room import NOW, Room
from tests.web.client import Client
from tests.web.fixtures import SignIn
from tests.web.page import Page

LINKS = {
    "Kit surveillant": "kit",
    "Feuille d'émargement": "emargement",
    "Coupons des candidats": "coupons",
    "PV d'incident": "incident",
    "Codes d'accès à projeter": "codes",
}


@pytest.fixture
def clerk(sign_in: SignIn, session: CertificationSession, staff: Account) -> Client:
    return sign_in(staff)


def printed(client: Client, path: str) -> Read:
    """What a browser shows of a PDF address."""
    answer = client.ask("GET", path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return Read(answer.data)


def link(page: Page, name: str) -> str:
    return page.named("a", name).get("href", "")


@pytest.mark.parametrize("name", LINKS)
def test_the_page_of_a_session_leads_to_each_of_its_papers(
    clerk: Client, session: CertificationSession, name: str
) -> None:
    page = clerk.see(f"/centre/sessions/{session.number}")
    address = link(page, name)
    assert address == f"/centre/sessions/{session.number}/documents/{LINKS[name]}.pdf"
    assert printed(clerk, address).title.startswith(f"{name} · Session {session.number}, Salle B204")


def test_a_file_is_named_without_anybody_s_name(clerk: Client, session: CertificationSession) -> None:
    answer = clerk.ask("GET", f"/centre/sessions/{session.number}/documents/coupons.pdf")
    assert answer.headers["Content-Disposition"] == f'inline; filename="coupons-{session.number}.pdf"'


def test_the_sheet_has_everybody_who_is_enrolled(clerk: Client, session: CertificationSession) -> None:
    text = printed(clerk, f"/centre/sessions/{session.number}/documents/emargement.pdf").text
    assert "3 candidats inscrits" in text
    assert "1 ABADIE Léa" in text


def test_a_reader_of_english_prints_in_english(clerk: Client, session: CertificationSession) -> None:
    page = clerk.see("/aide")
    clerk.send(page, "English")
    read = printed(clerk, f"/centre/sessions/{session.number}/documents/emargement.pdf")
    assert read.language == "en"
    assert "Attendance sheet" in read.text
    assert "Wednesday" in read.text


def test_the_kit_s_code_opens_the_entry_with_its_number_filled_in(
    clerk: Client, sign_in: SignIn, session: CertificationSession, invigilator: Account
) -> None:
    codes = printed(clerk, f"/centre/sessions/{session.number}/documents/kit.pdf").codes
    (entry,) = (code for code in codes if "surveiller" in code)
    path = entry.removeprefix("http://127.0.0.1:8000")
    assert path == f"/surveiller/{session.number}"
    claire = sign_in(invigilator)
    form = claire.see(path).form("Surveiller la session")
    assert form.data["number"] == str(session.number)
    page = claire.send(claire.see(path), "Surveiller la session", {"Mot de passe de la session": session.password})
    assert page.heading == f"Session {session.number}"


def test_who_opens_the_code_signed_out_signs_in_on_the_way(client: Client, session: CertificationSession) -> None:
    answer = client.ask("GET", f"/surveiller/{session.number}")
    assert answer.headers["Location"] == f"/connexion?next=/surveiller/{session.number}"


def test_an_invigilator_finds_their_kit_on_the_board_without_the_password(
    sign_in: SignIn, room: Room, invigilator: Account
) -> None:
    claire = sign_in(invigilator)
    address = link(claire.see(f"/sessions/{room.session.number}/surveiller"), "Kit surveillant")
    text = printed(claire, address).text
    assert room.session.access_code in text
    assert room.session.password not in text


def test_the_help_leads_to_the_kit_of_a_session_that_is_watched(
    sign_in: SignIn, room: Room, invigilator: Account
) -> None:
    page = sign_in(invigilator).see("/aide/kit")
    assert link(page, "Kit surveillant (PDF)") == f"/sessions/{room.session.number}/surveiller/kit.pdf"


def test_who_has_left_prints_no_more(db: Session, sign_in: SignIn, room: Room, invigilator: Account) -> None:
    act(db, accesses.leave, invigilator, room.session.number, NOW)
    assert sign_in(invigilator).ask("GET", f"/sessions/{room.session.number}/surveiller/kit.pdf").status_code == 404


def test_a_training_has_no_papers(db: Session, sign_in: SignIn, staff: Account) -> None:
    training = act(db, trainings.begin, staff, "Entraînement", NOW)
    client = sign_in(staff)
    assert "Kit surveillant" not in client.see(f"/sessions/{training.session_id}/surveiller").names("a")
    assert client.ask("GET", f"/sessions/{training.session_id}/surveiller/kit.pdf").status_code == 404


def test_a_session_whose_people_are_erased_has_no_papers(
    clerk: Client, db: Session, session: CertificationSession
) -> None:
    db.get_one(CertificationSession, session.id).erased_at = NOW
    db.commit()
    assert "Kit surveillant" not in clerk.see(f"/centre/sessions/{session.number}").names("a")
    assert clerk.see(f"/centre/sessions/{session.number}/documents/kit.pdf", 410).has(ERASED)


def test_anybody_may_read_how_to_prepare(client: Client) -> None:
    read = printed(client, "/documentation/preparation.pdf")
    assert read.titles[:2] == ["Se préparer au test", "Ce que vous apportez"]
    assert "127.0.0.1:8000/rejoindre" in read.text
