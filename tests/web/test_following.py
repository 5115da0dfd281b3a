"""The page of the day's rooms: what it says, to whom, and the door by which it stays up to date."""

from contextlib import closing

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate
from pwa.operations import session_changes
from tests.acting import act
from tests.cast import Register
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, MakeSession, SignIn
from tests.web.page import told

PAGE = "/centre/suivi"


@pytest.fixture
def client(sign_in: SignIn, staff: Account, room: Room) -> Client:
    """The centre's browser."""
    return sign_in(staff)


def card(client: Client, room: Room) -> str:
    return told(client.see(PAGE).by_id(f"room-{room.session.number}")).replace("\u00a0", " ")


def test_a_room_is_told_in_a_few_words_and_leads_to_its_page(client: Client, room: Room) -> None:
    page = client.see(PAGE)
    assert page.heading == "Suivi du jour"
    said = card(client, room)
    assert f"Salle B204 Session {room.session.number} · 07 h 30 · Lycée Camille Guérin" in said
    assert "3 inscrits 0 à voir 3 attendus 0 présent 0 en cours 0 terminé" in said
    assert "Aucun téléphone prêt : Claire Moreau" in said
    assert page.named("a", "Salle B204").get("href") == f"/centre/sessions/{room.session.number}"
    write = page.named("a", f"Écrire un message : Salle B204, session {room.session.number}")
    assert write.get("href") == f"/centre/sessions/{room.session.number}/messages"


def test_what_has_no_telephone_to_ring_says_so(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.wait(candidate, clock.now)
    waiting = client.see(PAGE).by_id(f"call-{room.alert(candidate).id}")
    assert told(waiting).endswith("aucun téléphone à faire sonner")


def test_what_nobody_took_is_told_with_where_it_leads(
    client: Client, room: Room, candidate: Candidate, register: Register, clock: Clock
) -> None:
    assert client.see(PAGE).has("Aucune alerte n'attend quelqu'un.")
    register(room.invigilator)
    room.wait(candidate, clock.now)
    clock.advance(10)
    page = client.see(PAGE)
    waiting = page.by_id(f"call-{room.alert(candidate).id}")
    words = told(waiting).replace("\u00a0", " ")
    assert words.startswith("Salle B204 · Léa ABADIE, poste 01 demande à entrer depuis ")
    assert words.endswith("sonne chez les surveillants")
    assert (waiting.get("data-announce"), waiting.get("data-signal")) == (
        "Salle B204 : Léa ABADIE, poste 01, demande à entrer",
        "ask",
    )
    (link,) = waiting.iter("a")
    assert link.get("href") == f"/alertes/{room.alert(candidate).id}"


def test_the_door_gives_what_changed_since_and_nothing_else(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    version = client.see(PAGE).by_id("board").get("data-version")
    assert client.read(f"{PAGE}/changements?since={version}", 204) == {}
    room.wait(candidate, clock.now)
    said = client.read(f"{PAGE}/changements?since={version}")
    assert said["version"] > int(version or 0)
    assert said["fragments"].keys() == {"troubles", "attention", "rooms"}
    assert client.fragment(said["fragments"]["attention"]).has("Léa ABADIE")
    again = client.read(f"{PAGE}/pouls")
    assert again["fragments"] == said["fragments"]


def test_a_room_made_meanwhile_comes_with_the_pulse(client: Client, room: Room, make_session: MakeSession) -> None:
    client.see(PAGE)
    other = make_session("Salle A12")
    rooms = client.read(f"{PAGE}/pouls")["fragments"]["rooms"]
    assert client.fragment(rooms).by_id(f"room-{other.number}") is not None


def test_a_room_that_is_gone_brings_the_version_down_and_is_told(
    client: Client, room: Room, db: Session, staff: Account, make_session: MakeSession, clock: Clock
) -> None:
    other = make_session("Salle A12")
    version = client.see(PAGE).by_id("board").get("data-version")
    act(db, session_changes.archive, other, staff, clock.now)
    said = client.read(f"{PAGE}/changements?since={version}")
    assert said["version"] < int(version or 0)
    assert said["rooms"] == str(room.session.number)
    assert "Salle A12" not in said["fragments"]["rooms"]
    assert client.read(f"{PAGE}/changements?since={said['version']}", 204) == {}


def test_one_stream_rings_for_any_of_the_rooms(
    client: Client, room: Room, candidate: Candidate, make_session: MakeSession, clock: Clock
) -> None:
    other = make_session("Salle A12")
    version = room.session.version + other.version
    answer = client.ask("GET", f"{PAGE}/flux", accept="text/event-stream", buffered=False)
    with closing(answer):
        heard = (piece.decode() if isinstance(piece, bytes) else piece for piece in answer.response)
        assert next(heard) == f"retry: 2000\ndata: {version}\n\n"
        room.wait(candidate, clock.now)
        assert next(heard) == f"data: {version + 1}\n\n"


def test_a_finalised_room_is_told_last_and_takes_no_message(
    client: Client, db: Session, room: Room, clock: Clock
) -> None:
    room.finalise(clock.now)
    said = card(client, room)
    assert "Finalisée" in said
    assert "téléphone" not in said
    assert "Écrire un message" not in said


def test_a_day_without_a_session_says_so(sign_in: SignIn, staff: Account, room: Room, clock: Clock) -> None:
    clock.advance(minutes=3 * 24 * 60)
    assert sign_in(staff).see(PAGE).has("Aucune session aujourd'hui.")


def test_it_is_for_staff_alone(sign_in: SignIn, invigilator: Account, room: Room) -> None:
    client = sign_in(invigilator)
    for path in ("", "/changements", "/pouls", "/flux"):
        assert client.ask("GET", f"{PAGE}{path}").status_code == 404
