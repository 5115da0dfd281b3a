"""The time line of a test on the candidate's sheet: what interrupted it, for how long, in words and on a line."""

import pytest

from pwa.models.tables import Account, Candidate
from tests.room import NOW, Room, after
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, seen, told


@pytest.fixture
def client(sign_in: SignIn, invigilator: Account, room: Room) -> Client:
    """The invigilator's browser."""
    return sign_in(invigilator)


def open_board(client: Client, room: Room) -> Page:
    return client.see(f"/sessions/{room.session.number}/surveiller")


def sheet(page: Page, candidate: Candidate) -> str:
    return told(page.by_id(f"sheet-{candidate.id}"))


def drawn(page: Page, candidate: Candidate, what: str = "class") -> list[str | None]:
    """What is drawn over the line: the classes, or another attribute."""
    shapes = [one for one in page.by_id(f"timeline-{candidate.id}").iter() if str(one.tag).endswith("rect")]
    return [one.get(what) for one in shapes][1:]


def test_before_the_first_question_there_is_no_line(client: Client, room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    page = open_board(client, room)
    assert "Entendu" not in sheet(page, candidate)
    assert "Chronologie" not in sheet(page, candidate)


def test_a_test_heard_all_along_says_so(client: Client, room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    page = open_board(client, room)
    assert "Entendu sans interruption depuis 08 h 30" in sheet(page, candidate)


def test_a_lost_page_is_told_on_the_row_and_on_the_sheet(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, NOW)
    room.look(after(15))
    clock.advance(42)
    page = open_board(client, room)
    assert "signal perdu depuis 0:42" in seen(page.by_id(f"candidate-{candidate.id}"))
    assert "signal perdu depuis 08 h 30" in told(page.by_id(f"candidate-{candidate.id}"))
    assert "En cours, commencé à 08 h 30." in sheet(page, candidate)
    assert "Chronologie 1 événement" in sheet(page, candidate)
    assert "Signal perdu depuis 08 h 30 (0:42)" in sheet(page, candidate)
    assert drawn(page, candidate) == ["timeline-lost"]


def test_what_interrupted_a_test_stays_on_its_line(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, NOW, mono=0)
    room.look(after(15))
    room.beat(candidate, after(62), mono=62, late=11)
    room.look(after(62))
    for number, seconds in enumerate((120, 130), start=1):
        room.goodbye(candidate, after(seconds), f"window-{number}")
        room.hello(candidate, after(seconds + 2), f"window-{number + 1}", f"window-{number}")
    room.beat(candidate, after(200), "window-3", visible=False, mono=60)
    room.look(after(200))
    room.beat(candidate, after(260), "window-3", mono=120)
    room.look(after(260))
    room.look(after(275))
    room.beat(candidate, after(560), "window-3", mono=121)
    room.look(after(560))
    clock.advance(600)
    text = sheet(page := open_board(client, room), candidate)
    assert "Réseau coupé de 08 h 30 à 08 h 31 (1:02) 11 signes reçus en retard" in text
    assert "Page rechargée 2 fois à 08 h 32" in text
    assert "Onglet masqué de 08 h 33 à 08 h 34 (1:00)" in text
    assert "Ordinateur en veille de 08 h 34 à 08 h 39 (5 min)" in text
    assert drawn(page, candidate) == [
        "timeline-lost", "timeline-reload", "timeline-reload", "timeline-hidden", "timeline-lost"
    ]  # fmt: skip


def test_the_line_of_a_test_that_is_over_ends_with_it(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, NOW)
    room.look(after(15))
    room.end(candidate, after(60))
    clock.advance(minutes=30)
    text = sheet(page := open_board(client, room), candidate)
    assert "Signal perdu de 08 h 30 à 08 h 31 (1:00)" in text
    assert drawn(page, candidate, "width") == ["1000"]
