"""Pushes in Chromium: shown whether the app is closed, behind or in front, and one tap leads to the candidate.

Headless Chromium reaches no push service of its maker: between the tests' push service, which accepts what our watcher
sends, and the service worker, the message is handed over by the browser's developer protocol.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from pwa.models.tables import Alert, Candidate, Delivery
from tests.browser.phones import Phone, ask_to_enter, phones
from tests.browser.pushing import PATIENCE
from tests.scene import Scene
from tests.tools.chromium import Chromium
from tests.tools.push_service import PushService
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

ASKS = "demande à entrer"


@pytest.fixture
def phone(chromium: Chromium, app_server: AppServer, the_push_service: PushService, stage: Scene) -> Iterator[Phone]:
    """Claire's, where every page of ours is closed."""
    with phones(chromium, app_server, the_push_service, stage) as make:
        yield make(stage.claire)


def board(stage: Scene) -> str:
    return f"/sessions/{stage.session.number}/surveiller"


def wait_until(stage: Scene, candidate: Candidate, step: str) -> None:
    """The server knows that this candidate's alert came that far on the phone."""
    mark = getattr(Delivery, step)
    about = select(Delivery.id).join(Alert).where(Alert.candidate_id == candidate.id, mark.is_not(None))
    eventually(lambda: stage.all(about), PATIENCE, f"{candidate.last_name}: {step}")


def nowhere(phone: Phone, path: str) -> None:
    assert phone.pages() == []


def behind(phone: Phone, path: str) -> None:
    phone.open(path)
    phone.home.bring_to_front()


def in_front(phone: Phone, path: str) -> None:
    phone.open(path).bring_to_front()


@pytest.mark.parametrize(("place", "last_name"), [(nowhere, "MARTIN"), (behind, "DIALLO"), (in_front, "BERTRAND")])
def test_a_push_is_shown_and_reported_wherever_the_app_is(
    place: Callable[[Phone, str], None], last_name: str, phone: Phone, stage: Scene
) -> None:
    place(phone, board(stage))
    candidate = ask_to_enter(stage, last_name)
    shown = phone.told(ASKS)
    initials = f"{candidate.first_name[0]}. {candidate.last_name[0]}."
    assert shown.body.partition("\n\n")[2].startswith(f"{initials} · depuis ")
    assert "J'y vais" in shown.actions.values()
    assert "suppress-sound" not in shown.hints
    wait_until(stage, candidate, "shown_at")


def test_a_worker_that_was_stopped_wakes_up_for_a_push(phone: Phone, stage: Scene) -> None:
    phone.stop_worker()
    candidate = ask_to_enter(stage, "BÂ")
    assert phone.told(ASKS)
    wait_until(stage, candidate, "shown_at")


def test_a_tap_opens_the_candidate_when_no_page_is_open(phone: Phone, stage: Scene) -> None:
    candidate = ask_to_enter(stage, "ABADIE")
    phone.screen.tap(phone.told(ASKS))
    page = phone.page_at(f"{board(stage)}#candidate-{candidate.id}")
    expect(page.get_by_role("dialog", name=f"{candidate.first_name} {candidate.last_name}")).to_be_visible()
    wait_until(stage, candidate, "opened_at")
    assert len(phone.pages()) == 1


def test_a_tap_leads_the_open_board_to_the_candidate(phone: Phone, stage: Scene) -> None:
    page = phone.open(board(stage))
    phone.home.bring_to_front()
    candidate = ask_to_enter(stage, "FAURE")
    phone.screen.tap(phone.told(ASKS))
    expect(page.get_by_role("dialog", name=f"{candidate.first_name} {candidate.last_name}")).to_be_visible()
    assert phone.pages() == [page]


def test_a_tap_leads_another_page_of_ours_to_the_candidate(phone: Phone, stage: Scene) -> None:
    page = phone.open("/aide")
    candidate = ask_to_enter(stage, "KONÉ")
    phone.screen.tap(phone.told(ASKS))
    expect(page.get_by_role("dialog", name=f"{candidate.first_name} {candidate.last_name}")).to_be_visible()
    assert phone.pages() == [page]
