"""The record of a session: its page, its files and its papers tell the same."""

import json

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from pwa.adapters.noted_heads import NotedHeads
from pwa.adapters.spreadsheets import read_table
from pwa.domain.final_reports import Code
from pwa.domain.finalisation import Why
from pwa.models.tables import Account, Candidate, JournalLine
from pwa.operations import final_reports, journal, journal_checks
from pwa.services import services
from tests.acting import act
from tests.papers.reading import Read
from tests.room import NOW, Room, after
from tests.web.client import Client
from tests.web.fixtures import SignIn
from tests.web.page import told
from tests.web.test_centre import values

WHY = "Problème technique"


@pytest.fixture
def clerk(sign_in: SignIn, staff: Account, room: Room, candidate: Candidate, neighbour: Candidate) -> Client:
    """Staff, after a session in which Léa lost time and was reported, and Aïssatou did not come."""
    room.start(candidate, NOW)
    room.lose(candidate, after(60), after(150))
    room.mark_absent(neighbour, after(10))
    room.note(candidate, after(180), "Arrivée en retard.")
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
    assert page.has("Léa ABADIE · 08 h 33, Claire Moreau Arrivée en retard.")
    assert page.has("Léa ABADIE · Terminé par la finalisation, Problème technique")
    head = journal.head(room.db, room.session.id)
    assert page.has(f"Journal intact : {head.count} lignes, empreinte {head.hash}.")


def test_its_file_has_a_row_a_candidate_and_no_formula(clerk: Client, room: Room) -> None:
    titles, *rows = read_table(taken(clerk, address(room, ".csv"), "text/csv"))
    assert len(rows) == 3
    lea = dict(zip(titles, rows[0], strict=True))
    assert (lea["Nom"], lea["Né(e) le"], lea["Début"]) == ("ABADIE", "18/05/2009", "20/11/2030 08:30:00")
    assert (lea["Temps perdu, en secondes"], lea["Test non achevé"]) == ("90", WHY)
    assert lea["Notes des surveillants"] == "08:33:00, Claire Moreau\u00a0: Arrivée en retard."
    assert lea["Signalements du centre"] == "C6, Suspicion de fraude\u00a0: =Antisèche"


def test_its_paper_says_the_same(clerk: Client, room: Room) -> None:
    read = Read(taken(clerk, address(room, ".pdf"), "application/pdf"))
    assert read.title.startswith("Compte rendu · Session ")
    assert all(read.embedded.values())
    assert "Inscrits 3" in read.text
    assert "Léa ABADIE : C6, Suspicion de fraude : =Antisèche" in read.text
    assert f"Léa ABADIE : {WHY}" in read.text
    assert "Léa ABADIE : 08:33:00, Claire Moreau : Arrivée en retard." in read.text
    assert journal.head(room.db, room.session.id).hash[:20] in read.text
    assert read.written_outside() == []


def test_one_candidate_s_record(clerk: Client, room: Room, candidate: Candidate) -> None:
    page = clerk.see(address(room, f"/{candidate.id}"))
    assert page.has("Léa ABADIE")
    assert values(page)["Temps perdu"] == "1 min 30 s"
    assert page.has("Notes des surveillants 08:33:00, Claire Moreau : Arrivée en retard.")
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


def test_a_tail_that_was_cut_is_told_once_it_was_noted(
    app: Flask, sign_in: SignIn, db: Session, staff: Account, room: Room, candidate: Candidate
) -> None:
    room.start(candidate, NOW)
    with app.app_context():
        heads = NotedHeads(services().settings.data_dir, services().signer)
    journal_checks.note(db, heads)
    count = journal.head(db, room.session.id).count
    db.execute(delete(JournalLine).where(JournalLine.session_id == room.session.id, JournalLine.position > count - 2))
    db.commit()
    sentence = f"la fin manque à partir de la ligne {count - 1} : {count} lignes avaient été relevées."
    try:
        assert sign_in(staff).see(address(room)).has(f"Journal altéré : {sentence}")
    finally:
        heads.path.unlink()


def test_namesakes_are_told_apart(
    sign_in: SignIn, db: Session, staff: Account, room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    neighbour.first_name, neighbour.last_name = candidate.first_name, candidate.last_name
    db.commit()
    room.start(candidate, NOW)
    room.start(neighbour, NOW)
    both = {f"Léa ABADIE ({one.birth_date:%d/%m/%Y})" for one in (candidate, neighbour)}
    clerk = sign_in(staff)
    assert both <= set(clerk.see(address(room)).names("a"))
    assert both <= set(clerk.see(f"/centre/sessions/{room.session.number}/finaliser").names("select"))
    page = clerk.see(f"/centre/sessions/{room.session.number}/signalements")
    assert both <= {told(option) for option in page.named("select", "Candidat").iter("option")}
    page = clerk.see(f"/centre/sessions/{room.session.number}/messages")
    assert both <= {told(option) for option in page.named("select", "Destinataires").iter("option")}
    read = Read(taken(clerk, address(room, ".pdf"), "application/pdf"))
    assert all(one in " ".join(read.text.split()) for one in both)


def test_before_the_end_it_is_provisional(sign_in: SignIn, staff: Account, room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    assert sign_in(staff).see(address(room)).has("ce compte rendu est provisoire")
