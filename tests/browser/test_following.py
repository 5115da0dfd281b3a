"""The rooms of a day followed on a phone: an alert rises by itself, a message reaches a candidate and the invigilators.

The message to their phone takes the road that `test_push_chromium` tells of.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from pwa.clock import utcnow
from pwa.operations import accesses, sessions
from pwa.operations.sessions import Plan
from tests.acting import act
from tests.browser.phones import Phone, answer_all, phones
from tests.cast import planned
from tests.room import Room
from tests.scene import Scene, SignIn
from tests.tools.chromium import Chromium
from tests.tools.push_service import PushService
from tests.tools.servers import AppServer

PHONE, COMPUTER = (390, 844), (1366, 768)
SOON = 8000  # milliseconds: the machine may be busy
TEXT = "L'alarme est un essai, restez assis."
FOLLOWING = "/centre/suivi"
Open = Callable[..., Page]


@pytest.fixture
def open_as(chromium: Chromium, app_server: AppServer, stage: Scene) -> Iterator[Open]:
    """Opens a page in a browser of that person's own."""
    with ExitStack() as closing:
        closing.callback(answer_all, stage)

        def enter(person: SignIn, path: str, size: tuple[int, int] = PHONE) -> Page:
            page = closing.enter_context(chromium.context(size)).new_page()
            page.goto(f"{app_server.url}/connexion")
            page.get_by_label("Adresse e-mail").fill(person.email)
            page.get_by_label("Mot de passe").fill(person.password)
            page.get_by_role("button", name="Se connecter").click()
            page.wait_for_url(f"{app_server.url}/")
            page.goto(f"{app_server.url}{path}")
            return page

        yield enter


@pytest.fixture
def phone(chromium: Chromium, app_server: AppServer, the_push_service: PushService, stage: Scene) -> Iterator[Phone]:
    """Claire's, where every page of ours is closed."""
    with phones(chromium, app_server, the_push_service, stage) as make:
        yield make(stage.claire)


@pytest.fixture
def next_door(stage: Scene) -> Room:
    """Another room of the same day, watched by Karim."""
    now, centre, staff = utcnow(), stage.session.centre, stage.account(stage.staff)
    plan = Plan(
        "Lycée Camille Guérin", "Salle C101", now.astimezone(ZoneInfo(centre.zone)).replace(tzinfo=None), "K. H."
    )
    made = act(stage.db, sessions.create, centre, plan, staff, now)
    act(stage.db, sessions.enrol, made, planned()[1].candidates[:3], staff, now)
    karim = stage.account(stage.karim)
    act(stage.db, accesses.open_session, karim, made.number, made.password, now)
    return Room(stage.db, made, karim)


def write(page: Page, to: str, text: str) -> None:
    """Without a mouse: the choice, the words, the button."""
    page.get_by_label("Destinataires").select_option(label=to)
    page.get_by_label("Message", exact=True).focus()
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Message envoyé.")).to_be_visible(timeout=SOON)


def sent(page: Page) -> str:
    return page.locator(".sent li").first.inner_text().replace("\u00a0", " ")


def test_two_rooms_on_one_phone_and_a_message_to_each_side(
    open_as: Open, phone: Phone, stage: Scene, next_door: Room
) -> None:
    room, lea = stage.room, stage.find("ABADIE")
    player = stage.play(lea, utcnow())
    room.confirm(lea, utcnow())
    room.enter(lea, utcnow())
    test = open_as(player, "/test", COMPUTER)
    expect(test.get_by_role("heading", level=1)).to_contain_text("Question 1", timeout=SOON)

    staff = open_as(stage.staff, FOLLOWING)
    cards = staff.locator(".room-card")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("1 sur 1 entendu")
    expect(staff.locator("#attention")).to_contain_text("Aucune alerte n'attend quelqu'un.")
    waits = next_door.session.number
    (candidate, *_) = sessions.candidates(stage.db, next_door.session)
    next_door.wait(candidate, utcnow())
    call = staff.locator(".call")
    expect(call).to_contain_text(f"Salle C101 · {candidate.full_name}", timeout=SOON)
    expect(call).to_contain_text("demande à entrer")
    expect(staff.locator("#alarm")).to_contain_text("Salle C101")
    expect(staff.locator(f"#room-{waits}")).to_contain_text("1 à voir")

    staff.get_by_role("link", name=f"Écrire un message : {stage.session.room}").click()
    write(staff, "Toute la salle", TEXT)
    told = test.locator("#told")
    expect(told).to_contain_text(TEXT, timeout=SOON)
    expect(test.locator("#announce")).to_contain_text(TEXT)
    test.get_by_role("button", name="J'ai lu, fermer").click()
    expect(told).to_be_hidden(timeout=SOON)
    staff.reload()
    assert "lu par 1 candidat" in sent(staff)
    test.reload()
    expect(test.get_by_role("heading", level=1)).to_contain_text("Question 1", timeout=SOON)
    expect(told).to_be_hidden()

    write(staff, "Ses surveillants", "Appelez l'accueil.")
    shown = phone.told("message du centre")
    assert "Appelez" not in f"{shown.title}{shown.body}"
    phone.screen.tap(shown)
    board = phone.page_at(f"/sessions/{stage.session.number}/surveiller#messages")
    expect(board.locator("#messages")).to_contain_text("Appelez l'accueil.")
    phone.eventually(lambda: staff.reload() and "affiché sur 1 téléphone sur" in sent(staff), "a phone that showed it")


def test_a_room_made_meanwhile_rings_as_those_that_were_there(
    open_as: Open, stage: Scene, request: pytest.FixtureRequest
) -> None:
    staff = open_as(stage.staff, FOLLOWING)
    cards = staff.locator(".room-card")
    expect(cards.first).to_be_visible()
    before = cards.count()
    made: Room = request.getfixturevalue("next_door")
    expect(cards).to_have_count(before + 1, timeout=SOON)
    (*_, candidate) = sessions.candidates(stage.db, made.session)
    made.wait(candidate, utcnow())
    expect(staff.locator("#alarm")).to_contain_text(f"Salle C101 : {candidate.full_name}", timeout=SOON)


def test_a_message_waits_for_who_waits_and_is_on_an_open_board(open_as: Open, stage: Scene, next_door: Room) -> None:
    aissatou = stage.find("BÂ")
    waiting = open_as(stage.play(aissatou, utcnow()), "/test/attente", COMPUTER)
    board = open_as(stage.claire, f"/sessions/{stage.session.number}/surveiller")
    staff = open_as(stage.staff, f"/centre/sessions/{stage.session.number}/messages?to=candidate-{aissatou.id}")
    write(staff, aissatou.full_name, "Votre pièce d'identité est à l'accueil.")
    expect(waiting.locator("#told")).to_contain_text("pièce d'identité", timeout=SOON)
    expect(board.locator("#messages")).to_contain_text(f"À {aissatou.full_name}", timeout=SOON)
    expect(board.locator("#announce")).to_contain_text("Message du centre")
    told = waiting.locator("#told li").filter(has_text="pièce d'identité")
    waiting.context.set_offline(True)
    told.get_by_role("button", name="J'ai lu, fermer").click()
    expect(waiting.locator("#toasts")).to_contain_text("Le réseau ne répond pas", timeout=SOON)
    expect(told).to_be_visible()
    waiting.context.set_offline(False)
    told.get_by_role("button", name="J'ai lu, fermer").click()
    expect(told).to_have_count(0, timeout=SOON)
    staff.reload()
    assert sent(staff).endswith("· lu")
