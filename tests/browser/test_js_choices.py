"""What a person chooses on their device: the order of the candidates, the sound, the screen everybody sees."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import NOTHING, Answer, Stage, page
from tests.browser.test_js_board import BODY, changes, pour
from tests.tools.chromium import Chromium
from tests.tools.waiting import eventually

LATE, SOON = "2030-01-01T09:30:00+00:00", "2030-01-01T08:30:00+00:00"


def row(number: int, name: str, seat: str, ends: str = "") -> str:
    ends = f' data-ends="{ends}"' if ends else ""
    return (
        f'<li id="candidate-{number}" class="row" data-groups="" data-search="" data-seat="{seat}"{ends}>'
        f'<button popovertarget="sheet-{number}">{name}</button></li>'
    )


ABADIE, BA, DUPONT, FAURE = (
    row(1, "ABADIE", "12", LATE), row(2, "BÂ", ""), row(3, "DUPONT", "2", SOON), row(4, "FAURE", "1")
)  # fmt: skip
CHOICES = (
    '<label>Trier par<select id="sort" autocomplete="off"><option value="name">nom</option>'
    '<option value="seat">place</option><option value="time">temps restant</option></select></label>'
    '<button data-toggles="projected" aria-pressed="false">Écran projeté</button>'
    '<button data-toggles="sound" aria-pressed="false">Son</button>'
    '<div class="board"><p data-private>Code BQFK68</p></div>'
)
HEAD = '<link rel="stylesheet" href="/static/css/board.css">'
FORM = '<form method="post" action="/prendre" data-act><button class="goes">J\'y vais</button></form>'
BOARD = (
    f'{HEAD}{CHOICES}{FORM}{BODY[: BODY.index("<ul id=")]}<ul id="candidates" aria-label="Candidats">'
    f"{ABADIE}{BA}{DUPONT}{FAURE}</ul></main>"
)
LISTEN = """() => {
    window.heard = [];
    Object.defineProperty(navigator, "vibrate", { value: (length) => heard.push(length) });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (at) { heard.push(this.frequency.value); start.call(this, at); };
}"""


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes |= {
            "/board": page(BOARD, "shell", "board", attributes='class="board" data-sw="/sw.js"'),
            "/changements": NOTHING,
            "/flux": Answer(status=503),
            "/prendre": Answer({"message": None}),
        }
        yield stage


@pytest.fixture
def tab(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    with chromium.context((390, 844)) as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/board")
        eventually(lambda: stage.asked("/changements"))
        yield tab


def order(tab: Page) -> list[str]:
    return tab.locator("#candidates > li").all_inner_texts()


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("nom", ["ABADIE", "BÂ", "DUPONT", "FAURE"]),
        ("place", ["FAURE", "DUPONT", "ABADIE", "BÂ"]),
        ("temps restant", ["DUPONT", "ABADIE", "BÂ", "FAURE"]),
    ],
)
def test_the_candidates_are_sorted(tab: Page, chosen: str, expected: list[str]) -> None:
    tab.get_by_label("Trier par").select_option(chosen)
    assert order(tab) == expected


def test_the_order_is_kept_on_the_device(tab: Page) -> None:
    tab.get_by_label("Trier par").select_option("place")
    tab.reload()
    eventually(lambda: order(tab) == ["FAURE", "DUPONT", "ABADIE", "BÂ"])
    expect(tab.get_by_label("Trier par")).to_have_value("seat")


def test_the_order_follows_the_changes_and_the_focus_its_row(tab: Page, stage: Stage) -> None:
    tab.get_by_label("Trier par").select_option("temps restant")
    tab.get_by_role("button", name="FAURE").focus()
    pour(tab, stage, changes(13, candidate_4=row(4, "FAURE", "1", "2030-01-01T08:10:00+00:00")))
    eventually(lambda: order(tab) == ["FAURE", "DUPONT", "ABADIE", "BÂ"])
    expect(tab.get_by_role("button", name="FAURE")).to_be_focused()


@pytest.mark.parametrize("way", ["tap", "key"])
def test_a_projected_screen_hides_what_is_private_from_its_first_paint(tab: Page, way: str) -> None:
    toggle = tab.get_by_role("button", name="Écran projeté")
    expect(tab.get_by_text("BQFK68")).to_be_visible()
    if way == "tap":
        toggle.click()
    else:
        tab.keyboard.press("Alt+Shift+H")
    expect(tab.get_by_text("BQFK68")).to_be_hidden()
    tab.route("**/board.js", lambda route: route.abort())
    tab.reload()
    expect(tab.get_by_text("BQFK68")).to_be_hidden()


def test_a_letter_alone_hides_nothing(tab: Page) -> None:
    tab.get_by_label("Rechercher un candidat").press("h")
    tab.get_by_role("button", name="FAURE").press("h")
    expect(tab.locator("html[data-projected=on]")).to_have_count(0)


@pytest.mark.parametrize(
    ("signals", "expected"),
    [(["time"], [587, 587]), (["ask"], [880, 1175]), (["time", "lost", "ask"], [1175, 880, 587])],
)
def test_each_severity_has_its_own_figure(tab: Page, stage: Stage, signals: list[str], expected: list[int]) -> None:
    tab.evaluate("localStorage.setItem('sound', 'on')")
    tab.locator("#search").click()
    tab.evaluate(LISTEN)
    cards = "".join(f'<p data-announce="{signal}" data-signal="{signal}"></p>' for signal in signals)
    pour(tab, stage, changes(13, attention=f'<section id="attention">{cards}</section>'))
    eventually(lambda: tab.evaluate("heard") == expected)


def test_the_sound_is_turned_on_with_a_sample_and_off_for_good(tab: Page, stage: Stage) -> None:
    tab.evaluate(LISTEN)
    toggle = tab.get_by_role("button", name="Son")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    eventually(lambda: len(tab.evaluate("heard")) == 2)
    toggle.click()
    lost = '<section id="attention"><p data-announce="x" data-signal="lost"></p></section>'
    pour(tab, stage, changes(13, attention=lost))
    expect(tab.locator("#announce")).to_have_text("x")
    assert len(tab.evaluate("heard")) == 2


def test_who_goes_feels_it_in_the_hand(tab: Page) -> None:
    tab.evaluate(LISTEN)
    tab.get_by_role("button", name="J'y vais").click()
    assert tab.evaluate("heard") == [30]
