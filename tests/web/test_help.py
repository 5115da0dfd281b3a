"""The help: a page a situation, one after another; each thing that a board shows leads to its page."""

import pytest

from pwa.domain.alerts import Kind
from pwa.domain.attempts import State
from pwa.models.tables import Account, Candidate
from pwa.settings import ROOT
from pwa.web import help_links
from pwa.web.help_table import BY_SLUG, PAGES
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told

TEMPLATES = ROOT / "templates" / "help"


@pytest.mark.parametrize("slug", BY_SLUG)
def test_a_page_says_what_its_title_promises(client: Client, slug: str) -> None:
    page = client.see(f"/aide/{slug}")
    assert page.heading == str(BY_SLUG[slug].title)
    assert page.title.startswith(page.heading)
    assert "Toute l'aide" in page.names("a")


def test_there_is_a_template_a_page_and_a_page_a_template() -> None:
    found = {path.stem for path in TEMPLATES.glob("*.html") if not path.name.startswith("_")}
    assert found - {"index"} == BY_SLUG.keys()


def test_the_index_leads_to_every_page_by_its_own_anchor(client: Client) -> None:
    index = client.see("/aide")
    for page in PAGES:
        (door,) = index.by_id(page.slug).iter("a")
        assert (door.get("href"), str(page.title) in told(door)) == (f"/aide/{page.slug}", True)


def test_the_pages_follow_one_another_both_ways(client: Client) -> None:
    first, last = f"/aide/{PAGES[0].slug}", f"/aide/{PAGES[-1].slug}"
    assert len(walk(client, first, "next")) == len(PAGES)
    assert walk(client, first, "next") == walk(client, last, "prev")[::-1]


def walk(client: Client, path: str, way: str) -> list[str]:
    """The addresses met by following that link to its end."""
    trail = [path]
    while (found := linked(client.see(trail[-1]), way)) is not None:
        trail.append(found)
    return trail


def linked(page: Page, way: str) -> str | None:
    return next((one.get("href") for one in page.all("a") if one.get("rel") == way), None)


def test_what_is_no_page_is_not_found(client: Client) -> None:
    assert client.see("/aide/nulle-part", 404).heading


# From the board


def test_each_state_and_each_kind_of_alert_has_its_page() -> None:
    assert help_links.STATES.keys() == set(State)
    assert help_links.KINDS.keys() == set(Kind)
    told_of = {*help_links.STATES.values(), *help_links.LOST.values(), *help_links.KINDS.values()}
    assert told_of <= BY_SLUG.keys()


@pytest.fixture
def client_of_room(sign_in: SignIn, room: Room) -> Client:
    return sign_in(room.invigilator)


def ways(client: Client, room: Room, sheet: str) -> list[str]:
    """Where « Que faire ? » leads from that sheet."""
    board = client.see(f"/sessions/{room.session.number}/surveiller")
    links = [one for one in board.by_id(sheet).iter("a") if one.get("data-help") is not None]
    assert all(told(one).startswith("Que faire ?") for one in links)
    return [one.get("href", "").removeprefix("/aide/") for one in links]


def test_a_sheet_leads_to_the_page_of_its_state(
    client_of_room: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    sheet = f"sheet-{candidate.id}"
    assert ways(client_of_room, room, sheet) == ["presence"]
    room.start(candidate, clock.now)
    assert ways(client_of_room, room, sheet) == ["pendant"]
    room.end(candidate, clock.now)
    assert ways(client_of_room, room, sheet) == ["fin"]


def test_a_sheet_leads_to_the_page_of_its_alert(
    client_of_room: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.wait(candidate, clock.now)
    assert ways(client_of_room, room, f"sheet-{candidate.id}") == ["presence"]
    room.start(candidate, clock.now)
    room.goodbye(candidate, clock.now)
    clock.advance(4)
    room.look(clock.now)
    assert ways(client_of_room, room, f"sheet-{candidate.id}") == ["deconnexion"]
    alert = client_of_room.see(f"/alertes/{room.alert(candidate).id}")
    assert alert.named("a", "Que faire ? Un candidat est déconnecté").get("href") == "/aide/deconnexion"


# With the session's own data


def test_the_kit_holds_the_data_of_the_sessions_that_one_watches(client: Client, sign_in: SignIn, room: Room) -> None:
    code = room.session.access_code
    own = sign_in(room.invigilator).see("/aide/kit")
    assert own.has(code)
    assert own.has(room.session.room)
    assert not own.has(room.session.password)
    assert not client.see("/aide/kit").has(code)


WRITTEN = "Accueil : 01 49 52 10 10\nM. Benali, poste 4512"


@pytest.fixture
def written(room: Room, sign_in: SignIn, staff: Account) -> None:
    """The centre has said whom to call."""
    client = sign_in(staff)
    page = client.see(f"/centre/{room.session.centre_id}/contact")
    answer = client.send(page, "Enregistrer", {"Qui appeler": WRITTEN})
    assert answer.has("vos surveillants le trouvent dans le menu de leur session")


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("path", ["/aide/contact", "/sessions/{number}/surveiller"])
def test_the_centre_says_whom_to_call_and_its_invigilators_find_it(sign_in: SignIn, room: Room, path: str) -> None:
    page = sign_in(room.invigilator).see(path.format(number=room.session.number))
    assert page.named("a", "01 49 52 10 10").get("href") == "tel:0149521010"
    assert page.has("M. Benali, poste 4512")


@pytest.mark.usefixtures("written")
def test_nobody_else_reads_it(client: Client, sign_in: SignIn, stranger: Account) -> None:
    for other in (client, sign_in(stranger)):
        assert not other.see("/aide/contact").has("Benali")


def test_a_centre_that_said_nothing_is_said_to_have_said_nothing(sign_in: SignIn, room: Room) -> None:
    client = sign_in(room.invigilator)
    assert client.see("/aide/contact").has("Le centre n'a donné aucun numéro")
    assert "menu-contact" not in client.see(f"/sessions/{room.session.number}/surveiller").text


def test_what_is_too_long_is_refused_and_stays_in_the_field(sign_in: SignIn, room: Room, staff: Account) -> None:
    client, long = sign_in(staff), "a" * 501
    page = client.see(f"/centre/{room.session.centre_id}/contact")
    answer = client.send(page, "Enregistrer", {"Qui appeler": long}, 422)
    assert answer.has("Écrivez 500 caractères au plus.")
    assert told(next(answer.all("textarea"))) == long


def test_staff_come_to_the_form_from_the_centre_and_from_the_help(sign_in: SignIn, room: Room, staff: Account) -> None:
    client, address = sign_in(staff), f"/centre/{room.session.centre_id}/contact"
    assert client.see("/centre").named("a", "Qui appeler").get("href") == address
    assert address in [one.get("href") for one in client.see("/aide/contact").all("a")]
