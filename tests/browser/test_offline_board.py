"""The board without network, by the site as it runs: what was done there arrives once, and nothing stays behind."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.clock import utcnow
from pwa.models.tables import Account, Alert, Candidate, CertificationSession, IdempotencyKey
from tests.acting import act
from tests.browser.checks import problems
from tests.browser.offline import (
    SOON,
    STORES,
    Phone,
    eventually_said,
    kept_on,
    open_board,
    words_about,
)
from tests.browser.visitors import sign_in
from tests.scene import Scene, SignIn, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

Take = Callable[[SignIn], Phone]
CONFIRMED, ABSENT = "presence_confirmed", "marked_absent"

DRAWN = "async (form) => { form.requestSubmit(); await new Promise(requestAnimationFrame); return form.dataset.order; }"


@pytest.fixture(scope="module")
def stage(app_server: AppServer) -> Iterator[Scene]:
    with scene(app_server.database_url, utcnow()) as stage:
        yield stage


@pytest.fixture
def take(chromium: Chromium, app_server: AppServer, stage: Scene) -> Iterator[Take]:
    """Gives somebody a phone, with their board in front."""
    with ExitStack() as closing:

        def make(person: SignIn) -> Phone:
            window = closing.enter_context(
                chromium.context((390, 844), base_url=app_server.url, reduced_motion="reduce")
            )
            return open_board(window, person, stage)

        yield make


@pytest.fixture
def phone(take: Take, stage: Scene) -> Phone:
    """Claire's."""
    return take(stage.claire)


def karim(stage: Scene) -> Account:
    return stage.account(stage.karim)


# Cut, act, reload, reconnect


def test_what_was_done_without_network_is_done_once_it_is_back(phone: Phone, stage: Scene) -> None:
    lea, aissatou = stage.find("ABADIE"), stage.find("BÂ")
    phone.cut()
    phone.confirm(lea)
    phone.expect_waiting(lea, "présent")
    phone.mark_absent(aissatou)
    phone.expect_waiting(aissatou, "absent")
    phone.page.reload()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(f"Session {stage.session.number}")
    phone.expect_waiting(lea, "présent")
    phone.expect_waiting(aissatou, "absent")
    expect(phone.bar()).to_have_text(re.compile("2 actions attendent le réseau"))
    assert words_about(stage, lea) == words_about(stage, aissatou) == []
    phone.reconnect()
    eventually_said(stage, lea, CONFIRMED)
    eventually_said(stage, aissatou, ABSENT)
    expect(phone.row(lea)).to_contain_text("présent, encore")
    expect(phone.row(aissatou).locator(".row-state")).to_have_text("absent")
    expect(phone.bar()).to_be_hidden()
    assert phone.page.evaluate(STORES)["orders"] == []


def test_the_board_opened_without_network_is_grey_and_says_its_age(phone: Phone, stage: Scene) -> None:
    phone.cut()
    [board] = phone.kept_boards
    phone.keep_instead(at=board["at"] - 600_000, offset=3_600_000)
    phone.page.reload()
    assert phone.page.evaluate("document.documentElement.hasAttribute('data-stale')")
    expect(phone.page.locator(".stale")).to_contain_text("données d'il y a")
    expect(phone.page.locator("#candidates > li")).to_have_count(24)
    ahead = phone.page.evaluate("import('/static/js/clock.js').then(({ now }) => now() - Date.now())")
    assert ahead == pytest.approx(3_600_000, abs=5000)


def test_home_without_network_leads_to_the_boards_kept(phone: Phone, stage: Scene) -> None:
    lea = stage.find("BERTRAND")
    phone.cut()
    phone.confirm(lea)
    phone.page.goto("/")
    expect(phone.page.get_by_role("heading", name="Vous surveillez")).to_be_visible()
    door = phone.page.get_by_role("link", name=re.compile(f"Session {stage.session.number}"))
    expect(door).to_contain_text("1 en attente d'envoi")
    assert problems(phone.page) == []
    door.click()
    phone.expect_waiting(lea, "présent")
    phone.reconnect()
    eventually_said(stage, lea, CONFIRMED)


def test_what_waits_is_sent_from_any_page(phone: Phone, stage: Scene) -> None:
    camille = stage.find("CHEVALIER-LEFÈVRE")
    phone.cut()
    phone.confirm(camille)
    phone.expect_waiting(camille, "présent")
    phone.page.goto("about:blank")
    phone.reconnect()
    phone.page.goto("/aide")
    eventually_said(stage, camille, CONFIRMED)


def test_a_waiting_order_may_be_taken_back(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("D'AUBIGNÉ")
    phone.cut()
    phone.confirm(candidate)
    orders = phone.orders()
    expect(orders).to_contain_text(f"Confirmer la présence de {candidate.full_name}")
    assert problems(phone.page) == []
    orders.get_by_role("button", name="Ne pas envoyer").click()
    expect(phone.bar()).to_be_hidden()
    expect(phone.row(candidate).locator(".order-tag")).to_have_count(0)
    expect(phone.row(candidate).get_by_role("button", name="Confirmer la présence")).to_be_visible()
    assert phone.page.evaluate(STORES)["orders"] == []


def test_those_confirmed_together_without_network_wait_one_by_one(phone: Phone, stage: Scene) -> None:
    together = [stage.find(last_name) for last_name in ("D'AUBIGNÉ", "PROMIS-JE-LA-FAIS-PAS")]
    phone.cut()
    phone.page.get_by_role("button", name="Sélectionner", exact=True).click()
    for candidate in together:
        phone.page.get_by_role("checkbox", name=f"Sélectionner {candidate.full_name}").check()
    phone.page.get_by_role("button", name="Confirmer les 2 sélectionnés").click()
    for candidate in together:
        phone.expect_waiting(candidate, "présent")
    expect(phone.bar()).to_have_text(re.compile("2 actions attendent le réseau"))
    phone.reconnect()
    for candidate in together:
        eventually_said(stage, candidate, CONFIRMED)
    expect(phone.bar()).to_be_hidden()


def test_what_cannot_wait_is_refused_at_once_by_its_name(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("DE LA TOUR DU PIN")
    stage.seat(candidate, utcnow())
    phone.page.locator(f"#file-{candidate.id} [data-opens=end]").dispatch_event("click")
    phone.cut()
    end = phone.page.get_by_role("dialog", name=f"Terminer le test de {candidate.full_name} ?")
    end.get_by_role("button", name="Terminer le test").click()
    expect(phone.page.locator("#toasts")).to_contain_text("Sans réseau, « Terminer le test » n'a pas été fait.")
    assert phone.page.evaluate(STORES)["orders"] == []


# At once


def test_a_tap_is_answered_within_a_frame_whatever_the_network_does(phone: Phone, stage: Scene) -> None:
    candidate, held = stage.find("NGUYỄN"), list[Route]()
    phone.page.route("**/confirmer", lambda route: held.append(route))
    form = phone.row(candidate).locator("form[data-queue]")
    drawn = (
        "(form) => { form.requestSubmit(); return new Promise(requestAnimationFrame).then(() => form.dataset.order); }"
    )
    assert form.evaluate(drawn) == "sending"
    expect(phone.row(candidate).locator(".order-tag")).to_contain_text("présent")
    form.evaluate("(form) => form.requestSubmit()")  # a second tap
    eventually(lambda: phone.page.evaluate("1") and held, SOON)
    held[0].continue_()
    expect(phone.row(candidate)).to_contain_text("présent, encore")
    assert words_about(stage, candidate) == [CONFIRMED]


def test_what_is_refused_is_rolled_back_with_the_sentence(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("O'CONNOR")
    problem = {"title": "Action impossible", "detail": "La session n'est plus accessible.", "code": "session_closed"}
    phone.page.route("**/confirmer", lambda route: route.fulfill(status=409, json=problem))
    phone.confirm(candidate)
    expect(phone.page.locator("#toasts")).to_contain_text("La session n'est plus accessible.")
    expect(phone.row(candidate).locator(".order-tag")).to_have_count(0)
    expect(phone.row(candidate).get_by_role("button", name="Confirmer la présence")).to_be_visible()
    assert phone.page.evaluate(STORES)["orders"] == []


def test_a_page_whose_token_is_old_is_loaded_again_and_sends_what_waits(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("PETIT")
    phone.cut()
    [board] = phone.kept_boards
    old = re.sub('name="csrf-token" content="[^"]*"', 'name="csrf-token" content="old"', board["html"])
    assert old != board["html"]
    phone.keep_instead(html=old)
    phone.page.reload()
    phone.confirm(candidate)
    phone.expect_waiting(candidate, "présent")
    phone.reconnect()
    eventually_said(stage, candidate, CONFIRMED)
    expect(phone.bar()).to_be_hidden()


# Twice, and together


def test_an_answer_lost_after_the_server_did_it_does_it_once(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("DÉSARÇONNÉE")
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    phone.page.route("**/confirmer", lose, times=1)
    phone.confirm(candidate)
    eventually(lambda: phone.page.evaluate("1") and lost == [200], SOON)
    expect(phone.row(candidate)).to_contain_text("présent, encore")
    eventually(lambda: phone.page.evaluate(STORES)["orders"] == [], SOON)
    assert words_about(stage, candidate) == [CONFIRMED]
    assert stage.all(select(IdempotencyKey.key))


def test_two_phones_offline_at_once_merge_without_loss(take: Take, stage: Scene) -> None:
    mine, other = take(stage.claire), take(stage.karim)
    both, one, two = (stage.find(name) for name in ("DIALLO", "EL AMRANI", "FAURE"))
    for phone in (mine, other):
        phone.cut()
        phone.confirm(both)
    mine.confirm(one)
    other.mark_absent(two)
    mine.page.reload()
    mine.reconnect()
    eventually_said(stage, one, CONFIRMED)
    other.reconnect()
    eventually_said(stage, two, ABSENT)
    assert (words_about(stage, both), words_about(stage, one)) == ([CONFIRMED], [CONFIRMED])
    for phone in (mine, other):
        expect(phone.row(both)).to_contain_text("présent, encore")
        expect(phone.row(one)).to_contain_text("présent, encore")
        expect(phone.row(two).locator(".row-state")).to_have_text("absent")
        expect(phone.bar()).to_be_hidden()


def test_what_a_colleague_changed_meanwhile_is_brought_back_to_be_decided(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("GARCÍA LÓPEZ")
    phone.cut()
    phone.confirm(candidate)
    stage.room.mark_absent(candidate, utcnow(), by=karim(stage))
    phone.reconnect()
    expect(phone.bar()).to_have_text(re.compile("1 à décider"))
    assert words_about(stage, candidate) == [ABSENT]
    orders = phone.orders()
    expect(orders).to_contain_text(f"Entre-temps, Karim Haddad a noté l'absence de {candidate.full_name} à")
    assert problems(phone.page) == []
    expect(phone.row(candidate).locator(".row-state")).to_have_text("absent")
    orders.get_by_role("button", name="Faire quand même").click()
    eventually_said(stage, candidate, ABSENT, CONFIRMED)
    expect(phone.bar()).to_be_hidden()


def test_what_is_left_as_the_colleague_decided_is_done_with(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("HAMMOUD")
    phone.cut()
    phone.confirm(candidate)
    stage.room.mark_absent(candidate, utcnow(), by=karim(stage))
    phone.reconnect()
    phone.orders().get_by_role("button", name="Laisser").click()
    expect(phone.bar()).to_be_hidden()
    assert words_about(stage, candidate) == [ABSENT]
    assert phone.page.evaluate(STORES)["orders"] == []


def test_a_claim_that_came_too_late_is_told(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("İNCİ")
    stage.seat(candidate, utcnow())
    stage.room.goodbye(candidate, utcnow())
    card = phone.page.locator("#attention li", has_text="İNCİ")
    expect(card).to_be_visible(timeout=SOON * 1000)
    phone.cut()
    card.get_by_role("button", name="J'y vais").click()
    expect(card.locator(".order-tag")).to_contain_text("vous y allez")
    (alert,) = stage.all(select(Alert).where(Alert.candidate_id == candidate.id, Alert.closed_at.is_(None)))
    stage.room.take(alert, utcnow(), by=karim(stage))
    phone.reconnect()
    orders = phone.orders()
    expect(orders).to_contain_text("Karim Haddad s'en occupe déjà.")
    orders.get_by_role("button", name="Compris").click()
    expect(phone.bar()).to_be_hidden()


# Nothing stays


def names_of(stage: Scene) -> list[str]:
    return [candidate.last_name for candidate in stage.candidates]


def found_on(phone: Phone, stage: Scene) -> list[str]:
    """The candidates of whom this phone keeps the name."""
    kept = kept_on(phone.page)
    return [name for name in names_of(stage) if re.search(rf"\b{name}\b", kept)]


def test_after_signing_out_no_name_stays_anywhere(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("KONÉ")
    phone.cut()
    phone.confirm(candidate)
    phone.expect_waiting(candidate, "présent")
    assert len(found_on(phone, stage)) > 20
    phone.page.goto("/")
    phone.reconnect()
    eventually_said(stage, candidate, CONFIRMED)
    phone.page.goto("/")
    phone.page.get_by_role("button", name="Se déconnecter").first.click()
    expect(phone.page.get_by_role("link", name="Se connecter").first).to_be_visible()
    assert found_on(phone, stage) == []
    assert not any(phone.page.evaluate(STORES).values())
    phone.window.set_offline(True)
    phone.page.goto(phone.path)
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Hors ligne")


def test_who_leaves_while_something_waits_is_asked_first(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("L'HÉVÉDER")
    phone.page.route("**/confirmer", lambda route: route.abort())
    phone.confirm(candidate)
    phone.expect_waiting(candidate, "présent")
    phone.page.get_by_role("button", name="Menu de la session").click()
    phone.page.get_by_role("button", name="Quitter").click()
    asked = phone.page.get_by_role("dialog", name="Des actions ne sont pas parties")
    expect(asked).to_contain_text(f"Confirmer la présence de {candidate.full_name}")
    assert problems(phone.page) == []
    asked.get_by_role("button", name="Rester").click()
    phone.expect_waiting(candidate, "présent")
    phone.page.get_by_role("button", name="Menu de la session").click()
    phone.page.get_by_role("button", name="Quitter").click()
    asked.get_by_role("button", name="Continuer sans les envoyer").click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Calme tant que tout va bien.")
    assert found_on(phone, stage) == []
    assert words_about(stage, candidate) == []
    stage.room.let_in(stage.account(stage.claire), utcnow())


def lose(phone: Phone, candidate: Candidate, how: Callable[[], None]) -> None:
    """The session is lost while an order waits: it is told, and then nothing of the room is left."""
    phone.cut()
    phone.confirm(candidate)
    phone.expect_waiting(candidate, "présent")
    how()
    phone.reconnect()
    told = phone.page.get_by_role("dialog", name="Des actions ne sont pas parties")
    expect(told).to_contain_text(f"Confirmer la présence de {candidate.full_name}")
    told.get_by_role("button", name="Compris").click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(re.compile("Page introuvable|Accès fermé"))
    assert found_on(phone, phone.stage) == []
    assert words_about(phone.stage, candidate) == []


def test_who_lost_their_access_is_told_what_was_never_sent(take: Take, stage: Scene) -> None:
    lose(take(stage.karim), stage.find("LE GOFF"), lambda: stage.room.leave(karim(stage), utcnow()))
    stage.room.let_in(karim(stage), utcnow())


def test_another_account_on_the_phone_finds_nothing_of_the_last_one(phone: Phone, stage: Scene) -> None:
    candidate = stage.find("MARTIN")
    phone.cut()
    phone.confirm(candidate)
    phone.expect_waiting(candidate, "présent")
    phone.page.goto("about:blank")
    phone.window.clear_cookies()
    phone.reconnect()
    sign_in(phone.page, stage.karim)
    told = phone.page.get_by_role("dialog", name="Des actions ne sont pas parties")
    expect(told).to_contain_text(f"Confirmer la présence de {candidate.full_name}")
    assert phone.kept_boards == []
    told.get_by_role("button", name="Compris").click()
    eventually(lambda: found_on(phone, stage) == [], SOON)
    phone.page.goto(phone.path)
    expect(phone.row(candidate).get_by_role("button", name="Confirmer la présence")).to_be_visible()
    assert words_about(stage, candidate) == []


def test_a_session_finalised_meanwhile_leaves_nothing_either(phone: Phone, stage: Scene) -> None:
    def finalise(db: Session) -> None:
        db.get_one(CertificationSession, stage.session.id).finalised_at = utcnow()

    lose(phone, stage.find("ŻÓŁTOWSKI"), lambda: act(stage.db, finalise))
