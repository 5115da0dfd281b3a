"""A candidate reports a problem: the phone rings, one tap leads to the decision, and the candidate's page goes on."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update

from pwa.clock import utcnow
from pwa.models.base import begin_writing
from pwa.models.tables import Attempt, Candidate, QuestionReport
from tests.browser.checks import Console, problems
from tests.browser.keyboard import Keyboard
from tests.browser.phones import Phone, phones
from tests.browser.visitors import Visitors
from tests.scene import Scene
from tests.tools.chromium import Chromium
from tests.tools.push_service import PushService
from tests.tools.servers import AppServer

RINGS = "problème, question 1"


@pytest.fixture(scope="module")
def visitors(chromium: Chromium, app_server: AppServer, stage: Scene) -> Iterator[Visitors]:
    with ExitStack() as closing:
        yield Visitors(chromium, app_server, stage, closing)


@pytest.fixture
def phone(chromium: Chromium, app_server: AppServer, the_push_service: PushService, stage: Scene) -> Iterator[Phone]:
    """Claire's, where every page of ours is closed."""
    with phones(chromium, app_server, the_push_service, stage) as make:
        yield make(stage.claire)


def begin(visitors: Visitors, stage: Scene, last_name: str) -> tuple[Candidate, Page]:
    """Somebody in front of their first question, at a computer."""
    candidate, page = stage.find(last_name), visitors.page(last_name)
    stage.room.confirm(candidate, utcnow())
    stage.room.enter(candidate, utcnow())
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto("/test")
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 1 sur 20")
    return candidate, page


def come_to(page: Page, stage: Scene, candidate: Candidate, number: int) -> None:
    """As if the questions before were answered."""
    stage.db.rollback()
    begin_writing(stage.db)
    stage.db.execute(update(Attempt).where(Attempt.candidate_id == candidate.id).values(question=number))
    stage.db.commit()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Question {number} sur 20")


def report(page: Page) -> None:
    page.get_by_role("button", name="Signaler un problème avec la question").click()
    page.get_by_role("dialog").get_by_role("button", name="Prévenir le surveillant").click()
    expect(told(page)).to_contain_text("Problème signalé à")


def told(page: Page) -> Locator:
    return page.locator("#question .test-report")


def on_hold(page: Page) -> None:
    expect(told(page)).to_contain_text("Votre surveillant est prévenu")
    expect(page.get_by_role("button", name="Valider ma réponse")).to_be_disabled()
    expect(page.get_by_role("button", name="Signaler un problème avec la question")).to_be_disabled()


def open_board(visitors: Visitors, stage: Scene) -> Page:
    """The colleague's, the only one that shows: a browser holds no stream for the pages behind."""
    board = visitors.page("colleague")
    for former in board.context.pages:
        if former is not board:
            former.close()
    board.goto(f"/sessions/{stage.session.number}/surveiller")
    return board


def open_decision(board: Page, candidate: Candidate) -> Locator:
    """Whoever goes there, from « À voir », decides there: the card is one of many by then, the row stays."""
    card = board.locator("#attention .alert", has_text=candidate.last_name)
    card.get_by_role("button", name="J'y vais").click()
    board.get_by_role("button", name=f"Gérer le signalement de {candidate.full_name}").click()
    sheet = board.get_by_role("dialog", name=candidate.full_name)
    expect(sheet.get_by_role("heading", name="Gérer le signalement")).to_be_visible()
    return sheet


def test_the_phone_rings_and_one_tap_leads_to_the_decision(phone: Phone, visitors: Visitors, stage: Scene) -> None:
    candidate, page = begin(visitors, stage, "FAURE")
    statement = page.locator(".statement").inner_text()
    page.locator("[name=choice]").nth(1).check()
    report(page)
    on_hold(page)
    expect(page.locator("[name=choice]").nth(1)).to_be_checked()

    rung = phone.told(RINGS)
    assert not any(name in f"{rung.title} {rung.body}" for name in (candidate.first_name, candidate.last_name))
    phone.screen.tap(rung)
    board = phone.page_at(f"#candidate-{candidate.id}")
    sheet = board.get_by_role("dialog", name=candidate.full_name)
    expect(sheet.get_by_text(statement)).to_be_visible()
    sheet.get_by_role("button", name="J'y vais").click()
    expect(sheet.get_by_text("Vous y allez")).to_be_visible()
    sheet.get_by_label("Un problème technique lié à la plateforme").check()
    expect(sheet.get_by_role("button", name=f"Valider le signalement de {candidate.full_name}")).to_be_in_viewport()
    sheet.get_by_role("button", name=f"Valider le signalement de {candidate.full_name}").click()

    expect(told(page)).to_have_text("Votre surveillant a validé votre signalement. Voici une autre question 1.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 1 sur 20")
    assert page.locator(".statement").inner_text() != statement
    expect(page.locator("[name=choice]:checked")).to_have_count(0)
    expect(sheet.get_by_text("Gérer le signalement")).to_have_count(0)
    page.locator("[name=choice]").first.check()
    page.get_by_role("button", name="Valider ma réponse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 2 sur 20")


def test_refused_the_same_question_goes_on_with_what_was_typed(visitors: Visitors, stage: Scene) -> None:
    candidate, page = begin(visitors, stage, "MARTIN")
    board = open_board(visitors, stage)
    page.locator("[name=choice]").nth(2).check()
    report(page)
    page.reload()
    on_hold(page)
    sheet = open_decision(board, candidate)
    sheet.get_by_role("button", name=f"Refuser le signalement de {candidate.full_name}").click()
    expect(board.locator("#toasts")).to_contain_text(f"Signalement refusé : {candidate.full_name}")
    expect(told(page)).to_have_text("Votre surveillant a vérifié : vous pouvez répondre à la question 1.")
    expect(page.locator("[name=choice]").nth(2)).to_be_checked()
    page.get_by_role("button", name="Valider ma réponse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 2 sur 20")


def test_enter_on_a_reason_validates_what_was_chosen(visitors: Visitors, stage: Scene) -> None:
    candidate, page = begin(visitors, stage, "HAMMOUD")
    report(page)
    board = open_board(visitors, stage)
    open_decision(board, candidate)
    keys = Keyboard(board)
    keys.to("Le site à visiter est indisponible ou en maintenance")
    keys.press("ArrowDown", "Enter")
    expect(told(page)).to_contain_text("Voici une autre question 1")
    of_candidate = select(QuestionReport).where(QuestionReport.candidate_id == candidate.id)
    assert [one.reason for one in stage.all(of_candidate)] == ["E5"]


def test_two_invigilators_at_once(visitors: Visitors, stage: Scene) -> None:
    """What one has chosen stays while the other takes the alert; what the other decides is said."""
    candidate, page = begin(visitors, stage, "LE GOFF")
    report(page)
    board, reason = visitors.page("invigilator"), "Un problème technique lié à la plateforme"
    board.goto(f"/sessions/{stage.session.number}/surveiller#candidate-{candidate.id}")
    sheet = board.get_by_role("dialog", name=candidate.full_name)
    sheet.get_by_label(reason).check()
    stage.room.take(stage.room.alert(candidate), utcnow(), stage.account(stage.karim))
    expect(sheet.get_by_text("Karim Haddad s'en occupe").first).to_be_visible()
    expect(sheet.get_by_label(reason)).to_be_checked()
    keys = Keyboard(board)
    keys.to(reason)
    stage.room.refuse(stage.room.attempt(candidate).reports[-1], utcnow(), stage.account(stage.karim))
    expect(sheet.get_by_text("Gérer le signalement")).to_have_count(0)
    assert keys.stop
    expect(sheet.get_by_text("En cours, commencé à")).to_be_visible()


def test_an_end_frees_whoever_is_on_hold(visitors: Visitors, stage: Scene) -> None:
    candidate, page = begin(visitors, stage, "DIALLO")
    report(page)
    stage.room.end(candidate, utcnow())
    expect(page.get_by_role("heading", level=1)).to_have_text("Test terminé")


def test_without_network_it_is_said_and_nothing_is_kept(visitors: Visitors, stage: Scene) -> None:
    candidate, page = begin(visitors, stage, "PETIT")
    page.context.set_offline(True)
    page.get_by_role("button", name="Signaler un problème avec la question").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Prévenir le surveillant").click()
    expect(dialog.locator("[data-when=failed]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#saving")).to_contain_text("Le réseau est revenu")
    assert stage.room.alerts(candidate) == []
    dialog.get_by_role("button", name="Prévenir le surveillant").click()
    on_hold(page)


def test_by_the_keyboard_alone(visitors: Visitors, stage: Scene) -> None:
    candidate, page = begin(visitors, stage, "BERTRAND")
    keys = Keyboard(page)
    keys.to("Signaler un problème avec la question")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Annuler")).to_be_focused()
    keys.press("Escape")
    expect(page.get_by_role("button", name="Signaler un problème avec la question")).to_be_focused()
    keys.press("Enter")
    keys.to("Prévenir le surveillant")
    keys.press("Enter")
    on_hold(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("#announce")).to_contain_text("Problème signalé à")
    stage.room.refuse(stage.room.attempt(candidate).reports[-1], utcnow())
    expect(page.locator("#announce")).to_contain_text("vous pouvez répondre à la question 1")


@pytest.mark.parametrize(
    ("last_name", "number", "part", "reason"),
    [
        ("BÂ", 4, "a:has-text('depenses.csv')", "Le fichier ne se télécharge pas ou ne s'ouvre pas"),
        ("NGUYỄN", 7, "img[alt^='Diagramme en barres']", "L'image ne s'affiche pas"),
        ("EL AMRANI", 15, "iframe[title='Contenu de la clé USB']", "Le simulateur ou l'application ne s'affiche pas"),
        ("ŻÓŁTOWSKI", 20, "text=Répondez sans quitter cette page", "Le candidat a été contraint de quitter la page"),
    ],
)
def test_each_part_of_a_question_is_shown_and_gives_its_reason(
    visitors: Visitors, stage: Scene, last_name: str, number: int, part: str, reason: str
) -> None:
    candidate, page = begin(visitors, stage, last_name)
    come_to(page, stage, candidate, number)
    expect(page.locator(part)).to_be_visible()
    assert problems(page) == []
    report(page)
    assert problems(page) == []
    sheet = open_decision(open_board(visitors, stage), candidate)
    expect(sheet.get_by_label(reason)).to_be_visible()
    sheet.get_by_role("button", name="Refuser").click()
    expect(told(page)).to_contain_text("vous pouvez répondre")


def test_what_a_question_has_works(visitors: Visitors, stage: Scene) -> None:
    candidate, page = begin(visitors, stage, "L'HÉVÉDER")
    come_to(page, stage, candidate, 4)
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger le fichier").click()
    assert b"Transport;86" in download.value.path().read_bytes()
    page.get_by_role("textbox").fill("86")
    page.get_by_role("button", name="Valider ma réponse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 5 sur 20")
    come_to(page, stage, candidate, 7)
    expect(page.get_by_role("img", name="Diagramme")).to_be_visible()
    assert page.locator("img.question-image").evaluate("image => image.naturalWidth") > 0
    come_to(page, stage, candidate, 15)
    key = page.frame_locator("iframe[title='Contenu de la clé USB']")
    for folder in ("Photos", "Corse"):
        key.get_by_text(folder).click()
    expect(key.get_by_text("plage.jpg")).to_be_visible()


def test_on_hold_without_network_it_is_not_asked_to_go_on(visitors: Visitors, stage: Scene) -> None:
    candidate, page = begin(visitors, stage, "PROMIS-JE-LA-FAIS-PAS")
    report(page)
    page.context.set_offline(True)
    expect(page.locator("#saving")).to_contain_text("votre question reste en pause", use_inner_text=True)
    expect(page.locator("#saving")).not_to_contain_text("continuez", use_inner_text=True)
    page.context.set_offline(False)
    stage.room.refuse(stage.room.attempt(candidate).reports[-1], utcnow())
    expect(told(page)).to_contain_text("vous pouvez répondre")


@pytest.mark.parametrize(("language", "title"), [("fr", "Question 1 sur 20"), ("en", "Question 1 of 20")])
def test_its_screens_are_in_order(visitors: Visitors, stage: Scene, language: str, title: str) -> None:
    last_name = {"fr": "KONÉ", "en": "ABADIE"}[language]
    candidate, page, board = stage.find(last_name), visitors.page(last_name, language), visitors.page("staff", language)
    stage.room.let_in(stage.account(stage.staff), utcnow())
    stage.room.confirm(candidate, utcnow())
    stage.room.enter(candidate, utcnow())
    console = Console(page)
    page.goto("/test")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.locator("[data-opens=report]").click()
    assert problems(page) == []
    page.locator("#report form button").click()
    expect(page.locator("#answer[data-held]")).to_be_visible()
    assert problems(page) == []
    board.goto(f"/sessions/{stage.session.number}/surveiller#candidate-{candidate.id}")
    expect(board.locator(f"#sheet-{candidate.id} .sheet-report")).to_be_visible()
    assert problems(board) + console.errors == []
    stage.room.refuse(stage.room.attempt(candidate).reports[-1], utcnow())
    expect(page.locator("#answer:not([data-held]) .test-report")).to_be_visible()
    assert problems(page) == []
