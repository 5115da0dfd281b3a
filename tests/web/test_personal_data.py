"""A centre says what it keeps and how long; its administrators give a person's data, or erase them."""

import json

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from pwa.domain.finalisation import Why
from pwa.domain.retention import OUT_OF_RANGE
from pwa.domain.team import ADMINISTRATORS_ONLY, Role
from pwa.models.tables import Account, Candidate, Membership
from tests.room import NOW, Room, after
from tests.web.client import Client
from tests.web.fixtures import SignIn
from tests.web.page import told

SAVE, DAYS, ERASE = "Enregistrer", "Jours de conservation", "Effacer pour toujours"


@pytest.fixture
def clerk(sign_in: SignIn, staff: Account, room: Room) -> Client:
    return sign_in(staff)


@pytest.fixture
def closed(room: Room, candidate: Candidate, staff: Account) -> Room:
    room.start(candidate, NOW)
    room.close(after(hours=1), {candidate.id: Why.TECHNICAL}, staff)
    return room


def register(room: Room) -> str:
    return f"/centre/{room.session.centre_id}/donnees"


def address(room: Room, candidate: Candidate) -> str:
    return f"/centre/sessions/{room.session.number}/candidats/{candidate.id}/donnees"


def make_member(db: Session, staff: Account) -> None:
    db.execute(update(Membership).where(Membership.account_id == staff.id).values(role=Role.MEMBER.value))
    db.commit()


def test_the_register_says_what_how_long_and_where(clerk: Client, room: Room) -> None:
    page = clerk.see("/centre")
    page = clerk.see(page.named("a", "Données personnelles").get("href") or "")
    assert page.named("input", DAYS).get("value") == "30"
    assert {"Inscription", "Journal", "Comptes", "Sauvegardes"} <= {told(term) for term in page.all("dt")}
    assert page.has("chiffrée de bout en bout")


def test_how_long_is_set_by_an_administrator(clerk: Client, room: Room) -> None:
    page = clerk.send(clerk.see(register(room)), SAVE, {DAYS: "90"})
    assert page.has("Enregistré.")
    assert room.session.centre.retention_days == 90


@pytest.mark.parametrize("typed", ["0", "366", "-3"])
def test_nonsense_is_told_beside_the_field(clerk: Client, room: Room, typed: str) -> None:
    page = clerk.send(clerk.see(register(room)), SAVE, {DAYS: typed}, 422)
    assert OUT_OF_RANGE in told(page.by_id("days-error"))
    assert room.session.centre.retention_days == 30


def test_a_member_reads_it_and_changes_nothing(
    clerk: Client, db: Session, closed: Room, candidate: Candidate, staff: Account
) -> None:
    page, person = clerk.see(register(closed)), clerk.see(address(closed, candidate))
    make_member(db, staff)
    assert SAVE not in clerk.see(register(closed)).names("button")
    assert ERASE not in clerk.see(address(closed, candidate)).names("button")
    assert clerk.send(page, SAVE, {DAYS: "90"}, 409).has(ADMINISTRATORS_ONLY)
    assert clerk.send(person, ERASE, status=409).has(ADMINISTRATORS_ONLY)
    assert (closed.session.centre.retention_days, candidate.last_name) == (30, "ABADIE")


def test_a_person_is_given_what_is_kept(clerk: Client, closed: Room, candidate: Candidate) -> None:
    page = clerk.see(address(closed, candidate))
    answer = clerk.ask("GET", page.named("a", "Tout ce qui est gardé (JSON)").get("href") or "")
    assert answer.mimetype == "application/json"
    assert "abadie" not in answer.headers["Content-Disposition"].lower()
    assert json.loads(answer.data)[0]["candidate"]["last_name"] == "ABADIE"


def test_it_is_reached_from_the_enrolment_too(clerk: Client, room: Room, candidate: Candidate) -> None:
    """A session that nobody started has no record yet."""
    page = clerk.see(f"/centre/sessions/{room.session.number}/candidats/{candidate.id}")
    assert page.named("a", "Données de cette personne").get("href") == address(room, candidate)


def test_a_person_is_erased(clerk: Client, closed: Room, candidate: Candidate) -> None:
    record = f"/centre/sessions/{closed.session.number}/compte-rendu"
    page = clerk.see(f"{record}/{candidate.id}")
    page = clerk.see(page.named("a", "Données de cette personne").get("href") or "")
    page = clerk.send(page, ERASE)
    assert (page.url, page.has("Cette personne est effacée de 1 session.")) == (record, True)
    assert page.has(f"Personne effacée ({candidate.id})")
    assert not page.has("ABADIE")
    for path in (f"{record}/{candidate.id}", f"/centre/sessions/{closed.session.number}"):
        assert clerk.see(path).has("Personne effacée")
    for path in (f"{record}.csv", f"{record}.pdf", f"{record}/{candidate.id}.pdf"):
        assert clerk.ask("GET", path).status_code == 200
    assert clerk.see(address(closed, candidate), 404)


def test_whose_account_is_erased_is_signed_in_no_more(
    clerk: Client, sign_in: SignIn, closed: Room, candidate: Candidate, player: Account
) -> None:
    theirs = sign_in(player)
    assert theirs.see("/").has("Léa Abadie")
    clerk.send(clerk.see(address(closed, candidate)), ERASE)
    assert not theirs.see("/").has("Connecté")
    assert theirs.ask("GET", "/rejoindre").status_code == 302


def test_a_person_of_a_session_that_goes_on_is_kept(clerk: Client, room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    page = clerk.send(clerk.see(address(room, candidate)), ERASE, status=409)
    assert page.has(f"inscrite dans la session {room.session.number}, qui n'est pas finalisée")
    assert candidate.last_name == "ABADIE"
