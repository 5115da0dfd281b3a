"""Lost time on the board: its ledger on the sheet, granted or not by one tap, to one or to all of an outage."""

import pytest

from pwa.domain.spans import Cause
from pwa.models.tables import Account, Candidate, Span
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page
from tests.web.test_minutes import open_board, open_minutes, sheet

LEA = "Léa ABADIE"
GRANT, DECLINE = f"Accorder 3 min à {LEA}", f"Ne pas accorder le temps perdu de {LEA}"
ALL = "Accorder leur temps perdu aux 2 candidats de la coupure de 08 h 40"


@pytest.fixture
def client(sign_in: SignIn, invigilator: Account, room: Room) -> Client:
    """The invigilator's browser."""
    return sign_in(invigilator)


@pytest.fixture
def cut(room: Room, candidate: Candidate, clock: Clock) -> Span:
    """Léa's network, cut at 8 h 40 for two minutes and ten seconds."""
    room.start(candidate, clock.now)
    clock.advance(minutes=10)
    began = clock.now
    clock.advance(130)
    return room.lose(candidate, began, clock.now)


@pytest.fixture
def shared(room: Room, neighbour: Candidate, cut: Span) -> Span:
    """The same outage, for Aïssatou Bâ too."""
    room.start(neighbour, cut.began_at)
    return room.lose(neighbour, cut.began_at, cut.ended_at)


def names(page: Page) -> list[str]:
    """What can be pressed, with the space that a page shows."""
    return [name.replace("\u00a0", " ") for name in page.names("button")]


def test_the_sheet_shows_what_was_lost(client: Client, room: Room, candidate: Candidate, cut: Span) -> None:
    page = open_board(client, room)
    told = sheet(page, candidate)
    assert "Temps perdu réseau coupé, 08 h 40 – 08 h 42 2 min 10 s à décider" in told
    assert {GRANT, DECLINE} <= set(names(page))
    assert ALL not in names(page)


def test_who_lost_nothing_has_no_ledger(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    assert "Temps perdu" not in sheet(open_board(client, room), candidate)


def test_one_tap_gives_it_back(client: Client, room: Room, candidate: Candidate, cut: Span) -> None:
    said = client.tap(open_board(client, room), GRANT)
    assert said["message"] == f"3 minutes ajoutées : {LEA}."
    page = open_board(client, room)
    assert "+3 min à 08 h 42, par Claire Moreau : Temps perdu" in sheet(page, candidate)
    assert "accordé à 08 h 42 par Claire Moreau" in sheet(page, candidate)
    assert GRANT not in names(page)


def test_one_tap_says_no(client: Client, room: Room, candidate: Candidate, cut: Span) -> None:
    page = client.send(open_board(client, room), DECLINE)
    assert page.has(f"Temps perdu non accordé : {LEA}.")
    assert "non accordé, décidé à 08 h 42 par Claire Moreau" in sheet(page, candidate)


def test_the_second_tap_is_told_who_decided(client: Client, room: Room, cut: Span) -> None:
    page = open_board(client, room)
    client.tap(page, GRANT)
    assert client.tap(page, GRANT, 409)["detail"].startswith("Déjà décidé par Claire Moreau")


def test_all_of_an_outage_get_theirs(client: Client, room: Room, candidate: Candidate, shared: Span) -> None:
    page = open_board(client, room)
    button = next(one for one in page.names("button") if one.startswith("Accorder leur temps"))
    assert button.replace("\u00a0", " ") == ALL
    assert client.tap(page, button)["message"] == "Temps perdu accordé à 2 candidats."
    assert "+3 min" in sheet(open_board(client, room), candidate)


def test_the_page_of_minutes_lists_the_outages(
    client: Client, room: Room, neighbour: Candidate, shared: Span, clock: Clock
) -> None:
    page = open_minutes(client, room)
    assert page.has("réseau coupé : 2 candidats touchés")
    room.end(neighbour, clock.now)
    page = open_minutes(client, room)
    page = client.send(page, next(one for one in page.names("button") if one.startswith("Accorder son temps")))
    assert page.has("Temps perdu accordé à 1 candidat.")
    assert page.has("Aïssatou BÂ : Le test de ce candidat est terminé.")
    assert open_minutes(client, room).has("Il n'y a plus rien à décider.")


def test_a_long_ledger_is_folded_and_says_what_each_was(
    client: Client, room: Room, candidate: Candidate, cut: Span, clock: Clock
) -> None:
    room.session.compensation = "over_minute"
    room.db.commit()
    for cause in (Cause.CLOSED, Cause.CRASH):
        room.lose(candidate, cut.began_at, cut.began_at.replace(second=30), cause)
    room.lose(candidate, clock.now, None, Cause.UNKNOWN)
    page = open_board(client, room)
    told = sheet(page, candidate)
    assert "signal perdu, 08 h 42" in told
    assert "n'est pas encore revenu" in told
    assert "fenêtre fermée, 08 h 40 30 s rien à rendre selon la règle de la session" in told
    assert "+ 1 autre" in told


def test_time_counted_from_the_taking_is_said(client: Client, room: Room, candidate: Candidate, cut: Span) -> None:
    room.session.compensation = "claimed"
    cut.claimed_at = cut.began_at.replace(second=40)
    room.db.commit()
    page = open_board(client, room)
    assert "à décider, 1 min 30 s à rendre selon la règle" in sheet(page, candidate)
    assert f"Accorder 2 min à {LEA}" in names(page)
