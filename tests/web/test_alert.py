"""One alert on a page of its own: for whoever may answer it or was rung, and nobody else; open or closed."""

from collections.abc import Callable

import pytest

from pwa.models.tables import Account, Alert, Candidate, Neighbour
from pwa.operations import accesses
from tests.acting import act
from tests.cast import Register
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, MakeSession, SignIn
from tests.web.page import Page, told


@pytest.fixture
def alert(room: Room, candidate: Candidate, register: Register, clock: Clock) -> Alert:
    """Léa's window has closed; Claire's phone rings."""
    register(room.invigilator, "Téléphone de Claire")
    room.start(candidate, clock.now)
    room.goodbye(candidate, clock.now)
    clock.advance(4)
    room.look(clock.now)
    return room.alert(candidate)


@pytest.fixture
def claire(sign_in: SignIn, room: Room) -> Client:
    return sign_in(room.invigilator)


@pytest.fixture
def next_door(
    room: Room, make_session: MakeSession, sign_up: Callable[[str], Account], register: Register, clock: Clock
) -> Account:
    """Who watches the room next door, and has a phone."""
    other, account = make_session("Salle B205"), sign_up("Ida Voisine")
    room.db.add(Neighbour(session_id=room.session.id, neighbour_id=other.id))
    room.db.commit()
    act(room.db, accesses.open_session, account, other.number, other.password, clock.now)
    register(account, "ida")
    return account


def see(client: Client, alert: Alert, status: int = 200) -> Page:
    return client.see(f"/alertes/{alert.id}", status)


def life(page: Page, alert: Alert) -> list[str]:
    """The lines of the alert's life, without their times."""
    return [told(line).split(" ", 1)[1] for line in page.by_id(f"life-{alert.id}").iter("li")]


def test_it_tells_where_what_whom_and_since_when(claire: Client, alert: Alert, clock: Clock) -> None:
    page = see(claire, alert)
    assert page.heading == "Salle B204 · poste 01"
    for said in ("Léa ABADIE", "fenêtre fermée depuis 0:04"):
        assert page.has(said)
    assert page.by_id(f"life-{alert.id}") is not None


def test_it_leads_to_the_candidate_on_the_board(claire: Client, room: Room, alert: Alert) -> None:
    link = see(claire, alert).named("a", "Ouvrir le tableau de la session")
    assert link.get("href") == f"/sessions/{room.session.number}/surveiller#candidate-{alert.candidate_id}"


def test_it_is_taken_and_given_back(
    claire: Client, sign_in: SignIn, room: Room, colleague: Account, alert: Alert, clock: Clock
) -> None:
    act(room.db, accesses.open_session, colleague, room.session.number, room.session.password, clock.now)
    karim = sign_in(colleague)
    page = claire.send(see(claire, alert), "J'y vais")
    assert page.has("Vous y allez depuis 0:00")
    clock.advance(130)
    other = see(karim, alert)
    assert other.has("Claire Moreau s'en occupe depuis 2 min")
    assert "J'y vais" not in other.names("button")
    assert "Je ne peux pas" not in other.names("button")
    page = claire.send(page, "Je ne peux pas")
    assert page.has("Alerte rendue : les autres sont appelés.")
    assert "J'y vais" in page.names("button")
    assert "J'y vais" in see(karim, alert).names("button")
    assert life(page, alert)[-2:] == ["Claire Moreau s'en occupe", "Claire Moreau ne peut pas"]


def test_the_board_s_sheet_gives_it_back_too(claire: Client, room: Room, alert: Alert) -> None:
    address = f"/sessions/{room.session.number}/surveiller"
    page = claire.send(claire.see(address), "J'y vais")
    assert page.has("Vous y allez depuis 0:00")
    page = claire.send(page, "Je ne peux pas")
    assert page.has("Alerte rendue : les autres sont appelés.")
    assert "Claire Moreau ne peut pas" in life(page, alert)
    assert alert.claimed_by_id is None


def test_somebody_next_door_who_is_rung_sees_no_name_and_may_go(
    sign_in: SignIn, room: Room, alert: Alert, next_door: Account, clock: Clock
) -> None:
    for seconds in (20, 25):
        clock.advance(seconds)
        room.climb(clock.now)
    ida = sign_in(next_door)
    page = see(ida, alert)
    assert page.has("L. A.")
    assert not page.has("ABADIE")
    assert "Ouvrir le tableau de la session" not in page.names("a")
    assert ida.send(page, "J'y vais").has("Vous y allez depuis 0:00")
    assert alert.claimed_by_id == next_door.id


def test_staff_of_the_centre_see_it_by_name(sign_in: SignIn, staff: Account, alert: Alert) -> None:
    page = see(sign_in(staff), alert)
    assert page.has("Léa ABADIE")
    assert "J'y vais" in page.names("button")
    assert "Ouvrir le tableau de la session" not in page.names("a")


def test_it_says_what_each_step_did(claire: Client, room: Room, register: Register, alert: Alert, clock: Clock) -> None:
    register(room.invigilator, "Tablette")
    for seconds in (20, 25, 45, 120, 120):
        clock.advance(seconds)
        room.climb(clock.now)
    assert life(see(claire, alert), alert) == [
        "Alerte levée : 1 appareil",
        "20 s sans affichage : 1 autre appareil",
        "45 s sans réponse : toute la session et les salles voisines, 2 appareils",
        "90 s sans réponse : aucun appareil au centre",
        "Toujours sans réponse : tout le monde, 2 appareils (2 fois)",
    ]


def test_it_can_still_be_read_once_it_is_closed(
    claire: Client, room: Room, candidate: Candidate, alert: Alert, clock: Clock
) -> None:
    open_page = see(claire, alert)
    room.resume(candidate, clock.now)
    page = see(claire, alert)
    assert page.has("Cette alerte est close : une réponse a été donnée.")
    assert page.names("button").count("J'y vais") == 0
    assert claire.send(open_page, "J'y vais", status=409).has("Cette alerte est déjà close")


def test_who_was_rung_and_left_may_read_it_and_no_more(claire: Client, room: Room, alert: Alert, clock: Clock) -> None:
    open_page = see(claire, alert)
    room.leave(room.invigilator, clock.now)
    page = see(claire, alert)
    assert page.has("Vous ne surveillez plus cette session")
    assert not page.has("ABADIE")
    assert "J'y vais" not in page.names("button")
    assert claire.send(open_page, "J'y vais", status=409).has("Vous ne surveillez plus cette session")


def test_nobody_else_knows_that_it_exists(
    sign_in: SignIn, alert: Alert, stranger: Account, player: Account, next_door: Account
) -> None:
    for account in (stranger, player):
        see(sign_in(account), alert, 404)
    assert see(sign_in(next_door), alert).has("L. A.")  # theirs to answer, rung or not
