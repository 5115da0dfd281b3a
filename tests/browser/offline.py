"""What the stories without network share: a phone with its board, the network cut or back, what it keeps."""

import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import select

from pwa.models.tables import Candidate, JournalLine
from tests.browser.visitors import sign_in
from tests.scene import Scene, SignIn
from tests.tools.waiting import eventually

SOON = 15.0  # seconds: the machine may be busy
STORES = """async () => {
    const open = indexedDB.open("kept");
    const database = await new Promise((give) => { open.onsuccess = () => give(open.result); });
    const read = (name) => new Promise((give) => {
        const all = database.transaction(name).objectStore(name).getAll();
        all.onsuccess = () => give(all.result);
    });
    const names = [...database.objectStoreNames];
    const stores = await Promise.all(names.map(read));
    database.close();
    return Object.fromEntries(names.map((name, place) => [name, stores[place]]));
}"""
PAGES = """async () => {
    const texts = async (name) => {
        const cache = await caches.open(name);
        return Promise.all((await cache.keys()).map(async (key) => (await cache.match(key)).text()));
    };
    return Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) => [name, await texts(name)])));
}"""
DRAWERS = "({ local: { ...localStorage }, session: { ...sessionStorage } })"


@dataclass(frozen=True)
class Phone:
    """A phone in somebody's hand, with the board of Salle B204 in front."""

    window: BrowserContext
    page: Page
    stage: Scene

    @property
    def path(self) -> str:
        return f"/sessions/{self.stage.session.number}/surveiller"

    def cut(self) -> None:
        """The network goes away, once the board has kept itself as it stands."""
        self.page.evaluate("dispatchEvent(new Event('pagehide'))")
        eventually(lambda: self.kept_boards, SOON, "a kept board")
        self.lose_network()

    def lose_network(self) -> None:
        self.window.set_offline(True)
        expect(self.page.locator("html[data-offline]")).to_have_count(1)

    @property
    def kept_boards(self) -> list[dict[str, Any]]:
        """The boards as the phone keeps them: path, token, name, times and HTML."""
        return list(self.page.evaluate(STORES)["pages"])

    def keep_instead(self, **changed: Any) -> None:
        """What is kept of this board is changed; this page keeps itself no more."""
        self.page.evaluate("document.dispatchEvent(new CustomEvent('leaving'))")
        [board] = self.kept_boards
        keep = "(board) => import('/static/js/kept.js').then(({ keep }) => keep('pages', board))"
        self.page.evaluate(keep, board | changed)

    def reconnect(self) -> None:
        self.window.set_offline(False)

    def row(self, candidate: Candidate) -> Locator:
        return self.page.locator(f"#candidate-{candidate.id}")

    def confirm(self, candidate: Candidate) -> None:
        self.row(candidate).get_by_role("button", name=f"Confirmer la présence de {candidate.full_name}").click()

    def mark_absent(self, candidate: Candidate) -> None:
        """From their sheet."""
        self.row(candidate).locator(".row-open").click()
        sheet = self.page.get_by_role("dialog", name=candidate.full_name)
        sheet.get_by_role("button", name=f"Marquer absent {candidate.full_name}").click()
        sheet.get_by_role("button", name="Fermer la fiche").click()

    def expect_waiting(self, candidate: Candidate, what: str) -> None:
        """What was ordered stands on the row, and that it waits."""
        expect(self.row(candidate).locator(".order-tag")).to_contain_text(what)
        expect(self.row(candidate).locator(".order-wait")).to_be_visible()

    def bar(self) -> Locator:
        return self.page.locator(".orders-bar")

    def orders(self) -> Locator:
        """The list, opened."""
        self.bar().click()
        return self.page.locator("#orders-list")


def open_board(window: BrowserContext, person: SignIn, stage: Scene) -> Phone:
    page = window.new_page()
    sign_in(page, person)
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    phone = Phone(window, page, stage)
    page.goto(phone.path)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return phone


def words_about(stage: Scene, candidate: Candidate) -> list[str]:
    """What the journal says of a candidate, oldest first."""
    query = select(JournalLine).where(JournalLine.candidate_id == candidate.id).order_by(JournalLine.position)
    return [line.word for line in stage.all(query)]


def eventually_said(stage: Scene, candidate: Candidate, *words: str) -> None:
    eventually(lambda: words_about(stage, candidate) == [*words], SOON, f"{candidate.full_name}: {words}")


def kept_on(page: Page) -> str:
    """All that the browser keeps of us, as one text."""
    return json.dumps([page.evaluate(script) for script in (STORES, PAGES, DRAWERS)], ensure_ascii=False)
