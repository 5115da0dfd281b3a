"""Time granted from the board: to one from their sheet, to several or to all from a page; ends taken back."""

from typing import Any

import pytest

from pwa.domain.endings import NOT_YOURS, TOO_LATE
from pwa.domain.grants import NO_REASON, TAKEN, WRONG_MINUTES
from pwa.models.tables import Account, Candidate
from pwa.operations import accesses
from pwa.operations.grants import NOBODY
from tests.acting import act
from tests.room import Room
from tests.web.client import JSON, Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told

LEA = "Léa ABADIE"
GRANT, REOPEN, SEND = f"Ajouter du temps à {LEA}", f"Rouvrir le test de {LEA}", "Ajouter le temps"
REASON = {"Motif": "Coupure du réseau"}


@pytest.fixture
def client(sign_in: SignIn, invigilator: Account, room: Room) -> Client:
    """The invigilator's browser."""
    return sign_in(invigilator)


@pytest.fixture
def running(room: Room, candidate: Candidate, clock: Clock) -> Candidate:
    """Léa, in her test."""
    room.start(candidate, clock.now)
    return candidate


def open_board(client: Client, room: Room) -> Page:
    return client.see(f"/sessions/{room.session.number}/surveiller")


def open_minutes(client: Client, room: Room) -> Page:
    return client.see(f"/sessions/{room.session.number}/surveiller/temps")


def sheet(page: Page, candidate: Candidate) -> str:
    return told(page.by_id(f"sheet-{candidate.id}"))


def tap(client: Client, page: Page, status: int = 200, **other: str) -> dict[str, Any]:
    """Send the dialog as the board's script does."""
    form = page.form(SEND, REASON)
    answer = client.ask("POST", form.action, data={**form.data, **other}, accept=JSON)
    assert answer.status_code == status
    said: dict[str, Any] = answer.get_json()
    return said


def test_minutes_are_granted_in_a_dialog(client: Client, room: Room, running: Candidate) -> None:
    page = open_board(client, room)
    dialog = page.by_id(page.named("button", GRANT).get("data-opens", ""))
    assert [page.name_of(one) for one in dialog.iter("button")] == [SEND, "Annuler"]
    page = client.send(page, SEND, {**REASON, "5 minutes": "5"})
    assert page.has(f"5 minutes ajoutées : {LEA}.")
    assert "Fin prévue 10 h 20" in sheet(page, running)
    assert "+5 min à 08 h 30, par Claire Moreau : Coupure du réseau" in sheet(page, running)


def test_a_script_grants_and_is_told(client: Client, room: Room, running: Candidate, clock: Clock) -> None:
    version = room.board(clock.now).version
    assert tap(client, open_board(client, room)) == {"version": version + 1, "message": f"10 minutes ajoutées : {LEA}."}


def test_what_is_written_counts_more_than_what_is_chosen(client: Client, room: Room, running: Candidate) -> None:
    other = {"Autre nombre de minutes": "7", "Autre motif": " Une  chaise cassée "}
    page = client.send(open_board(client, room), SEND, {**REASON, **other})
    assert "+7 min à 08 h 30, par Claire Moreau : Une chaise cassée" in sheet(page, running)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"reason": ""}, NO_REASON), ({"other": "0"}, WRONG_MINUTES), ({"other": "999"}, WRONG_MINUTES)],
)
def test_what_is_wrong_is_told(
    client: Client, room: Room, running: Candidate, wrong: dict[str, str], sentence: str
) -> None:
    assert tap(client, open_board(client, room), 422, **wrong)["detail"] == sentence


@pytest.mark.parametrize("wrong", [{"other": "dix"}, {"minutes": "60"}, {"reason": "Inventé"}, {"words": "m" * 121}])
def test_what_no_page_sends_is_refused(client: Client, room: Room, running: Candidate, wrong: dict[str, str]) -> None:
    assert tap(client, open_board(client, room), 422, **wrong)["code"] == "invalid"


def test_less_time_needs_a_confirmation(client: Client, room: Room, running: Candidate, clock: Clock) -> None:
    page = open_board(client, room)
    assert tap(client, page, 409, other="-5")["detail"] == TAKEN
    assert tap(client, page, other="-5", confirm="y")["message"] == f"5 minutes retirées : {LEA}."
    assert "−5 min" in sheet(open_board(client, room), running)


def test_all_get_the_minutes_from_the_menu(client: Client, room: Room, running: Candidate, clock: Clock) -> None:
    assert open_board(client, room).named("a", "Ajouter du temps").get("href") == open_minutes(client, room).url
    page = client.send(open_minutes(client, room), SEND, REASON)
    assert page.url == f"/sessions/{room.session.number}/surveiller"
    assert page.has("10 minutes ajoutées : 1 candidat.")
    assert "Fin prévue 10 h 25" in sheet(page, running)


def test_those_ticked_get_the_minutes_and_who_is_over_is_named(
    client: Client, room: Room, running: Candidate, clock: Clock
) -> None:
    page = open_minutes(client, room)
    second = room.board(clock.now).candidates[1]
    other = room.db.get_one(Candidate, second.id)
    room.start(other, clock.now)
    room.end(other, clock.now)
    form = page.form(SEND, REASON)
    data = {**form.data, "whom": "ticked", "candidate": [str(running.id), str(other.id)]}
    client.ask("POST", form.action, data=data)
    page = open_board(client, room)
    assert page.has("10 minutes ajoutées : 1 candidat.")
    assert page.has("Aïssatou BÂ : Le test de ce candidat est terminé.")


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"reason": ""}, NO_REASON),
        ({"other": "-5"}, TAKEN),
        ({"whom": "ticked"}, "Cochez au moins un candidat."),
    ],
)
def test_a_refused_page_says_why_and_keeps_what_was_typed(
    client: Client, room: Room, running: Candidate, other: dict[str, str], sentence: str
) -> None:
    form = open_minutes(client, room).form(SEND, {**REASON, "Autre motif": ""})
    answer = client.ask("POST", form.action, data={**form.data, **other})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert sentence in told(page.by_id("form-errors"))
    kept = page.form(SEND).data
    assert {name: kept[name] for name in other} == other


def test_without_anybody_in_the_test_there_is_nobody_to_give_to(
    client: Client, room: Room, running: Candidate, clock: Clock
) -> None:
    page = open_minutes(client, room)
    room.end(running, clock.now)
    assert client.send(page, SEND, REASON, 422).has(NOBODY)
    page = open_minutes(client, room)
    assert page.has("Personne n'est en cours de test.")
    assert SEND not in page.names("button")


def test_an_end_is_taken_back_from_its_message_or_from_the_sheet(
    client: Client, room: Room, running: Candidate, clock: Clock
) -> None:
    page = open_board(client, room)
    said = client.tap(page, "Terminer le test")
    assert said["message"] == f"Test terminé : {LEA}."
    page = open_board(client, room)
    form = page.form(REOPEN)
    assert said["undo"] == {"url": form.action, "label": "Annuler"}
    assert "Vous pouvez le rouvrir pendant encore 2 min" in sheet(page, running)
    clock.advance(30)
    page = client.send(page, REOPEN)
    assert page.has(f"Test rouvert : {LEA}.")
    assert "Fin prévue 10 h 15" in sheet(page, running)
    assert "+30 s à 08 h 30, par Claire Moreau : Test rouvert" in sheet(page, running)


def test_an_end_is_taken_back_by_nobody_else_nor_later(
    client: Client, sign_in: SignIn, room: Room, running: Candidate, colleague: Account, clock: Clock
) -> None:
    act(room.db, accesses.open_session, colleague, room.session.number, room.session.password, clock.now)
    client.tap(open_board(client, room), "Terminer le test")
    page, other = open_board(client, room), sign_in(colleague)
    assert REOPEN not in open_board(other, room).names("button")
    form = page.form(REOPEN)
    refused = other.ask("POST", form.action, data={"csrf_token": open_board(other, room).csrf_token}, accept=JSON)
    assert refused.get_json()["detail"] == NOT_YOURS
    clock.advance(120)
    assert client.tap(page, REOPEN, 409)["detail"] == TOO_LATE
    assert REOPEN not in open_board(client, room).names("button")


def test_the_board_says_when_nobody_can_start_any_more(
    client: Client, room: Room, running: Candidate, clock: Clock
) -> None:
    assert "Délai dépassé" not in told(open_board(client, room).by_id("attention"))
    clock.advance(minutes=24 * 60)
    page = open_board(client, room)
    assert "Délai dépassé : la session a commencé il y a plus de 24 heures." in told(page.by_id("attention"))


def test_an_automatic_end_is_announced_then_said(client: Client, room: Room, running: Candidate, clock: Clock) -> None:
    room.session.stops_after = 10
    room.db.commit()
    clock.advance(minutes=105)
    room.look(clock.now)
    assert "Le test se terminera tout seul à 10 h 25." in sheet(open_board(client, room), running)
    clock.advance(minutes=10)
    room.look(clock.now)
    page = open_board(client, room)
    assert "Terminé automatiquement : le temps est écoulé. Fin à 10 h 25." in sheet(page, running)
