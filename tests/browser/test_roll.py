"""The roll call on the site as it runs: names by thumb, by keys, by swipes, undone, and followed from two phones."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from pwa.clock import utcnow
from pwa.domain.attempts import State
from pwa.models.database import connect
from pwa.models.tables import Candidate
from tests.browser.checks import Console, problems
from tests.browser.visitors import sign_in
from tests.databases import engine_of, wipe
from tests.scene import Scene, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually


@pytest.fixture
def stage(server: AppServer) -> Iterator[Scene]:
    database = connect(server.database_url)
    with engine_of(database).begin() as connection:
        wipe(connection)
    engine_of(database).dispose()
    with scene(server.database_url, utcnow()) as stage:
        yield stage


@pytest.fixture
def roll(chromium: Chromium, server: AppServer, stage: Scene) -> Iterator[Page]:
    """The roll call on Claire's phone, nobody called yet."""
    with ExitStack() as closing:
        window = closing.enter_context(chromium.context((390, 844), base_url=server.url, reduced_motion="reduce"))
        page = window.new_page()
        sign_in(page, stage.claire)
        page.goto(f"/sessions/{stage.session.number}/surveiller#roll")
        expect(name(page)).to_contain_text("ABADIE")
        yield page


def name(page: Page) -> Locator:
    return page.locator(".roll-card[data-current] h2")


def tap(page: Page, label: str) -> None:
    """As a thumb does, not sooner than a person reads a name."""
    expect(page.locator("#roll:not([data-early])")).to_be_visible()
    page.locator(".roll-card[data-current]").get_by_role("button", name=label).click()


def press(page: Page, key: str) -> None:
    page.keyboard.press(key)


def state(stage: Scene, candidate: Candidate) -> State:
    stage.db.rollback()
    return stage.room.state(candidate, utcnow())


def becomes(stage: Scene, candidate: Candidate, wanted: State) -> None:
    eventually(lambda: state(stage, candidate) is wanted, what=f"{candidate.last_name} {wanted}")


def test_the_roll_is_called_by_the_thumb(roll: Page, stage: Scene) -> None:
    tap(roll, "Présent")
    expect(name(roll)).to_contain_text("BÂ")
    tap(roll, "Absent")
    expect(name(roll)).to_contain_text("BERTRAND")
    becomes(stage, stage.find("ABADIE"), State.AUTHORISED)
    becomes(stage, stage.find("BÂ"), State.ABSENT)
    expect(roll.locator(".roll-place")).to_have_text("3 sur 24")


def test_the_roll_is_called_by_keys(roll: Page, stage: Scene) -> None:
    for key in ("p", "ArrowRight", "a"):
        press(roll, key)
    expect(name(roll)).to_contain_text("CHEVALIER-LEFÈVRE")
    becomes(stage, stage.find("ABADIE"), State.AUTHORISED)
    becomes(stage, stage.find("BERTRAND"), State.ABSENT)
    assert state(stage, stage.find("BÂ")) is State.EXPECTED
    press(roll, "ArrowLeft")
    expect(name(roll)).to_contain_text("BERTRAND")
    press(roll, "Escape")
    expect(roll.locator("#candidates")).to_be_visible()


def test_every_act_is_undone_one_after_the_other(roll: Page, stage: Scene) -> None:
    for key in ("p", "a", "ArrowRight"):
        press(roll, key)
    becomes(stage, stage.find("BÂ"), State.ABSENT)
    press(roll, "u")
    expect(name(roll)).to_contain_text("BERTRAND")
    roll.locator("[data-roll=undo]").click()
    expect(name(roll)).to_contain_text("BÂ")
    becomes(stage, stage.find("BÂ"), State.EXPECTED)
    press(roll, "ArrowLeft")
    expect(name(roll)).to_contain_text("ABADIE")
    press(roll, "Backspace")
    expect(name(roll)).to_contain_text("ABADIE")
    becomes(stage, stage.find("ABADIE"), State.EXPECTED)
    expect(roll.locator("[data-roll=undo]")).to_be_disabled()
    expect(roll.locator(".roll-place")).to_have_text("1 sur 24")


def test_an_act_is_undone_before_it_has_been_answered(roll: Page, stage: Scene) -> None:
    press(roll, "p")
    press(roll, "u")
    expect(name(roll)).to_contain_text("ABADIE")
    expect(roll.locator("#toasts")).to_contain_text("Confirmation annulée")
    becomes(stage, stage.find("ABADIE"), State.EXPECTED)


def test_the_second_of_a_double_tap_is_not_the_next_one_s(roll: Page, stage: Scene) -> None:
    expect(roll.locator("#roll:not([data-early])")).to_be_visible()
    roll.locator(".roll-card[data-current]").get_by_role("button", name="Présent").dblclick()
    expect(name(roll)).to_contain_text("BÂ")
    becomes(stage, stage.find("ABADIE"), State.AUTHORISED)
    assert state(stage, stage.find("BÂ")) is State.EXPECTED


def test_a_finger_that_goes_left_passes_and_right_comes_back(roll: Page) -> None:
    swipe(roll, 300, 120)
    expect(name(roll)).to_contain_text("BÂ")
    swipe(roll, 120, 300)
    expect(name(roll)).to_contain_text("ABADIE")
    swipe(roll, 200, 170)
    expect(name(roll)).to_contain_text("ABADIE")


def swipe(page: Page, begin: int, end: int) -> None:
    page.evaluate(
        """([begin, end]) => {
        const place = document.getElementById("roll-cards");
        const how = { pointerType: "touch", pointerId: 1, bubbles: true, clientY: 400 };
        place.dispatchEvent(new PointerEvent("pointerdown", { ...how, clientX: begin }));
        place.dispatchEvent(new PointerEvent("pointerup", { ...how, clientX: end }));
    }""",
        [begin, end],
    )


def test_what_a_colleague_does_is_shown_on_the_name(roll: Page, stage: Scene) -> None:
    stage.room.mark_absent(stage.find("ABADIE"), utcnow(), by=stage.account(stage.karim))
    expect(roll.get_by_role("button", name="Annuler l'absence de Léa ABADIE")).to_be_visible()
    expect(name(roll)).to_contain_text("ABADIE")
    press(roll, "ArrowRight")
    stage.room.confirm(stage.find("BERTRAND"), utcnow(), by=stage.account(stage.karim))
    expect(roll.locator("progress")).to_have_js_property("value", 2)
    press(roll, "p")
    expect(name(roll)).to_contain_text("CHEVALIER-LEFÈVRE")


def test_those_who_are_there_are_counted_and_not_called(roll: Page, stage: Scene) -> None:
    now = utcnow()
    stage.room.confirm(stage.find("ABADIE"), now)
    stage.room.mark_absent(stage.find("BÂ"), now)
    stage.room.start(stage.find("BERTRAND"), now)
    roll.reload()
    expect(name(roll)).to_contain_text("CHEVALIER-LEFÈVRE")
    expect(roll.locator(".roll-place")).to_have_text("4 sur 24")


def test_the_roll_ends_with_a_count_and_calls_again_those_passed(roll: Page, stage: Scene) -> None:
    press(roll, "p")
    press(roll, "a")
    for _ in range(22):
        press(roll, "ArrowRight")
    expect(roll.get_by_role("heading", name="Appel terminé")).to_be_focused()
    counts = {part: roll.locator(f"[data-roll={part}]").inner_text() for part in ("confirm", "absent", "passed")}
    assert counts == {"confirm": "1", "absent": "1", "passed": "22"}
    roll.get_by_role("button", name="Reprendre les passés").click()
    expect(name(roll)).to_contain_text("BERTRAND")


def test_the_names_follow_the_order_of_the_list(roll: Page) -> None:
    roll.evaluate("document.getElementById('candidates').append(document.querySelector('#candidates > li + li'))")
    press(roll, "ArrowRight")
    expect(name(roll)).to_contain_text("BERTRAND")


def test_a_refused_act_brings_the_name_back_with_its_sentence(roll: Page, stage: Scene) -> None:
    roll.route("**/absent", lambda route: (stage.room.start(stage.find("ABADIE"), utcnow()), route.continue_()))
    press(roll, "a")
    expect(roll.locator("#toasts")).to_contain_text(re.compile("Ce candidat a commencé son test|Entre-temps"))
    expect(roll.locator(".roll-place")).to_have_text("2 sur 24")
    press(roll, "u")
    expect(roll.locator(".roll-card[data-current]")).to_contain_text("En cours")


def test_the_roll_is_in_order_at_each_size(roll: Page, stage: Scene) -> None:
    console = Console(roll)
    twins = [one for one in stage.candidates if one.last_name == "DUPONT"]
    stage.room.confirm(stage.find("BÂ"), utcnow() - timedelta(minutes=1))
    found = problems(roll)
    roll.evaluate("location.hash = '#candidates'")
    assert len(twins) == 2
    roll.evaluate("location.hash = '#roll'")
    while "DUPONT" not in name(roll).inner_text():
        press(roll, "ArrowRight")
    expect(roll.locator(".roll-card[data-current]")).to_contain_text("Un autre candidat porte le même nom")
    found += problems(roll)
    while roll.locator("#roll[data-phase=call]").count():
        press(roll, "ArrowRight")
    assert found + problems(roll) + console.errors == []
