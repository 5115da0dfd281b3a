"""The board: what it shows by which names, and what an invigilator does from it, by a form or by a script."""

import pytest

from pwa.models.tables import Account, Candidate
from pwa.operations import accesses
from tests.acting import act
from tests.cast import Register
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told

LEA = "Léa ABADIE"
CONFIRM, CANCEL = f"Confirmer la présence de {LEA}", f"Annuler la confirmation de {LEA}"
RESUME, END = f"Autoriser la reprise de {LEA}", f"Terminer le test de {LEA}"


@pytest.fixture
def client(sign_in: SignIn, invigilator: Account, room: Room) -> Client:
    """The invigilator's browser."""
    return sign_in(invigilator)


def open_board(client: Client, room: Room) -> Page:
    return client.see(f"/sessions/{room.session.number}/surveiller")


def counters(page: Page) -> dict[str, str]:
    """How many candidates are under each filter."""
    buttons = [one for one in page.by_id("counters").iter("button")]
    return {one.get("data-filter", ""): told(one).split()[0] for one in buttons}


def row(page: Page, candidate: Candidate) -> str:
    """What is told of a candidate in the list."""
    return told(page.by_id(f"candidate-{candidate.id}"))


def test_the_board_is_named_as_people_know_it(client: Client, room: Room) -> None:
    page = open_board(client, room)
    assert page.heading == f"Session {room.session.number}"
    assert page.named("ul", "Candidats").get("id") == "candidates"
    assert page.named("input", "Rechercher un candidat").get("type") == "search"
    assert page.has(room.session.access_code)
    assert room.session.password not in page.text
    assert "Quitter" in page.names("button")


def test_the_board_lists_everybody_in_the_order_of_names(client: Client, room: Room) -> None:
    page = open_board(client, room)
    items = [one for one in page.by_id("candidates") if one.tag == "li"]
    assert [told(item).split()[0] for item in items] == ["ABADIE", "BÂ", "BERTRAND"]
    assert [item.get("data-groups") for item in items] == ["expected"] * 3
    assert (items[2].get("data-search") or "").startswith("jean michel bertrand")
    assert counters(page) == {
        "all": "3", "attention": "0", "expected": "3", "present": "0", "running": "0", "over": "0"
    }  # fmt: skip


def test_a_presence_is_confirmed_and_taken_back(client: Client, room: Room) -> None:
    page = client.send(open_board(client, room), CONFIRM)
    assert page.url == f"/sessions/{room.session.number}/surveiller"
    assert counters(page)["present"] == "1"
    page = client.send(page, CANCEL)
    assert counters(page)["expected"] == "3"
    assert CONFIRM in page.names("button")


def test_a_script_confirms_and_is_told_the_version(client: Client, room: Room, clock: Clock) -> None:
    page = open_board(client, room)
    version = room.board(clock.now).version
    assert client.tap(page, CONFIRM) == {"version": version + 1, "message": None}
    assert client.tap(open_board(client, room), CANCEL) == {"version": version + 2, "message": None}


def test_a_move_that_is_not_legal_is_refused_by_the_server(client: Client, room: Room, clock: Clock) -> None:
    page = open_board(client, room)
    client.tap(page, CONFIRM)
    version = room.board(clock.now).version
    refused = client.tap(page, CONFIRM, 409)
    assert refused["detail"] == "La présence de ce candidat est déjà confirmée."
    assert client.send(page, CONFIRM, status=409).has(refused["detail"])
    assert room.board(clock.now).version == version


@pytest.mark.parametrize("verb", ["annuler", "reprise", "terminer"])
def test_an_expected_candidate_cannot_be(client: Client, room: Room, candidate: Candidate, verb: str) -> None:
    page = open_board(client, room)
    path = f"{page.url}/candidats/{candidate.id}/{verb}"
    assert client.ask("POST", path, data={"csrf_token": page.csrf_token}).status_code == 409


def test_a_running_test_is_shown_with_its_times(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    page = open_board(client, room)
    assert "connecté 1 h 45" in row(page, candidate)
    assert "Fin prévue 10 h 15" in row(page, candidate)
    assert counters(page)["running"] == "1"
    assert page.has("Tout va bien · 1 sur 1 entendu")
    assert {RESUME, END} <= set(page.names("button"))
    assert CONFIRM not in page.names("button")


def test_a_test_is_ended_in_a_dialog(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    page = open_board(client, room)
    dialog = page.named("dialog", f"{END} ?")
    assert [page.name_of(one) for one in dialog.iter("button")] == ["Terminer le test", "Annuler"]
    assert page.named("button", END).get("data-opens") == dialog.get("id")
    page = client.send(page, "Terminer le test")
    assert "Terminé par un surveillant." in row(page, candidate)
    assert counters(page)["over"] == "1"
    assert not {RESUME, END} & set(page.names("button"))


def test_a_resume_is_authorised_where_it_was_asked_for(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    room.goodbye(candidate, clock.now)
    clock.advance(30)
    room.wait(candidate, clock.now)
    page = open_board(client, room)
    assert page.by_id("attention-title") is not None
    assert "demande à reprendre" in told(page.by_id("attention"))
    assert counters(page)["attention"] == "1"
    page = client.send(page, RESUME)
    assert "reprise autorisée" in row(page, candidate)
    assert counters(page)["attention"] == "0"


def test_an_alert_is_taken_by_one_person(
    client: Client, sign_in: SignIn, room: Room, candidate: Candidate, colleague: Account, clock: Clock
) -> None:
    act(room.db, accesses.open_session, colleague, room.session.number, room.session.password, clock.now)
    room.start(candidate, clock.now)
    clock.advance(20)
    room.look(clock.now)
    first, other = open_board(client, room), sign_in(colleague)
    second = open_board(other, room)
    assert client.tap(first, "J'y vais")["message"] is None
    assert open_board(client, room).has("Vous y allez")
    refused = other.tap(second, "J'y vais", 409)
    assert refused["detail"] == "Claire Moreau s'en occupe déjà."
    assert open_board(other, room).has("Claire Moreau y va")


def test_an_alert_that_is_over_is_not_taken(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    clock.advance(20)
    room.look(clock.now)
    page = open_board(client, room)
    room.beat(candidate, clock.now)
    room.look(clock.now)
    assert client.tap(page, "J'y vais", 409)["code"] == "alert_closed"
    assert client.send(page, "J'y vais", status=409).has("Cette alerte est déjà close")


def test_a_homonym_is_told_apart_by_birth_date(client: Client, room: Room, candidate: Candidate) -> None:
    for other in room.board(room.session.starts_at).candidates[1:2]:
        twin = room.db.get_one(Candidate, other.id)
        twin.first_name, twin.last_name = candidate.first_name, candidate.last_name
        room.db.commit()
    page = open_board(client, room)
    assert candidate.birth_date.strftime("%d/%m/%Y") in row(page, candidate)


def test_the_board_says_whether_this_person_can_be_rung(
    client: Client, room: Room, invigilator: Account, register: Register
) -> None:
    assert open_board(client, room).has("Ce téléphone ne reçoit pas les alertes.")
    register(invigilator)
    assert not open_board(client, room).has("Ce téléphone ne reçoit pas les alertes.")
