"""Rooms drawn, candidates placed by dragging and by keyboard, the room on the board: in Chromium, on a real server."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect
from sqlalchemy import select

from pwa.clock import utcnow
from pwa.domain.seat_plans import Shape
from pwa.models.tables import SeatPlan
from pwa.operations import seat_plans, seating
from pwa.operations.seat_plans import Drawing
from tests.acting import act
from tests.browser.checks import Console, problems
from tests.browser.visitors import Visitors
from tests.scene import Scene, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer

LEA, AISSATOU = "Léa ABADIE", "Aïssatou BÂ"


@pytest.fixture(scope="module")
def stage(server: AppServer) -> Iterator[Scene]:
    with scene(server.database_url, utcnow()) as stage:
        yield stage


@pytest.fixture(scope="module")
def visitors(chromium: Chromium, server: AppServer, stage: Scene) -> Iterator[Visitors]:
    with ExitStack() as closing:
        yield Visitors(chromium, server, stage, closing)


@pytest.fixture
def room(visitors: Visitors, stage: Scene) -> Iterator[Page]:
    """The page of the session's places, everybody in the order of names."""
    reset(stage)
    with visitors.page("staff") as page:
        console = Console(page)
        page.goto(f"/centre/sessions/{stage.session.number}/places")
        yield page
        assert [error for error in console.errors if "422" not in error] == []  # what is refused is told in words


def reset(stage: Scene) -> None:
    account = stage.account(stage.staff)
    for verb in (seating.clear, seating.fill):
        act(stage.db, verb, stage.session, account, utcnow())


def seat_of(stage: Scene, last_name: str) -> str | None:
    return stage.find(last_name).seat


def spot(page: Page, label: str) -> Locator:
    return page.locator(f"#seat-{label}")


def drag(page: Page, source: Locator, target: Locator) -> None:
    """With a mouse, in steps as a hand makes them."""
    source.hover()
    page.mouse.down()
    target.hover()
    page.mouse.move(*middle(target), steps=4)
    page.mouse.up()


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# Placed


def test_somebody_dragged_onto_a_taken_seat_swaps(room: Page, stage: Scene) -> None:
    drag(room, spot(room, "01"), spot(room, "08"))
    expect(room.get_by_role("button", name=f"Poste 08, {LEA}", exact=True)).to_be_visible()
    expect(spot(room, "01")).to_have_accessible_name("Poste 01, Mamadou DIALLO")
    expect(room.locator("#announce")).to_have_text(f"{LEA} : poste 08.")
    assert (seat_of(stage, "ABADIE"), seat_of(stage, "DIALLO")) == ("08", "01")
    expect(room.locator(".ghost")).to_have_count(0)
    expect(room.locator("[aria-pressed=true]")).to_have_count(0)


def test_somebody_dragged_beside_the_room_leaves_the_plan_and_comes_back(room: Page, stage: Scene) -> None:
    drag(room, spot(room, "02"), room.locator(".tray"))
    waiting = room.get_by_role("list", name="À placer 1").get_by_role("button", name="BÂ Aïssatou")
    expect(waiting).to_be_visible()
    expect(spot(room, "02")).to_have_accessible_name("Poste 02, libre")
    drag(room, waiting, spot(room, "02"))
    expect(room.get_by_text("Tout le monde a une place.")).to_be_visible()
    assert seat_of(stage, "BÂ") == "02"


def test_a_drag_that_ends_nowhere_changes_nothing(room: Page, stage: Scene) -> None:
    drag(room, spot(room, "03"), room.get_by_role("heading", level=1))
    spot(room, "03").hover()
    room.mouse.down()
    room.mouse.move(*middle(spot(room, "05")), steps=3)
    room.keyboard.press("Escape")
    room.mouse.up()
    expect(spot(room, "03")).to_have_accessible_name("Poste 03, Jean-Michel BERTRAND")
    assert seat_of(stage, "BERTRAND") == "03"


def test_two_taps_place_somebody(room: Page, stage: Scene) -> None:
    spot(room, "01").click()
    expect(spot(room, "01")).to_have_attribute("aria-pressed", "true")
    spot(room, "02").click()
    expect(spot(room, "02")).to_have_accessible_name(f"Poste 02, {LEA}")
    assert (seat_of(stage, "ABADIE"), seat_of(stage, "BÂ")) == ("02", "01")
    spot(room, "02").click()
    room.get_by_role("button", name="Retirer du plan").click()
    expect(room.get_by_role("button", name="ABADIE Léa")).to_be_visible()
    assert seat_of(stage, "ABADIE") is None


def test_a_second_tap_on_the_same_person_puts_them_down(room: Page) -> None:
    spot(room, "01").click()
    spot(room, "01").click()
    expect(room.locator("[aria-pressed=true]")).to_have_count(0)
    expect(room.locator("#announce")).to_contain_text("Personne ne change de place.")


def test_everybody_is_placed_by_keyboard(room: Page, stage: Scene) -> None:
    room.get_by_role("button", name="Vider", exact=True).click()
    room.get_by_role("dialog", name="Vider le plan ?").get_by_role("button", name="Vider le plan").click()
    first = room.get_by_role("list", name="À placer 24").get_by_role("button").first
    expect(room.locator("#announce")).to_contain_text("Le plan est vide")
    first.focus()
    room.keyboard.press("Enter")
    expect(room.locator("#announce")).to_contain_text(f"{LEA} : choisissez un poste, puis Entrée. Échap pour renoncer.")
    expect(spot(room, "01")).to_be_focused()
    for key, label in (("ArrowRight", "02"), ("End", "06"), ("ArrowDown", "12"), ("ArrowLeft", "11"), ("Home", "07")):
        room.keyboard.press(key)
        expect(spot(room, label)).to_be_focused()
    room.keyboard.press("Enter")
    expect(spot(room, "07")).to_have_accessible_name(f"Poste 07, {LEA}")
    expect(room.get_by_role("button", name="BÂ Aïssatou")).to_be_focused()
    assert seat_of(stage, "ABADIE") == "07"
    room.keyboard.press("Enter")
    expect(spot(room, "01")).to_be_focused()
    room.keyboard.press("Escape")
    expect(room.locator("#announce")).to_contain_text("Personne ne change de place.")
    assert seat_of(stage, "BÂ") is None


def test_an_aisle_is_stepped_over_and_tab_stops_once_in_the_room(room: Page) -> None:
    spot(room, "03").focus()
    room.keyboard.press("ArrowRight")
    expect(spot(room, "04")).to_be_focused()
    expect(room.locator("#seats [tabindex='0']")).to_have_count(1)
    room.keyboard.press("Tab")
    expect(room.locator("#seats :focus")).to_have_count(0)
    room.keyboard.press("Shift+Tab")
    expect(spot(room, "04")).to_be_focused()


def test_the_list_follows_what_is_dragged(room: Page, stage: Scene) -> None:
    room.locator("#seating-list summary").click()
    choice = room.get_by_label("ABADIE Léa")
    expect(choice).to_have_value("01")
    drag(room, spot(room, "01"), spot(room, "08"))
    expect(choice).to_have_value("08")
    choice.select_option("01")
    room.get_by_label("DIALLO Mamadou").select_option("08")
    drag(room, spot(room, "02"), spot(room, "03"))
    expect(spot(room, "02")).to_have_accessible_name("Poste 02, Jean-Michel BERTRAND")
    expect(choice).to_have_value("01")
    room.get_by_role("button", name="Enregistrer les places").click()
    expect(room.get_by_text("2 places changées.")).to_be_visible()
    assert (seat_of(stage, "ABADIE"), seat_of(stage, "BÂ")) == ("01", "03")


def test_a_finger_drags_after_a_rest_and_scrolls_before(room: Page, stage: Scene) -> None:
    room.set_viewport_size({"width": 820, "height": 1180})
    with_finger = room.context.new_cdp_session(room)
    touch(with_finger, "touchStart", middle(spot(room, "01")))
    expect(room.locator(".ghost")).to_be_visible()
    touch(with_finger, "touchMove", middle(spot(room, "09")))
    expect(spot(room, "09")).to_have_attribute("data-aimed", "")
    touch(with_finger, "touchEnd")
    expect(spot(room, "09")).to_have_accessible_name(f"Poste 09, {LEA}")
    assert seat_of(stage, "ABADIE") == "09"
    x, y = middle(spot(room, "09"))
    touch(with_finger, "touchStart", (x, y))
    for step in range(1, 5):
        touch(with_finger, "touchMove", (x, y - 20 * step))
    touch(with_finger, "touchEnd")
    expect(room.locator(".ghost")).to_have_count(0)
    expect(spot(room, "09")).to_have_accessible_name(f"Poste 09, {LEA}")


def touch(developer: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    developer.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})


def test_what_is_refused_is_said_and_the_room_is_as_it_was(room: Page, stage: Scene) -> None:
    (plan,) = stage.all(select(SeatPlan))
    before = seat_plans.shape_of(plan)
    smaller = Drawing(plan.name, Shape(1, 7, frozenset({(0, 3)})))
    act(stage.db, seat_plans.redraw, plan, smaller, stage.account(stage.staff), utcnow())
    spot(room, "01").click()
    spot(room, "20").click()
    expect(room.locator("#toasts").get_by_text("Ce poste n'est plus sur le plan.")).to_be_visible()
    expect(spot(room, "20")).to_have_count(0)
    expect(spot(room, "01")).to_have_accessible_name(f"Poste 01, {LEA}")
    act(stage.db, seat_plans.redraw, plan, Drawing(plan.name, before), stage.account(stage.staff), utcnow())


def test_without_network_the_room_stays_as_it_was(visitors: Visitors, stage: Scene) -> None:
    reset(stage)
    with visitors.page("staff") as page:
        page.goto(f"/centre/sessions/{stage.session.number}/places")
        page.context.set_offline(True)
        try:
            drag(page, spot(page, "01"), spot(page, "08"))
            expect(page.get_by_text("Le réseau ne répond pas")).to_be_visible()
            expect(spot(page, "01").locator(".spot-who")).to_have_text("ABADIE Léa")
            expect(spot(page, "08").locator(".spot-who")).to_have_text("DIALLO Mamadou")
        finally:
            page.context.set_offline(False)
        drag(page, spot(page, "01"), spot(page, "08"))
        expect(spot(page, "08")).to_have_accessible_name(f"Poste 08, {LEA}")


# Drawn


def test_a_room_is_drawn_by_taps_and_by_keyboard(visitors: Visitors) -> None:
    with visitors.page("staff") as page:
        page.goto("/centre/salles/nouvelle")
        page.get_by_label("Nom de la salle").fill("Salle C12")
        page.get_by_label("Rangées").fill("3")
        page.get_by_label("Colonnes").fill("4")
        page.get_by_label("Numéros des postes").select_option("snake")
        page.get_by_label("Passage, rangée 1, colonne 2").click()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        expect(page.locator("#seat-count")).to_have_text("10")
        drawn = numbers(page)
        assert drawn == ["01", "", "02", "03", "06", "", "05", "04", "07", "08", "09", "10"]
        page.get_by_label("Nom de la salle").press("Enter")
        page.get_by_role("link", name="Salle C12").click()
        expect(page.locator("#cells td")).to_have_count(12)
        assert numbers(page) == drawn


@pytest.mark.parametrize("numbering", ["rows", "columns", "snake"])
def test_the_page_numbers_a_room_as_the_server_does(visitors: Visitors, numbering: str) -> None:
    with visitors.page("staff") as page:
        page.goto("/centre/salles/nouvelle")
        page.get_by_label("Numéros des postes").select_option(numbering)
        for row, column in ((1, 1), (2, 6), (3, 3)):
            page.get_by_label(f"Passage, rangée {row}, colonne {column}").check()
        drawn = numbers(page)
        page.locator("form#drawing").evaluate("(form) => form.requestSubmit(form.elements.redraw)")
        page.wait_for_load_state()
        with_gaps = page.locator("#cells :checked")
        expect(with_gaps).to_have_count(3)
        assert numbers(page) == drawn


def numbers(page: Page) -> list[str]:
    return page.locator("#cells td").all_inner_texts()


# On the board


def test_the_board_shows_the_room_and_follows_it(visitors: Visitors, stage: Scene) -> None:
    reset(stage)
    with visitors.page("invigilator") as page:
        console = Console(page)
        page.goto(f"/sessions/{stage.session.number}/surveiller")
        page.get_by_role("link", name="Plan", exact=True).click()
        seat = page.get_by_role("button", name=f"Poste 01, {LEA}, attendu", exact=True)
        expect(seat).to_be_in_viewport()
        act(stage.db, seating.place, stage.session, stage.find("ABADIE").id, "24", stage.account(stage.staff), utcnow())
        expect(page.get_by_role("button", name=f"Poste 24, {LEA}, attendu", exact=True)).to_be_visible()
        expect(spot(page, "01")).to_have_accessible_name("Poste 01, Stanisław ŻÓŁTOWSKI, attendu")
        stage.room.confirm(stage.find("ABADIE"), utcnow())
        expect(page.get_by_role("button", name=f"Poste 24, {LEA}, présent")).to_be_visible()
        stage.room.wait(stage.find("BÂ"), utcnow())
        calls = page.get_by_role("button", name=f"Poste 02, {AISSATOU}, demande à entrer")
        expect(calls).to_have_class(re.compile("spot-calls"))
        assert animation(calls) == ("none", "1")  # motion is reduced here
        page.emulate_media(reduced_motion="no-preference")
        assert animation(calls) == ("spot-call", "1")
        page.emulate_media(reduced_motion="reduce")
        assert problems(page) + console.errors == []


def animation(seat: Locator) -> tuple[str, str]:
    """Its name, and how often it is played."""
    style = seat.evaluate("(seat) => { const { animationName: name, animationIterationCount: times }"
                          " = getComputedStyle(seat); return { name, times }; }")  # fmt: skip
    return style["name"], style["times"]


def test_a_seat_opens_the_sheet_and_arrows_walk_through_the_room(visitors: Visitors, stage: Scene) -> None:
    reset(stage)
    with visitors.page("invigilator") as page:
        page.goto(f"/sessions/{stage.session.number}/surveiller#plan")
        spot(page, "03").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        expect(spot(page, "10")).to_be_focused()
        expect(page.locator("#seats [tabindex='0']")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="Lucas DUPONT")).to_be_visible()
        stage.room.wait(stage.find("MARTIN"), utcnow())
        expect(page.locator("#seat-19.spot-calls")).to_be_visible()
        page.keyboard.press("Escape")
        expect(spot(page, "10")).to_be_focused()
        expect(page.locator("#seats [tabindex='0']")).to_have_count(1)


def test_a_room_without_a_plan_says_so_until_one_is_chosen(visitors: Visitors, stage: Scene) -> None:
    (plan,) = stage.all(select(SeatPlan).where(SeatPlan.name == "Salle B204"))
    account = stage.account(stage.staff)
    act(stage.db, seating.choose, stage.session, None, account, utcnow())
    with visitors.page("invigilator") as page:
        page.goto(f"/sessions/{stage.session.number}/surveiller#plan")
        expect(page.get_by_text("Cette session n'a pas de plan de salle.")).to_be_visible()
        assert problems(page) == []
        act(stage.db, seating.choose, stage.session, plan.id, account, utcnow())
        expect(spot(page, "01")).to_be_visible()
        assert page.evaluate("scrollX") == 0
