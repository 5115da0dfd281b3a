"""Staff finalise a session from its page: a reason beside each test that was not completed, once, for good."""

import pytest

from pwa.domain.finalisation import ALREADY, NO_REASON, NOBODY_STARTED
from pwa.models.tables import Account, Candidate
from pwa.operations.rights import FINALISED
from tests.cast import Find
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told
from tests.web.test_centre import values

SEND, LEA = "Finaliser la session", "Léa ABADIE"
EVERYBODY = "Même motif pour tous (facultatif)"
LATE = {LEA: "late"}


@pytest.fixture
def clerk(sign_in: SignIn, staff: Account, room: Room) -> Client:
    """The browser of the centre's staff."""
    return sign_in(staff)


@pytest.fixture
def running(room: Room, candidate: Candidate, clock: Clock) -> Candidate:
    """Léa, in her test."""
    room.start(candidate, clock.now)
    return candidate


def address(room: Room) -> str:
    return f"/centre/sessions/{room.session.number}/finaliser"


def open_page(client: Client, room: Room) -> Page:
    return client.see(address(room))


def test_the_session_s_page_leads_to_it(clerk: Client, room: Room, running: Candidate) -> None:
    page = clerk.see(f"/centre/sessions/{room.session.number}")
    assert page.named("a", SEND).get("href") == address(room)


def test_the_page_says_what_will_happen(clerk: Client, room: Room, running: Candidate) -> None:
    page = open_page(clerk, room)
    assert page.has("C'est définitif.")
    assert page.has("1 test en cours sera terminé tout de suite")
    assert page.has("En cours, question 1 · poste 01")
    options = [told(one) for one in page.named("select", LEA).iter("option")]
    assert options == ["Choisissez un motif…", "Test non finalisé dans le délai imparti", "Problème technique"]


def test_a_session_is_finalised(clerk: Client, room: Room, running: Candidate) -> None:
    page = clerk.send(open_page(clerk, room), SEND, LATE)
    assert page.url == f"/centre/sessions/{room.session.number}"
    assert page.has(f"La session {room.session.number} est finalisée.")
    assert values(page)["Finalisée"] == "le 20/11/2030 à 08 h 30"
    assert SEND not in page.names("a")
    assert room.attempt(running).unfinished_why == "late"


def test_a_missing_reason_is_told_beside_its_field(clerk: Client, room: Room, running: Candidate) -> None:
    page = clerk.send(open_page(clerk, room), SEND, status=422)
    field = page.named("select", LEA)
    assert f"{field.get('id')}-error" in (field.get("aria-describedby") or "")
    assert NO_REASON in told(page.by_id(f"{field.get('id')}-error"))
    assert NO_REASON in told(page.by_id("form-errors"))
    assert room.session.finalised_at is None


def test_an_invented_reason_is_none(clerk: Client, room: Room, running: Candidate) -> None:
    clerk.send(open_page(clerk, room), SEND, {LEA: "perdu"}, 422)
    assert room.session.finalised_at is None


def test_who_started_meanwhile_is_asked_about(
    clerk: Client, room: Room, running: Candidate, neighbour: Candidate, clock: Clock
) -> None:
    page = open_page(clerk, room)
    room.start(neighbour, clock.now)
    page = clerk.send(page, SEND, LATE, 422)
    assert NO_REASON in told(page.by_id(f"why_{neighbour.id}-error"))
    held = next(one for one in page.named("select", LEA).iter("option") if "selected" in one.attrib)
    assert held.get("value") == "late"
    page = clerk.send(page, SEND, {"Aïssatou BÂ": "technical"})
    assert page.url == f"/centre/sessions/{room.session.number}"


def test_one_reason_serves_all_but_who_has_their_own(
    clerk: Client, room: Room, running: Candidate, neighbour: Candidate, clock: Clock
) -> None:
    assert EVERYBODY not in open_page(clerk, room).names("select")
    room.start(neighbour, clock.now)
    page = clerk.send(open_page(clerk, room), SEND, {EVERYBODY: "late", "Aïssatou BÂ": "technical"})
    assert page.has("est finalisée.")
    assert [room.attempt(one).unfinished_why for one in (running, neighbour)] == ["late", "technical"]


def test_the_reason_of_all_is_not_that_of_who_started_meanwhile(
    clerk: Client, room: Room, running: Candidate, neighbour: Candidate, enrolled: Find, clock: Clock
) -> None:
    room.start(neighbour, clock.now)
    page = open_page(clerk, room)
    third = enrolled("BERTRAND")
    room.start(third, clock.now)
    page = clerk.send(page, SEND, {EVERYBODY: "late"}, 422)
    assert room.session.finalised_at is None
    assert NO_REASON in told(page.by_id(f"why_{third.id}-error"))
    assert f"why_{neighbour.id}-error" not in page.text
    assert clerk.send(page, SEND).has("est finalisée.")


def test_nobody_started(clerk: Client, room: Room, candidate: Candidate) -> None:
    page = open_page(clerk, room)
    assert page.has(NOBODY_STARTED)
    assert SEND not in page.names("button")
    answer = clerk.ask("POST", address(room), data={"csrf_token": page.csrf_token})
    assert answer.status_code == 422
    assert NOBODY_STARTED in told(Page(answer.text).by_id("form-errors"))


def test_twice(clerk: Client, room: Room, running: Candidate) -> None:
    page = open_page(clerk, room)
    clerk.send(page, SEND, LATE)
    again = clerk.send(page, SEND, LATE, 422)
    assert ALREADY in told(again.by_id("form-errors"))
    assert open_page(clerk, room).has(ALREADY)


def test_without_unfinished_tests_nothing_is_asked(clerk: Client, room: Room, running: Candidate, clock: Clock) -> None:
    room.complete(running, clock.now)
    page = open_page(clerk, room)
    assert page.has("Tous les tests commencés ont été achevés.")
    assert clerk.send(page, SEND).has("est finalisée.")


def test_the_invigilators_space_closes_with_a_sentence(
    clerk: Client, sign_in: SignIn, room: Room, running: Candidate, invigilator: Account
) -> None:
    client, number = sign_in(invigilator), room.session.number
    board = client.see(f"/sessions/{number}/surveiller")
    clerk.send(open_page(clerk, room), SEND, LATE)
    assert client.see(f"/sessions/{number}/surveiller", 410).has(FINALISED)
    assert client.read(f"/sessions/{number}/surveiller/changements?since=0", 410)["detail"] == FINALISED
    assert client.tap(board, "Terminer le test", 410)["code"] == "finalised"
    assert not client.see("/surveiller").has("Vous surveillez")


def test_the_candidate_reads_why(
    clerk: Client, sign_in: SignIn, room: Room, running: Candidate, player: Account
) -> None:
    clerk.send(open_page(clerk, room), SEND, LATE)
    page = sign_in(player).see("/test")
    assert page.url == "/test/fin"
    assert page.has("Le centre a clos la session. Fin à 08 h 30.")
