"""Every link leads somewhere: the pages are walked by each member of the cast, as far as their links go."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Alert, Candidate
from tests.cast import Register
from tests.room import Room
from tests.web.client import HTML, Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page

ALERTS = select(Alert)
OUTSIDE = ("tel:",)
MANY = 400
"""More addresses than this, and the walk goes round in circles."""

Faults = list[str]


class Walk:
    """What one person reaches from a few addresses, and what of it leads nowhere."""

    def __init__(self, client: Client, *starts: str) -> None:
        self.pages: dict[str, Page] = {}
        self.faults: Faults = []
        self._client = client
        self._anchors: list[tuple[str, str, str]] = []
        self._waiting: deque[tuple[str, str]] = deque(("", start) for start in starts)
        self._seen: dict[str, str] = {}

    def go(self) -> None:
        """Visit all there is, then look for the places within the pages."""
        while self._waiting:
            self._visit(*self._waiting.popleft())
            assert len(self._seen) < MANY, sorted(self._seen)[-20:]
        for where, path, anchor in self._anchors:
            page = self.pages.get(self._landing(path))
            if page and anchor not in {one.get("id") for one in page.all()}:
                self.faults.append(f"{where}: no #{anchor} on {path}")

    def _landing(self, path: str) -> str:
        """Where that address led in the end."""
        while self._seen[path] != path:
            path = self._seen[path]
        return path

    def _visit(self, where: str, address: str) -> None:
        """Ask for an address once; where it leads is walked in its turn."""
        target = urlsplit(address)
        path = target._replace(fragment="").geturl()
        if target.fragment:
            self._anchors.append((where, path, target.fragment))
        if path in self._seen:
            return
        self._seen[path] = path
        answer = self._client.ask("GET", path)
        if answer.status_code >= 400:
            self.faults.append(f"{where}: {path} is {answer.status}")
        elif location := answer.headers.get("Location"):
            self._seen[path] = urljoin(path, location).partition("#")[0]
            self._waiting.append((path, urljoin(path, location)))
        elif answer.mimetype == HTML:
            self.pages[path] = page = Page(answer.text, path)
            self._waiting.extend((path, urljoin(path, one)) for one in links(page))
            self.faults += [f"{path}: a form to {one}" for one in dead_forms(page, self._client)]


def links(page: Page) -> Iterator[str]:
    """Where a page leads by its links and by the forms that only ask."""
    for one in page.all("a"):
        if (address := one.get("href")) and not address.startswith(OUTSIDE):
            yield address
    yield from (one.get("action", "") for one in page.all("form") if one.get("method", "get") == "get")


def dead_forms(page: Page, client: Client) -> Iterator[str]:
    """The addresses of forms, and of buttons that open one, to which nothing can be sent."""
    posts = [one for one in page.all("form") if one.get("method") == "post"]
    sent = [one.get("action", "") for one in posts if one.get("action") or not is_told_later(page, one)]
    sent += [one.get("data-to", "") for one in page.all("button") if one.get("data-to")]
    paths = {urlsplit(urljoin(page.url, address)).path for address in sent}
    yield from sorted(path for path in paths if not client.resolves(path, "POST"))


def is_told_later(page: Page, form: Element) -> bool:
    """Whether a script gives the form its address: the undo of a message, what a dialog asks."""
    return page.inside(form, "template") is not None or page.inside(form, "dialog") is not None


@pytest.fixture
def played(room: Room, candidate: Candidate, player: Account, register: Register, clock: Clock) -> Room:
    """Salle B204 with a candidate at the test, one gone, one who asks, and a note."""
    register(room.invigilator)
    gone, asking = (room.board(clock.now).candidates[at].id for at in (1, 2))
    room.start(candidate, clock.now)
    room.start(room.db.get_one(Candidate, gone), clock.now)
    room.goodbye(room.db.get_one(Candidate, gone), clock.now)
    clock.advance(4)
    room.look(clock.now)
    room.wait(room.db.get_one(Candidate, asking), clock.now)
    room.note(candidate, clock.now)
    return room


@pytest.mark.usefixtures("played")
def test_every_link_of_nobody_leads_somewhere(client: Client) -> None:
    expect(client, ("/",), "/connexion", "/inscription", "/aide/contact", "/installer", "/seance-en-2-minutes")


def test_every_link_of_an_invigilator_leads_somewhere(sign_in: SignIn, played: Room) -> None:
    board = f"/sessions/{played.session.number}/surveiller"
    alert = played.db.scalars(ALERTS).first()
    assert alert
    starts = ("/", f"/alertes/{alert.id}")
    expect(sign_in(played.invigilator), starts, board, f"{board}/poste", f"{board}/temps", "/aide/kit", "/appareils")


@pytest.mark.usefixtures("played")
def test_every_link_of_a_candidate_leads_somewhere(sign_in: SignIn, player: Account) -> None:
    expect(sign_in(player), ("/", "/test"), "/rejoindre", "/test")


def test_every_link_of_staff_leads_somewhere(sign_in: SignIn, played: Room, staff: Account) -> None:
    session = f"/centre/sessions/{played.session.number}"
    contact = f"/centre/{played.session.centre_id}/contact"
    expect(sign_in(staff), ("/",), session, f"{session}/finaliser", f"{session}/alertes", contact)


@pytest.mark.usefixtures("played")
def test_every_link_of_an_administrator_leads_somewhere(sign_in: SignIn, db: Session, stranger: Account) -> None:
    stranger.administrator = True
    db.commit()
    expect(sign_in(stranger), ("/", "/administration/envois"), "/administration/envois", "/aide")


def expect(client: Client, starts: tuple[str, ...], *reached: str) -> None:
    """Walk, find no fault, and come to these addresses at least."""
    walk = Walk(client, *starts)
    walk.go()
    assert walk.faults == []
    assert set(reached) <= walk.pages.keys(), sorted(walk.pages)
