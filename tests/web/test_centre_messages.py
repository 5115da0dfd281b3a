"""Messages of the centre: written on a page of staff, read on the board and on the candidates' pages."""

from xml.etree.ElementTree import Element

import pytest

from pwa.domain.centre_messages import EMPTY, FINALISED
from pwa.models.tables import Account, Candidate
from tests.cast import Register
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told

TEXT = "L'alarme est un essai, restez assis."
MESSAGES, READ = "/api/v1/messages", "/api/v1/messages/read"


@pytest.fixture
def client(sign_in: SignIn, staff: Account, room: Room) -> Client:
    """The centre's browser."""
    return sign_in(staff)


def address(room: Room) -> str:
    return f"/centre/sessions/{room.session.number}/messages"


def send(client: Client, room: Room, to: str = "room", text: str = TEXT, status: int = 200) -> Page:
    page = client.see(address(room))
    return client.send(page, "Envoyer le message", {"Destinataires": to, "Message": text}, status)


def sent(page: Page) -> list[str]:
    def words(line: Element) -> str:
        return told(line).replace("\u00a0", " ")

    return [words(line) for line in page.all("li") if "sent-text" in str([one.get("class") for one in line])]


def test_a_message_to_the_room_is_listed_and_read_on_the_pages(
    client: Client, sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    page = send(client, room)
    assert page.has("Message envoyé.")
    assert sent(page) == [f"{TEXT} À toute la salle · Hélène Pasquier, 08 h 30 · lu par 0 candidat"]
    lea = sign_in(player)
    (message,) = lea.read(MESSAGES)["messages"]
    assert (message["text"], message["at"]) == (TEXT, "08\u00a0h\u00a030")
    assert lea.read("/api/v1/waiting")["message"] == message["id"]
    lea.post(READ, {"message": message["id"]}, 204)
    assert lea.read(MESSAGES) == {"messages": []}
    assert sent(client.see(address(room)))[0].endswith("lu par 1 candidat")


def test_a_message_to_one_says_whether_it_was_read(
    client: Client, sign_in: SignIn, room: Room, player: Account, candidate: Candidate
) -> None:
    page = send(client, room, f"candidate-{candidate.id}")
    assert sent(page)[0].endswith("À Léa ABADIE · Hélène Pasquier, 08 h 30 · pas encore lu")
    lea = sign_in(player)
    lea.post(READ, {"message": lea.read(MESSAGES)["messages"][0]["id"]}, 204)
    assert sent(client.see(address(room)))[0].endswith("· lu")


def test_a_message_to_the_invigilators_is_on_the_board_and_on_their_phones(
    client: Client, sign_in: SignIn, room: Room, register: Register
) -> None:
    register(room.invigilator)
    page = send(client, room, "invigilators", "Appelez l'accueil.")
    assert sent(page)[0].endswith("Aux surveillants · Hélène Pasquier, 08 h 30 · affiché sur 0 téléphone sur 1")
    assert len(room.deliveries("message")) == 1
    board = sign_in(room.invigilator).see(f"/sessions/{room.session.number}/surveiller")
    words = told(board.by_id("messages"))
    assert "Message du centre · Aux surveillants" in words
    assert "Appelez l'accueil. Hélène Pasquier" in words


def test_the_board_shows_what_its_candidates_read_by_its_own_door(
    client: Client, sign_in: SignIn, room: Room, candidate: Candidate
) -> None:
    version = room.session.version
    watching = sign_in(room.invigilator)
    send(client, room)
    door = f"/sessions/{room.session.number}/surveiller/changements?since={version}"
    piece = watching.fragment(watching.read(door)["fragments"]["messages"])
    assert piece.has(TEXT)
    assert piece.has("À toute la salle")


def test_a_test_page_is_told_at_its_hello_and_by_its_signs_of_life(
    client: Client, sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    lea = sign_in(player)
    room.confirm(candidate, clock.now)
    room.enter(candidate, clock.now)
    token = lea.see("/test").by_id("test").get("data-token")
    who = {"token": token, "epoch": "window-1"}
    assert lea.post("/api/v1/attempts/hello", who)["message"] == 0
    send(client, room)
    said = lea.post("/api/v1/attempts/beat", {**who, "seq": 1})
    assert said["message"] == lea.read(MESSAGES)["messages"][0]["id"]


def test_an_empty_message_is_refused_beside_its_field(client: Client, room: Room) -> None:
    page = send(client, room, text="  ", status=422)
    assert page.has(EMPTY)
    assert room.journal().count("centre_message_sent") == 0


def test_what_was_typed_stays_when_the_session_was_finalised_meanwhile(
    client: Client, room: Room, clock: Clock
) -> None:
    page = client.see(address(room))
    room.finalise(clock.now)
    page = client.send(page, "Envoyer le message", {"Message": TEXT}, 422)
    assert page.has(FINALISED)
    assert told(page.named("textarea", "Message")) == TEXT
    page = client.see(address(room))
    assert page.has(FINALISED)
    assert not page.has("Envoyer le message")


def test_a_candidate_reads_nobody_else_s_messages(
    client: Client, sign_in: SignIn, room: Room, player: Account, candidate: Candidate, neighbour: Candidate
) -> None:
    send(client, room, f"candidate-{neighbour.id}")
    lea = sign_in(player)
    assert lea.read(MESSAGES) == {"messages": []}
    lea.post(READ, {"message": 1}, 404)


@pytest.mark.parametrize("to", ["candidate-0", "candidate-", "everybody", ""])
def test_nobody_known_is_nobody(client: Client, room: Room, to: str) -> None:
    page = client.see(address(room))
    data = {"csrf_token": page.csrf_token, "to": to, "text": TEXT}
    assert client.ask("POST", address(room), data=data).status_code == 404
    assert room.journal().count("centre_message_sent") == 0


def test_markup_is_text(client: Client, room: Room) -> None:
    assert sent(send(client, room, text="<b>Attention</b>"))[0].startswith("<b>Attention</b>")
