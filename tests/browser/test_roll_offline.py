"""The roll call without network: what is said waits, is undone where it waits, and leaves with the network."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from pwa.clock import utcnow
from pwa.domain.attempts import State
from pwa.models.tables import Candidate
from tests.browser.visitors import sign_in
from tests.scene import Scene, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually


@pytest.fixture(scope="module")
def stage(server: AppServer) -> Iterator[Scene]:
    with scene(server.database_url, utcnow()) as stage:
        yield stage


def name(page: Page) -> Locator:
    return page.locator(".roll-card[data-current] h2")


def state(stage: Scene, candidate: Candidate) -> State:
    stage.db.rollback()
    return stage.room.state(candidate, utcnow())


def test_the_roll_goes_on_without_network(chromium: Chromium, server: AppServer, stage: Scene) -> None:
    with chromium.context((390, 844), base_url=server.url, reduced_motion="reduce") as window:
        page = window.new_page()
        sign_in(page, stage.claire)
        page.goto(f"/sessions/{stage.session.number}/surveiller#roll")
        expect(name(page)).to_contain_text("ABADIE")
        window.set_offline(True)
        expect(page.locator("html[data-offline]")).to_have_count(1)
        for key in ("p", "a", "p"):
            page.keyboard.press(key)
        expect(name(page)).to_contain_text("CHEVALIER-LEFÈVRE")
        page.keyboard.press("u")
        expect(name(page)).to_contain_text("BERTRAND")
        expect(page.locator(".orders-bar")).to_contain_text("2 actions")
        expect(page.locator(".roll-place")).to_have_text("3 sur 24")
        expect(page.locator("progress")).to_have_js_property("value", 2)
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".roll-card[data-current]")).to_contain_text("en attente d'envoi")
        window.set_offline(False)
        eventually(lambda: state(stage, stage.find("ABADIE")) is State.AUTHORISED, 15)
        eventually(lambda: state(stage, stage.find("BÂ")) is State.ABSENT, 15)
        assert state(stage, stage.find("BERTRAND")) is State.EXPECTED
