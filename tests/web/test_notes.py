"""Notes on the sheet: written and taken back, by a form or by a script, with the time the device says."""

from datetime import timedelta

import pytest

from pwa.domain.notes import EMPTY, LONGEST, NOT_YOURS, TOO_LONG
from pwa.models.tables import Account, Candidate
from tests.room import Room
from tests.web.client import JSON, Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told


@pytest.fixture
def client(sign_in: SignIn, invigilator: Account, room: Room) -> Client:
    """The invigilator's browser."""
    return sign_in(invigilator)


def open_board(client: Client, room: Room) -> Page:
    return client.see(f"/sessions/{room.session.number}/surveiller")


def post(client: Client, room: Room, candidate: Candidate, text: str, **headers: str) -> tuple[int, dict[str, object]]:
    path = f"/sessions/{room.session.number}/surveiller/candidats/{candidate.id}/notes"
    data = {"csrf_token": client.see("/aide").csrf_token, "text": text}
    answer = client.ask("POST", path, data=data, accept=JSON, headers=headers)
    return answer.status_code, answer.get_json()


def sheet(page: Page, candidate: Candidate) -> str:
    return told(page.by_id(f"file-{candidate.id}")).replace("\u00a0", " ")


def test_a_note_is_written_on_the_sheet_and_taken_back(client: Client, room: Room, candidate: Candidate) -> None:
    page = open_board(client, room)
    form = page.by_id(f"note-form-{candidate.id}")
    assert (form.get("data-act"), form.get("data-queue")) == ("", "note")
    assert page.named("textarea", "Note sur Léa ABADIE").get("maxlength") == str(LONGEST)
    post(client, room, candidate, "Téléphone sur la table.")
    page = open_board(client, room)
    assert "Téléphone sur la table. Claire Moreau, 08 h 30" in sheet(page, candidate)
    page = client.send(page, "Annuler la note de 08 h 30")
    assert page.has("Note annulée.")
    assert "Téléphone" not in page.text


def test_a_script_is_told_how_to_undo_a_note(client: Client, room: Room, candidate: Candidate) -> None:
    status, done = post(client, room, candidate, "Arrivé sans pièce d'identité.")
    assert (status, done["message"]) == (200, "Note ajoutée : Léa ABADIE.")
    undo = done["undo"]
    assert isinstance(undo, dict)
    assert undo["label"] == "Annuler"
    client.ask("POST", undo["url"], data={"csrf_token": client.see("/aide").csrf_token}, accept=JSON)
    assert "pièce d'identité" not in open_board(client, room).text


def test_words_are_kept_as_they_were_written_and_never_as_markup(
    client: Client, room: Room, candidate: Candidate
) -> None:
    post(client, room, candidate, "  deux\r\nlignes <b>&\x00  ")
    (line,) = room.board(room.session.starts_at).notes[candidate.id]
    assert line.text == "deux\nlignes <b>&"
    assert "lignes &lt;b&gt;&amp;" in open_board(client, room).text


@pytest.mark.parametrize(("text", "sentence"), [("", EMPTY), (" \r\n ", EMPTY), ("x" * 501, TOO_LONG)])
def test_what_cannot_be_a_note_is_refused(
    client: Client, room: Room, candidate: Candidate, text: str, sentence: str
) -> None:
    status, problem = post(client, room, candidate, text)
    assert (status, problem["detail"]) == (422, sentence)


def test_a_note_that_waited_on_the_phone_says_both_times(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    given = clock.now
    clock.advance(minutes=18)
    post(client, room, candidate, "Malaise.", **{"X-Given-At": given.isoformat().replace("+00:00", ".250Z")})
    assert "écrite à 08 h 30, reçue à 08 h 48" in sheet(open_board(client, room), candidate)


@pytest.mark.parametrize("given", ["demain", "2030-11-20T08:00:00", "2030-11-19T07:30:00Z", "2031-01-01T00:00:00Z"])
def test_a_time_that_makes_no_sense_is_not_believed(
    client: Client, room: Room, candidate: Candidate, clock: Clock, given: str
) -> None:
    post(client, room, candidate, "Malaise.", **{"X-Given-At": given})
    (line,) = room.board(clock.now).notes[candidate.id]
    assert clock.now - line.written_at < timedelta(seconds=1)


def test_a_colleague_reads_it_and_cannot_take_it_back(
    client: Client, room: Room, candidate: Candidate, colleague: Account, sign_in: SignIn, clock: Clock
) -> None:
    note = room.note(candidate, clock.now)
    room.let_in(colleague, clock.now)
    other = sign_in(colleague)
    page = open_board(other, room)
    assert "Arrivée en retard. Claire Moreau" in sheet(page, candidate)
    assert not any(name.startswith("Annuler la note") for name in page.names("button"))
    path = f"/sessions/{room.session.number}/surveiller/notes/{note.id}/annuler"
    answer = other.ask("POST", path, data={"csrf_token": page.csrf_token}, accept=JSON)
    assert (answer.status_code, answer.get_json()["detail"]) == (409, NOT_YOURS)
