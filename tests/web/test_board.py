"""The board: what it shows by which names, and what an invigilator does from it, by a form or by a script."""

import pytest
from werkzeug.test import TestResponse

from pwa.domain.attempts import STARTED, State
from pwa.models.tables import Account, Candidate
from pwa.operations import accesses
from tests.acting import act
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
    return " ".join(told(page.by_id(f"{piece}-{candidate.id}")) for piece in ("candidate", "file"))


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
    done = client.tap(page, CONFIRM)
    assert (done["version"], done["message"]) == (version + 1, f"Présence confirmée : {LEA}.")
    undone = client.tap(open_board(client, room), CANCEL)
    assert (undone["version"], undone["message"]) == (version + 2, f"Confirmation annulée : {LEA}.")


def test_a_script_is_told_how_to_undo_a_confirmation(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    page = open_board(client, room)
    undo = client.tap(page, CONFIRM)["undo"]
    assert undo["label"] == "Annuler"
    answer = client.ask("POST", undo["url"], data={"csrf_token": page.csrf_token}, accept="application/json")
    assert answer.get_json()["undo"] is None
    assert room.state(candidate, clock.now) is State.EXPECTED


def test_an_undo_that_comes_too_late_is_refused(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    page = open_board(client, room)
    undo = client.tap(page, CONFIRM)["undo"]
    room.enter(candidate, clock.now)
    answer = client.ask("POST", undo["url"], data={"csrf_token": page.csrf_token}, accept="application/json")
    assert (answer.status_code, answer.get_json()["detail"]) == (409, STARTED)


def test_a_candidate_is_marked_absent_and_brought_back(client: Client, room: Room, candidate: Candidate) -> None:
    page = client.send(open_board(client, room), f"Marquer absent {LEA}")
    assert page.has(f"Absence notée : {LEA}.")
    assert "absent" in row(page, candidate)
    assert f"Marquer absent {LEA}" not in page.names("button")
    page = client.send(page, CONFIRM)
    assert counters(page)["present"] == "1"


def test_an_absence_is_taken_back_on_the_sheet(client: Client, room: Room, candidate: Candidate) -> None:
    page = client.send(open_board(client, room), f"Marquer absent {LEA}")
    page = client.send(page, f"Annuler l'absence de {LEA}")
    assert page.has(f"Absence annulée : {LEA}.")
    assert f"Marquer absent {LEA}" in page.names("button")


def test_a_script_is_told_how_to_undo_an_absence(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    page = open_board(client, room)
    undo = client.tap(page, f"Marquer absent {LEA}")["undo"]
    assert undo["label"] == "Annuler"
    client.ask("POST", undo["url"], data={"csrf_token": page.csrf_token}, accept="application/json")
    assert room.state(candidate, clock.now) is State.EXPECTED


def several(client: Client, page: Page, *ids: object, accept: str = "text/html") -> TestResponse:
    """Send the ticked boxes, which stand outside their form."""
    form = page.form("Confirmer la sélection")
    return client.ask("POST", form.action, data={**form.data, "candidate": [str(one) for one in ids]}, accept=accept)


def test_whoever_is_expected_can_be_ticked(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.mark_absent(candidate, clock.now)
    page = open_board(client, room)
    boxes = [one for one in page.all("input") if one.get("form") == page.by_id("several").get("id")]
    assert [page.name_of(box) for box in boxes] == ["Sélectionner Aïssatou BÂ", "Sélectionner Jean-Michel BERTRAND"]
    assert page.named("button", "Sélectionner").get("popovertarget") == "several"


def test_several_are_confirmed_by_a_form(client: Client, room: Room, clock: Clock) -> None:
    page = open_board(client, room)
    lea, aissatou, _ = room.board(clock.now).candidates
    several(client, page, lea.id, aissatou.id, aissatou.id)
    page = open_board(client, room)
    assert page.has("2 présences confirmées.")
    assert counters(page)["present"] == "2"


def test_the_refused_are_named_with_why_and_the_others_confirmed(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    page = open_board(client, room)
    room.confirm(candidate, clock.now)
    ids = [line.id for line in room.board(clock.now).candidates]
    said = several(client, page, *ids, accept="application/json").get_json()
    assert said["message"] == "2 présences confirmées."
    assert said["detail"] == f"{LEA} : La présence de ce candidat est déjà confirmée."
    assert counters(open_board(client, room))["present"] == "3"


def test_when_nobody_can_be_confirmed_nothing_changes(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    page = open_board(client, room)
    room.confirm(candidate, clock.now)
    version = room.board(clock.now).version
    refused = several(client, page, candidate.id, accept="application/json")
    assert (refused.status_code, refused.get_json()["detail"].split(" : ")[0]) == (409, LEA)
    assert room.board(clock.now).version == version


@pytest.mark.parametrize(("ids", "status"), [((), 422), (("x",), 422), ((0,), 404), ((2**70,), 404), ((999,), 404)])
def test_ticks_that_name_nobody_are_refused(client: Client, room: Room, ids: tuple[object, ...], status: int) -> None:
    assert several(client, open_board(client, room), *ids).status_code == status


def test_a_confirmation_is_shown_running_down_and_run_out(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.confirm(candidate, clock.now)
    clock.advance(minutes=5)
    page = open_board(client, room)
    assert "présent, jusqu'à 08 h 45" in row(page, candidate)
    assert "Peut commencer pendant encore 10 min" in row(page, candidate)
    clock.advance(minutes=10)
    room.look(clock.now)
    page = open_board(client, room)
    assert "confirmation expirée Confirmer" in row(page, candidate)
    assert "Confirmation expirée sans avoir servi." in row(page, candidate)
    assert counters(page)["attention"] == "1"
    assert CONFIRM in page.names("button")


def test_a_move_that_is_not_legal_is_refused_by_the_server(client: Client, room: Room, clock: Clock) -> None:
    client.tap(open_board(client, room), CONFIRM)
    page = open_board(client, room)
    client.tap(page, CANCEL)
    version = room.board(clock.now).version
    refused = client.tap(page, CANCEL, 409)
    assert refused["detail"] == "La présence de ce candidat n'est pas confirmée : il n'y a rien à annuler."
    assert client.send(page, CANCEL, status=409).has(refused["detail"])
    assert room.board(clock.now).version == version


@pytest.mark.parametrize("verb", ["annuler", "reprise", "terminer"])
def test_an_expected_candidate_cannot_be(client: Client, room: Room, candidate: Candidate, verb: str) -> None:
    page = open_board(client, room)
    path = f"{page.url}/candidats/{candidate.id}/{verb}"
    assert client.ask("POST", path, data={"csrf_token": page.csrf_token}).status_code == 409


def test_a_running_test_is_shown_with_its_times(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    page = open_board(client, room)
    assert "connecté fin à 10 h 15" in row(page, candidate)
    assert "Fin prévue 10 h 15" in row(page, candidate)
    assert counters(page)["running"] == "1"
    assert page.has("Tout va bien · 1 sur 1 entendu")
    assert {RESUME, END} <= set(page.names("button"))
    assert CONFIRM not in page.names("button")


def test_time_comes_before_the_way_back_for_whoever_is_heard(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    names = open_board(client, room).names("button")
    assert names.index(f"Ajouter du temps à {LEA}") < names.index(RESUME) < names.index(END)


def test_all_is_well_only_when_everybody_is_heard(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    room.resume(candidate, clock.now)
    clock.advance(minutes=1)
    page = open_board(client, room)
    assert page.has("Personne ne vous attend · 0 sur 1 entendu")
    assert not page.has("Tout va bien")


def test_a_test_is_ended_in_a_dialog(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    page = open_board(client, room)
    dialog = page.by_id(page.named("button", END).get("data-opens", ""))
    assert [page.name_of(one) for one in dialog.iter("button")] == ["Terminer le test", "Annuler"]
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
    assert open_board(other, room).has("Claire Moreau s'en occupe depuis 0:00")


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
