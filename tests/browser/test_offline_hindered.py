"""Orders that something hinders: a store that does not answer, an order nobody takes, a cookie that is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Dialog, Locator, Route, expect
from sqlalchemy import select

from pwa.clock import utcnow
from pwa.models.tables import Candidate, Note
from tests.browser.checks import SIZES
from tests.browser.offline import SOON, STORES, Phone, eventually_said, open_board, words_about
from tests.browser.visitors import sign_in
from tests.scene import Scene, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

CONFIRMED = "presence_confirmed"
DEAF = """() => {
    window.was = IDBObjectStore.prototype.getAll;
    IDBObjectStore.prototype.getAll = () => { throw new DOMException("busy", "UnknownError"); };
}"""
HEARING = "() => { IDBObjectStore.prototype.getAll = window.was; }"

BESIDE = """() => {
    const bar = document.querySelector(".orders-bar").getBoundingClientRect();
    const shown = [...document.querySelectorAll("#candidates .row-act button, #attention button, .thumb a")]
        .filter((button) => button.checkVisibility()).map((button) => [button, button.getBoundingClientRect()]);
    const isBeside = ({ left, right, top, bottom }) =>
        bottom > bar.top && top < bar.bottom && (left < bar.left || right > bar.right);
    return shown.filter(([, box]) => isBeside(box)).map(([button]) => button.ariaLabel ?? button.innerText);
}"""
ROOM = """() => {
    const last = [...document.querySelectorAll("#candidates .row")].at(-1).getBoundingClientRect();
    return document.querySelector(".orders-bar").getBoundingClientRect().top - last.bottom;
}"""


@pytest.fixture(scope="module")
def stage(app_server: AppServer) -> Iterator[Scene]:
    with scene(app_server.database_url, utcnow()) as stage:
        yield stage


@pytest.fixture
def phone(chromium: Chromium, app_server: AppServer, stage: Scene) -> Iterator[Phone]:
    """Claire's."""
    with chromium.context((390, 844), base_url=app_server.url, reduced_motion="reduce") as window:
        yield open_board(window, stage.claire, stage)


def open_sheet(phone: Phone, candidate: Candidate) -> Locator:
    phone.row(candidate).locator(".row-open").click()
    sheet = phone.page.get_by_role("dialog", name=candidate.full_name)
    expect(sheet).to_be_visible()
    return sheet


def test_a_store_that_cannot_answer_loses_nothing(phone: Phone, stage: Scene) -> None:
    candidate, tried = stage.find("ABADIE"), list[Route]()
    phone.cut()
    phone.confirm(candidate)
    phone.expect_waiting(candidate, "présent")
    phone.page.evaluate(DEAF)

    def refuse(route: Route) -> None:
        tried.append(route)
        route.abort()

    phone.page.route("**/confirmer", refuse)
    phone.reconnect()
    eventually(lambda: phone.page.evaluate("1") and tried, SOON)
    phone.expect_waiting(candidate, "présent")
    phone.page.evaluate(HEARING)
    phone.page.unroute("**/confirmer")
    eventually_said(stage, candidate, CONFIRMED)


@pytest.mark.parametrize(("name", "behind", "status"), [("BERTRAND", "DIALLO", 500), ("BÂ", "D'AUBIGNÉ", 403)])
def test_an_order_that_nobody_takes_holds_up_no_other(
    phone: Phone, stage: Scene, name: str, behind: str, status: int
) -> None:
    stuck, free = stage.find(name), stage.find(behind)
    phone.page.route(
        f"**/candidats/{stuck.id}/confirmer",
        lambda route: route.fulfill(status=status, content_type="text/html", body="<h1>Filtré</h1>"),
    )
    phone.confirm(stuck)
    phone.expect_waiting(stuck, "présent")
    phone.confirm(free)
    expect(phone.row(free)).to_contain_text("présent, encore", timeout=SOON * 1000)
    assert words_about(stage, free) == [CONFIRMED]
    phone.expect_waiting(stuck, "présent")


def test_a_note_tapped_twice_on_a_slow_network_is_one_note(phone: Phone, stage: Scene) -> None:
    candidate, held = stage.find("NGUYỄN"), list[Route]()
    phone.page.route("**/notes", lambda route: held.append(route))
    sheet = open_sheet(phone, candidate)
    sheet.locator("textarea").fill("Téléphone sur la table.")
    sheet.get_by_role("button", name="Ajouter la note").dblclick()
    eventually(lambda: phone.page.evaluate("1") and held, SOON)
    held[0].continue_()
    phone.page.unroute("**/notes")
    expect(sheet.locator(".note-text")).to_have_text("Téléphone sur la table.")
    eventually(lambda: phone.page.evaluate(STORES)["orders"] == [], SOON)
    assert len(stage.all(select(Note).where(Note.candidate_id == candidate.id))) == 1


def test_a_board_kept_with_a_sheet_open_can_be_used(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("FAURE")
    open_sheet(phone, candidate)
    phone.cut()
    phone.page.close()
    again = Phone(phone.window, phone.window.new_page(), stage)
    again.page.goto(phone.path)
    again.confirm(candidate)
    again.expect_waiting(candidate, "présent")


def test_an_order_in_flight_when_its_page_died_waits(phone: Phone, stage: Scene) -> None:
    candidate, held = stage.find("LE GOFF"), list[Route]()
    phone.page.route("**/confirmer", lambda route: held.append(route))
    phone.confirm(candidate)
    eventually(lambda: phone.page.evaluate("1") and held, SOON)
    phone.cut()
    phone.page.close()
    again = Phone(phone.window, phone.window.new_page(), stage)
    again.page.goto(phone.path)
    again.expect_waiting(candidate, "présent")
    expect(again.bar()).to_be_visible()


def test_what_the_disk_refused_is_not_reloaded_away_without_a_word(phone: Phone, stage: Scene) -> None:
    candidate, asked = stage.find("İNCİ"), list[str]()
    phone.window.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }")
    phone.page.reload()
    phone.lose_network()
    phone.confirm(candidate)
    phone.expect_waiting(candidate, "présent")

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    phone.page.on("dialog", stay)
    phone.page.evaluate("() => { location.reload(); }")
    eventually(lambda: phone.page.evaluate("1") and asked == ["beforeunload"], SOON)
    phone.reconnect()
    eventually_said(stage, candidate, CONFIRMED)


# A cookie that is lost


def lose_the_cookie(phone: Phone, candidate: Candidate) -> None:
    """While an order waits."""
    phone.cut()
    phone.confirm(candidate)
    phone.expect_waiting(candidate, "présent")
    phone.window.clear_cookies()
    phone.reconnect()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    eventually(lambda: phone.kept_boards == [], SOON)


def test_who_signs_in_again_sends_what_waited(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("PETIT")
    lose_the_cookie(phone, candidate)
    expect(phone.page.locator("#unsent")).to_be_hidden()
    sign_in(phone.page, stage.claire)
    eventually_said(stage, candidate, CONFIRMED)


# What cannot wait


@pytest.mark.parametrize(("name", "verb"), [("KONÉ", "Ajouter du temps"), ("HAMMOUD", "Terminer le test")])
def test_what_cannot_wait_is_refused_at_the_first_tap(phone: Phone, stage: Scene, name: str, verb: str) -> None:
    candidate = stage.find(name)
    stage.seat(candidate, utcnow())
    sheet = open_sheet(phone, candidate)
    button = sheet.get_by_role("button", name=verb)
    expect(button).to_be_visible()
    phone.cut()
    button.click()
    toast = phone.page.locator("#toasts [data-kind=error]")
    expect(toast).to_contain_text(f"Sans réseau, « {verb}")
    expect(phone.page.locator("dialog[open]")).to_have_count(0)
    expect(toast).to_have_count(0, timeout=SOON * 1000)


# What waits is seen, and hides nothing


def test_the_bar_of_what_waits_hides_no_button(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("EL AMRANI")
    phone.cut()
    phone.confirm(candidate)
    phone.expect_waiting(candidate, "présent")
    for width, height in SIZES.values():
        phone.page.set_viewport_size({"width": width, "height": height})
        phone.page.evaluate("scrollTo(0, 0)")
        assert phone.page.evaluate(BESIDE) == []
        phone.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        eventually(lambda: phone.page.evaluate(ROOM) >= 0, SOON)
