"""An outage on the board: one card, a sheet that names who is missing, and its candidates still in the list."""

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Alert, Candidate
from tests.operations.crowd import open_alerts, outage, sit_down, watch
from tests.room import Room, after
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import told
from tests.web.test_board import counters, open_board, row


@pytest.fixture
def client(sign_in: SignIn, invigilator: Account, room: Room) -> Client:
    """The invigilator's browser."""
    return sign_in(invigilator)


@pytest.fixture
def seated(room: Room, clock: Clock) -> list[Candidate]:
    """Three candidates who have just fallen silent."""
    seated = sit_down(room, 3)
    watch(room, 0, 20)
    clock.advance(20)
    return seated


def test_an_outage_is_one_card_with_its_sheet(client: Client, room: Room, seated: list[Candidate]) -> None:
    page = open_board(client, room)
    card = page.by_id(f"alert-{outage(room).id}")
    assert told(card) == "3 candidats réseau de la salle coupé 0 sur 3 revenu depuis 08 h 30"
    assert card.get("popovertarget") == f"sheet-alert-{outage(room).id}"
    sheet = told(page.by_id(f"sheet-alert-{outage(room).id}"))
    assert all(candidate.full_name in sheet for candidate in seated)
    assert counters(page)["attention"] == "1"
    assert not page.has("Tout va bien")


def test_the_counter_says_how_many_its_filter_lists(client: Client, room: Room, seated: list[Candidate]) -> None:
    assert "1 à voir · 3 candidats" in told(open_board(client, room).by_id("counters"))


def test_those_it_holds_keep_their_row(client: Client, room: Room, seated: list[Candidate]) -> None:
    assert "signal perdu depuis 08 h 30" in row(open_board(client, room), seated[0])


def test_an_outage_is_announced_without_a_number_that_changes(
    client: Client, room: Room, seated: list[Candidate]
) -> None:
    page = open_board(client, room)
    announced = [one.get("data-announce") for one in page.by_id("attention").iter("li") if one.get("data-announce")]
    assert announced == ["réseau de la salle coupé"]


def test_somebody_takes_an_outage(client: Client, room: Room, seated: list[Candidate]) -> None:
    page = client.send(open_board(client, room), "J'y vais")
    assert page.has("Vous y allez")
    assert open_alerts(room) == ["room_outage"]


def test_a_silent_phone_is_told_by_the_name_of_its_person(
    client: Client, room: Room, colleague: Account, app_db: Session
) -> None:
    app_db.add(
        Alert(
            session_id=room.session.id,
            about_id=colleague.id,
            kind="device_silent",
            detail="",
            dedupe_key="silent",
            version=1,
            since=after(-30),
            raised_at=after(0),
        )
    )
    app_db.commit()
    page = open_board(client, room)
    (alert,) = room.db.query(Alert).all()
    shown = told(page.by_id(f"alert-{alert.id}"))
    assert shown == "Karim Haddad téléphone d'un surveillant injoignable depuis 08 h 29"
    assert "Prévenez cette personne de vive voix" in told(page.by_id(f"sheet-alert-{alert.id}"))
    assert counters(page)["attention"] == "1"
