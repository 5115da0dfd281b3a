"""Claims on two phones of Chromium: taken on one, told on the other, refused with a sentence.

The messages take the road that `test_push_chromium` tells of.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from pwa.models.tables import Alert, Candidate
from tests.browser.phones import Phone, ask_to_enter, close_window, phones
from tests.scene import Scene
from tests.tools.chromium import Chromium
from tests.tools.notifications import Notification
from tests.tools.push_service import PushService
from tests.tools.servers import AppServer

Two = tuple[Phone, Phone]
ASKS, CLOSED = "demande à entrer", "fenêtre fermée"
GO = "J'y vais"


@pytest.fixture
def two(chromium: Chromium, app_server: AppServer, the_push_service: PushService, stage: Scene) -> Iterator[Two]:
    """Claire's phone and Karim's, with no page open."""
    with phones(chromium, app_server, the_push_service, stage) as make:
        yield make(stage.claire), make(stage.karim)


def told_both(two: Two, end: str) -> tuple[Notification, Notification]:
    claire, karim = (phone.told(end) for phone in two)
    return claire, karim


def sheet(phone: Phone, candidate: Candidate) -> Locator:
    """The candidate's, on the page that a tap opened."""
    page = phone.page_at(f"#candidate-{candidate.id}")
    return page.get_by_role("dialog", name=f"{candidate.first_name} {candidate.last_name}")


def taker(stage: Scene, candidate: Candidate) -> str | None:
    """Who looks after the candidate's last alert."""
    *_, alert = stage.all(select(Alert).where(Alert.candidate_id == candidate.id).order_by(Alert.id))
    return alert.claimed_by.full_name if alert.claimed_by else None


def expect_replaced(phone: Phone, by: str) -> None:
    """One notification is left on the phone, silently put in the place of the ring."""
    (rung,) = phone.screen.shown.all()
    update = phone.told(by)
    assert update.hints.get("suppress-sound")
    assert update.body.endswith(rung.title)
    assert GO not in update.actions.values()
    assert [one["title"] for one in phone.shown()] == [by]


def test_a_claim_on_the_board_replaces_the_notification_of_the_other_phone(two: Two, stage: Scene) -> None:
    claire, karim = two
    candidate = close_window(stage, "MARTIN")
    rung, _ = told_both(two, CLOSED)
    tag = karim.shown()[0]["tag"]
    claire.screen.tap(rung)
    sheet(claire, candidate).get_by_role("button", name=GO).click()
    expect(sheet(claire, candidate)).to_contain_text("Vous y allez")
    expect_replaced(karim, "Claire Moreau s'en occupe")
    assert [one["tag"] for one in karim.shown()] == [tag]
    assert taker(stage, candidate) == "Claire Moreau"


def test_a_claim_from_the_notification_needs_no_page(two: Two, stage: Scene) -> None:
    claire, karim = two
    candidate = ask_to_enter(stage, "DIALLO")
    rung, _ = told_both(two, ASKS)
    claire.screen.press(rung, GO)
    expect_replaced(karim, "Claire Moreau s'en occupe")
    assert claire.told("Vous vous en occupez").hints.get("suppress-sound")
    assert claire.pages() == []
    assert taker(stage, candidate) == "Claire Moreau"


def test_a_claim_that_comes_too_late_is_told_who_goes(two: Two, stage: Scene) -> None:
    claire, karim = two
    candidate = ask_to_enter(stage, "BERTRAND")
    first, late = told_both(two, ASKS)
    claire.screen.press(first, GO)
    claire.eventually(lambda: taker(stage, candidate), "a claim")
    karim.screen.press(late, GO)
    refused = karim.screen.wait_for(lambda shown: shown.title == "L'alerte n'a pas pu être prise", since=1)
    assert refused.body.endswith("Claire Moreau s'en occupe déjà.")
    assert taker(stage, candidate) == "Claire Moreau"


def test_a_claim_without_network_says_so_and_a_tap_leads_to_the_page(two: Two, stage: Scene) -> None:
    claire, karim = two
    candidate = close_window(stage, "BÂ")
    rung, _ = told_both(two, CLOSED)
    claire.context.set_offline(True)
    claire.screen.press(rung, GO)
    refused = claire.screen.wait_for(lambda shown: shown.title == "L'alerte n'a pas pu être prise", since=1)
    assert refused.body.endswith("Le réseau n'a pas répondu. Touchez pour ouvrir la page et réessayer.")
    assert taker(stage, candidate) is None
    claire.context.set_offline(False)
    claire.screen.tap(refused)
    sheet(claire, candidate).get_by_role("button", name=GO).click()
    expect_replaced(karim, "Claire Moreau s'en occupe")
