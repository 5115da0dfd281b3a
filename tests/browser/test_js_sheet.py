"""sheet.js: half then full, one at a time, closed by Back, Escape or a tap beside; the focus stays in and goes back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import NOTHING, Answer, Stage, page
from tests.browser.test_js_board import BODY
from tests.tools.chromium import Chromium
from tests.tools.waiting import eventually


def file(number: int, name: str) -> str:
    return (
        f'<div class="file" id="file-{number}"><div class="sheet" id="sheet-{number}" popover="manual" role="dialog" '
        f'tabindex="-1" aria-label="{name}"><button class="sheet-handle" aria-label="Agrandir" aria-expanded="false">'
        f'</button><div class="sheet-head"><div><h2>{name}</h2></div><button popovertarget="sheet-{number}" '
        'popovertargetaction="hide" aria-label="Fermer la fiche">×</button></div>'
        f'<div class="sheet-body"><p>{"mot " * 1500}</p><button data-opens="grant-{number}">Ajouter</button>'
        "</div></div>"
        f'<dialog id="grant-{number}"><button data-closes>Annuler</button></dialog></div>'
    )


ROWS = "".join(
    f'<li id="candidate-{number}" data-groups="" data-search="">'
    f'<button popovertarget="sheet-{number}">{name}</button></li>'
    for number, name in ((1, "Malo"), (2, "Inès"))
)
FILES = f'<div id="files">{file(1, "Malo")}{file(2, "Inès")}</div>'
SHEETS = "".join(f'<link rel="stylesheet" href="/static/{name}.css">' for name in ("css/app", "css/sheet", "css/board"))
BOARD = BODY[: BODY.index('<ul id="candidates"')] + f'<ul id="candidates">{ROWS}</ul>{FILES}</main>'


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes |= {
            "/board": page(SHEETS + BOARD, "shell", "board", attributes='class="board" data-sw="/sw.js"'),
            "/changements": NOTHING,
            "/flux": Answer(status=503),
            "/avant": Answer("<h1>Avant</h1>"),
        }
        yield stage


def opened(chromium: Chromium, stage: Stage, size: tuple[int, int]) -> Iterator[Page]:
    with chromium.context(size, reduced_motion="reduce") as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/avant")
        tab.goto(f"{stage.origin}/board")
        eventually(lambda: stage.asked("/changements"))
        yield tab


@pytest.fixture
def phone(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    yield from opened(chromium, stage, (390, 844))


@pytest.fixture
def desk(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    yield from opened(chromium, stage, (1440, 900))


def height(tab: Page) -> float:
    box = tab.locator("#sheet-1").bounding_box()
    assert box is not None
    return box["height"]


def row(tab: Page, name: str = "Malo") -> None:
    tab.get_by_role("button", name=name, exact=True).click()


def test_a_sheet_comes_at_half_the_screen_and_its_handle_makes_it_full(phone: Page) -> None:
    row(phone)
    assert 400 < height(phone) < 500
    phone.get_by_role("button", name="Agrandir").click()
    expect(phone.get_by_role("button", name="Agrandir")).to_have_attribute("aria-expanded", "true")
    assert height(phone) > 800
    phone.get_by_role("button", name="Agrandir").click()
    assert height(phone) < 500


def test_reading_on_makes_it_full(phone: Page) -> None:
    row(phone)
    phone.mouse.move(200, 700)
    phone.mouse.wheel(0, 200)
    eventually(lambda: height(phone) > 800)


def test_what_a_key_scrolls_stays_as_high_as_it_was(phone: Page) -> None:
    row(phone)
    body = phone.locator(".sheet:popover-open .sheet-body")
    body.evaluate("(part) => new Promise((heard) => { part.addEventListener('scroll', heard); part.scrollTop = 300; })")
    assert height(phone) < 500


@pytest.mark.parametrize(("way", "expected"), [(-150, "full"), (150, "closed")])
def test_the_handle_is_dragged(phone: Page, way: int, expected: str) -> None:
    row(phone)
    box = phone.get_by_role("button", name="Agrandir").bounding_box()
    assert box is not None
    phone.mouse.move(195, box["y"] + 10)
    phone.mouse.down()
    phone.mouse.move(195, box["y"] + 10 + way, steps=4)
    phone.mouse.up()
    if expected == "full":
        eventually(lambda: height(phone) > 800)
    else:
        expect(phone.locator("#sheet-1")).to_be_hidden()


def test_back_closes_it_and_then_leaves_the_page(phone: Page) -> None:
    row(phone)
    expect(phone.locator("#sheet-1")).to_be_visible()
    phone.go_back()
    expect(phone.locator("#sheet-1")).to_be_hidden()
    expect(phone.get_by_role("button", name="Malo", exact=True)).to_be_focused()
    phone.go_back()
    expect(phone.locator("h1")).to_have_text("Avant")


@pytest.mark.parametrize("way", ["Escape", "button", "beside"])
def test_however_it_is_closed_nothing_stays_in_the_history(phone: Page, way: str) -> None:
    row(phone)
    if way == "Escape":
        phone.keyboard.press("Escape")
    elif way == "button":
        phone.locator("#sheet-1").get_by_label("Fermer la fiche").click()
    else:
        phone.mouse.click(195, 100)
    expect(phone.locator("#sheet-1")).to_be_hidden()
    expect(phone.get_by_role("button", name="Malo", exact=True)).to_be_focused()
    eventually(lambda: phone.evaluate("history.state") is None)
    phone.go_back()
    expect(phone.locator("h1")).to_have_text("Avant")


def test_on_a_phone_the_focus_cannot_leave_an_open_sheet(phone: Page) -> None:
    row(phone)
    for _ in range(8):
        phone.keyboard.press("Tab")
        assert phone.evaluate("document.activeElement.closest('#sheet-1, body') === document.querySelector('#sheet-1') "
                              "|| document.activeElement === document.body")  # fmt: skip
    expect(phone.locator("#candidates")).to_have_attribute("inert", "")
    phone.keyboard.press("Escape")
    expect(phone.locator("[inert]")).to_have_count(0)


def test_beside_a_column_the_room_stays_usable(desk: Page) -> None:
    row(desk)
    expect(desk.locator("[inert]")).to_have_count(0)
    row(desk, "Inès")
    expect(desk.locator("#sheet-1")).to_be_hidden()
    expect(desk.locator("#sheet-2")).to_be_visible()
    desk.go_back()
    expect(desk.locator("#sheet-2")).to_be_hidden()
    expect(desk.locator("body")).to_be_visible()
    assert desk.url.endswith("/board")


def test_a_dialog_stands_over_its_sheet_and_leaves_it_as_it_was(phone: Page) -> None:
    row(phone)
    phone.get_by_role("button", name="Agrandir").click()
    phone.get_by_role("button", name="Ajouter").click()
    expect(phone.locator("#grant-1")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.locator("#grant-1")).to_be_hidden()
    expect(phone.locator("#sheet-1")).to_be_visible()
    expect(phone.get_by_role("button", name="Ajouter")).to_be_focused()
    assert height(phone) > 800


def test_a_sheet_that_is_read_keeps_its_height_when_its_candidate_changes(phone: Page, stage: Stage) -> None:
    row(phone)
    phone.get_by_role("button", name="Agrandir").click()
    told = {"version": 13, "now": "2030-01-01T08:00:00+00:00", "fragments": {"file-1": file(1, "Malo Le Goff")}}
    stage.routes["/changements"] = Answer(told)
    phone.evaluate("document.dispatchEvent(new CustomEvent('acted'))")
    expect(phone.locator("#sheet-1 h2")).to_have_text("Malo Le Goff")
    assert height(phone) > 800
