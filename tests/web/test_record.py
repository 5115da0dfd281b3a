"""The record of a session: its page, its files and its papers tell the same."""

import json

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from pwa.adapters.spreadsheets import read_table
from pwa.domain.final_reports import Code
from pwa.domain.finalisation import Why
from pwa.models.tables import Account, Candidate, JournalLine
from pwa.operations import final_reports, journal
from tests.acting import act
from tests.papers.reading import Read
from tests.room import NOW, Room, after
from tests.web.client import Client
from tests.web.fixtures import SignIn
from tests.web.test_centre import values

WHY = "Problème technique"


@pytest.fixture
def clerk(sign_in: SignIn, staff: Account, room: Room, candidate: Candidate, neighbour: Candidate) -> Client:
    """Staff, after a session in which Léa lost time and was reported, and Aïssatou did not come."""
    room.start(candidate, NOW)
    room.lose(candidate, after(60), after(150))
    room.mark_absent(neighbour, after(10))
    text = "=Antisèche"
    act(room.db, final_reports.add, room.session.id, candidate.id, Code.FRAUD, text, staff, after(200))
    room.close(after(hours=1), {candidate.id: Why.TECHNICAL}, staff)
    return sign_in(staff)


def address(room: Room, more: str = "") -> str:
    return f"/centre/sessions/{room.session.number}/compte-rendu{more}"


def taken(clerk: Client, path: str, kind: str) -> bytes:
    answer = clerk.ask("GET", path)
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "ABADIE" not in answer.headers["Content-Disposition"].upper()
    return bytes(answer.data)


def test_the_page_tells_what_happened(clerk: Client, room: Room) -> None:
    page = clerk.see(f"/centre/sessions/{room.session.number}")
    page = clerk.see(page.named("a", "Compte rendu").get("href") or "")
    assert (values(page)["Inscrits"], values(page)["Absents"], values(page)["Tests achevés"]) == ("3", "1", "0")
    assert page.has("Absents Aïssatou BÂ")
    assert page.has("Léa ABADIE · C6, Suspicion de fraude =Antisèche")
    assert page.has("Léa ABADIE · Terminé à la finalisation, Problème technique")
    head = journal.head(room.db, room.session.id)
    assert page.has(f"Journal intact : {head.count} lignes, empreinte {head.hash}.")


def test_its_file_has_a_row_a_candidate_and_no_formula(clerk: Client, room: Room) -> None:
    titles, *rows = read_table(taken(clerk, address(room, ".csv"), "text/csv"))
    assert len(rows) == 3
    lea = dict(zip(titles, rows[0], strict=True))
    assert (lea["Nom"], lea["Né(e) le"], lea["Début"]) == ("ABADIE", "18/05/2009", "20/11/2030 08:30:00")
    assert (lea["Temps perdu, en secondes"], lea["Test non achevé"]) == ("90", WHY)
    assert lea["Signalements du centre"] == "C6, Suspicion de fraude\u00a0: =Antisèche"


def test_its_paper_says_the_same(clerk: Client, room: Room) -> None:
    read = Read(taken(clerk, address(room, ".pdf"), "application/pdf"))
    assert read.title.startswith("Compte rendu · Session ")
    assert all(read.embedded.values())
    assert "Inscrits 3" in read.text
    assert "Léa ABADIE : C6, Suspicion de fraude : =Antisèche" in read.text
    assert f"Léa ABADIE : {WHY}" in read.text
    assert journal.head(room.db, room.session.id).hash[:20] in read.text
    assert read.written_outside() == []


def test_one_candidate_s_record(clerk: Client, room: Room, candidate: Candidate) -> None:
    page = clerk.see(address(room, f"/{candidate.id}"))
    assert page.has("Léa ABADIE")
    assert values(page)["Temps perdu"] == "1 min 30 s"
    assert page.has("Test commencé")
    titles, *rows = read_table(taken(clerk, address(room, f"/{candidate.id}.csv"), "text/csv"))
    assert titles == ["Quand", "Quoi", "Par qui"]
    assert [row[1] for row in rows][:2] == ["A rejoint la session", "Présence confirmée"]
    paper = Read(taken(clerk, address(room, f"/{candidate.id}.pdf"), "application/pdf"))
    assert "Né(e) le 18/05/2009" in paper.text
    assert "Présence confirmée Claire Moreau" in paper.text


def test_another_session_s_candidate_has_no_record_here(clerk: Client, room: Room, elsewhere: Candidate) -> None:
    for kind in ("", ".csv", ".pdf"):
        assert clerk.ask("GET", address(room, f"/{elsewhere.id}{kind}")).status_code == 404


def test_its_journal_is_taken_away(clerk: Client, room: Room) -> None:
    path = f"/centre/sessions/{room.session.number}/journal.jsonl"
    head, *lines = taken(clerk, path, "application/jsonl").decode().splitlines()
    assert json.loads(head)["count"] == len(lines) == journal.head(room.db, room.session.id).count


def test_a_tampered_journal_is_told(clerk: Client, db: Session, room: Room) -> None:
    of_three = JournalLine.session_id == room.session.id, JournalLine.position == 3
    db.execute(update(JournalLine).where(*of_three).values(actor="account:99"))
    db.commit()
    assert clerk.see(address(room)).has("Journal altéré : la ligne 3 a été modifiée.")


def test_before_the_end_it_is_provisional(sign_in: SignIn, staff: Account, room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    assert sign_in(staff).see(address(room)).has("ce compte rendu est provisoire")
