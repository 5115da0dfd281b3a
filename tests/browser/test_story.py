"""The story: a candidate's window dies, the invigilator's phone rings, one tap leads to the right candidate."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pwa.domain.connectivity import GRACE
from tests.browser.story_candidate import COMPUTER, TOTAL, Candidate, Identity
from tests.browser.story_people import MILLISECONDS, PATIENCE, sign_up
from tests.browser.story_phone import Phone
from tests.browser.story_records import Records, records_at
from tests.browser.story_staff import Codes, Staff
from tests.tools.chromium import Chromium
from tests.tools.firefox import PHONE, Firefox
from tests.tools.notifications import NotificationBus
from tests.tools.servers import AppServer

SESSIONS = Path(__file__).parents[1] / "data" / "sessions-utf8-bom.csv"
ROOM = "Salle B204"
MAELYS = Identity("Maëlys", "CHEVALIER-LEFÈVRE", "24/05/2009", ("Maelys", "chevalier lefevre"))
THEODORE = Identity("Théodore", "D'AUBIGNÉ", "16/07/2010", ("Theodore", "d'aubigné"))


@pytest.fixture(scope="module")
def records(app_server: AppServer) -> Iterator[Records]:
    with records_at(app_server.database_url) as records:
        yield records


@pytest.fixture(scope="module")
def session(app_server: AppServer, chromium: Chromium, records: Records) -> Codes:
    """Salle B204, imported by its centre: seen first, written once confirmed."""
    with chromium.context() as context:
        staff = Staff(context.new_page(), app_server)
        staff.upload(SESSIONS)
        assert len(staff.names()) == 36
        assert {"DÉSARÇONNÉE Mïchèle", "NGUYỄN Thị Minh", "ROCHÉ Œnone"} < set(staff.names())
        assert records.candidates() == 0
        staff.confirm()
        assert records.candidates() == 36
        return staff.open_session(ROOM)


@pytest.fixture
def candidate(app_server: AppServer, chromium: Chromium, request: pytest.FixtureRequest) -> Iterator[Candidate]:
    with chromium.context(COMPUTER) as context:
        yield Candidate(context, app_server.url, request.param)


@pytest.fixture
def phone(app_server: AppServer, session: Codes, firefox: Firefox, notifications: NotificationBus) -> Iterator[Phone]:
    """Claire Moreau's, on which a trial notification was shown."""
    with firefox.device() as device:
        phone = Phone(device, app_server.url)
        phone.sign_up("Claire", "Moreau")
        phone.watch(session)
        phone.receive_alerts()
        phone.tap("button", "Envoyer une notification d'essai")
        assert notifications.wait_for(timeout=PATIENCE).title == "Notification d'essai"
        phone.expect_text("#test-state", "Affichée sur ce téléphone : tout fonctionne.")
        yield phone


@pytest.fixture(scope="module")
def board(app_server: AppServer, session: Codes, chromium: Chromium) -> Iterator[Page]:
    """A colleague's board, in a browser that receives no push."""
    with chromium.context(PHONE) as context:
        page = context.new_page()
        sign_up(page, app_server.url, "Karim", "Haddad")
        page.get_by_role("link", name="Surveiller une session").click()
        page.get_by_label("Numéro de la session").fill(str(session.number))
        page.get_by_label("Mot de passe de la session").fill(session.password.lower())
        page.get_by_role("button", name="Surveiller la session").click()
        yield page


@pytest.mark.parametrize("candidate", [MAELYS], indirect=True)
def test_a_closed_window_rings_the_phone_and_the_candidate_comes_back(
    session: Codes, candidate: Candidate, phone: Phone, notifications: NotificationBus, records: Records
) -> None:
    who, person = candidate.who, records.candidate_id(session.number, candidate.who.last_name)
    row, sheet = f"#candidate-{person}", f"#sheet-{person}"
    board = f"/sessions/{session.number}/surveiller"

    # The candidate arrives, is let in, starts.
    phone.go(board)
    candidate.join(session.number)
    phone.expect_text(f"{row} .row-state", "demande à entrer")
    entry = records.wait_until_told(person, "entry_requested")
    phone.tap("button", f"Confirmer la présence de {who.full_name}")
    phone.expect_text(f"{row} .row-state", "présent")
    candidate.enter(session.access_code)
    for number in (1, 2, 3):
        candidate.answer(number)
    statement = candidate.expect_question(4)
    phone.expect_text(f"{row} .row-state", "connecté")

    # The window dies while no board is open: the phone rings, one tap leads to the candidate.
    phone.close_page()
    candidate.close_window()
    rung = notifications.wait_for(lambda shown: "fenêtre fermée" in shown.title, PATIENCE)
    assert rung.title == f"{ROOM} · M. C. · fenêtre fermée"
    assert rung.body.startswith("M. C. · depuis ")
    assert not any(name in f"{rung.title} {rung.body}" for name in (who.first_name, who.last_name))
    notifications.tap(rung)
    phone.follow(f"{board}{row}")
    phone.expect_text(f"{sheet}:popover-open", "fenêtre fermée")
    window = records.wait_until_told(person, "window_closed")
    records.wait_until_opened(window)
    phone.tap("button", "J'y vais", sheet)
    phone.expect_text(sheet, "Vous y allez")

    # The candidate opens the test again, and waits; the tap brings the board that is open.
    phone.tap("button", "Fermer la fiche", sheet)
    candidate.reopen("/test")
    candidate.expect_waiting("Votre surveillant doit autoriser la reprise de votre test.")
    asked = notifications.wait_for(lambda shown: "demande à reprendre" in shown.title, PATIENCE)
    notifications.tap(asked)
    phone.expect_text(f"{sheet}:popover-open", "demande à reprendre")
    assert phone.tabs_at(board) == 1
    resume = records.wait_until_told(person, "resume_requested")
    phone.tap("button", f"Autoriser la reprise de {who.full_name}", sheet)
    phone.expect_text(sheet, "Reprise autorisée")
    candidate.enter(session.access_code)
    assert candidate.expect_question(4) == statement
    for number in range(4, TOTAL + 1):
        candidate.answer(number)
    phone.expect_text(f"{row} .row-state", "terminé")

    # What is left of it.
    alerts = records.alerts(person)
    assert [alert.id for alert in alerts] == [entry.id, window.id, resume.id]
    assert [alert.closed_why for alert in alerts] == ["answered", "asked", "answered"]
    assert [alert.claimed_by and alert.claimed_by.full_name for alert in alerts] == [None, "Claire Moreau", None]
    for alert in alerts:
        assert alert.accepted_at
        assert alert.shown_at
        assert alert.closed_at
        assert alert.since <= alert.raised_at <= min(alert.accepted_at, alert.shown_at)
        assert max(alert.accepted_at, alert.shown_at, alert.claimed_at or alert.raised_at) <= alert.closed_at
    assert records.broken_line(session.number) is None


@pytest.mark.parametrize("candidate", [THEODORE], indirect=True)
def test_a_reload_is_no_alarm_and_a_lost_network_is_one_until_it_returns(
    session: Codes, candidate: Candidate, board: Page, records: Records
) -> None:
    person = records.candidate_id(session.number, candidate.who.last_name)
    state, attention = board.locator(f"#candidate-{person} .row-state"), board.locator("#attention")
    candidate.join(session.number)
    board.get_by_role("button", name=f"Confirmer la présence de {candidate.who.full_name}").click(timeout=MILLISECONDS)
    candidate.enter(session.access_code)
    candidate.answer(1)

    candidate.page.reload()
    candidate.expect_question(2)
    candidate.lose_network()
    expect(attention).to_contain_text("signal perdu", timeout=MILLISECONDS)
    expect(state).to_contain_text("signal perdu depuis 0:")
    _, lost = records.alerts(person)  # what was asked at the door, and nothing between the reload and the loss
    *_, reloaded = records.journal_of(person, "window_opened")
    assert lost.kind == "connection_lost"
    assert lost.raised_at - reloaded.at > GRACE + timedelta(seconds=2)

    candidate.find_network()
    expect(state).to_have_text("connecté", timeout=MILLISECONDS)
    expect(attention).not_to_contain_text(candidate.who.last_name)
    _, lost = records.alerts(person)
    assert lost.closed_why == "resolved"
    candidate.answer(2)
    assert records.broken_line(session.number) is None


def test_a_tap_beside_the_sheet_only_closes_it(board: Page) -> None:
    """Under the veil are the buttons of other candidates."""
    row = board.locator("#candidates > li").first
    confirm = row.locator(".row-act").get_by_role("button")
    row.locator(".row-open").click()
    expect(board.locator(".sheet:popover-open")).to_be_visible()
    box = confirm.bounding_box()
    assert box
    board.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(board.locator(".sheet:popover-open")).to_have_count(0)
    confirm.click()
    expect(row.locator(".row-state")).to_contain_text("présent")
