"""Take every screen at three sizes in both schemes into docs/screens/: `.venv/bin/python -m docs.make_screens [WORD]`.

With a word, only the screens whose name holds it. Then look at each of them: docs/screens/index.html shows them side by
side. A room is played on a temporary folder, with a candidate in each state; the pictures are not committed.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import get_args

from playwright.sync_api import Page

from docs.make_screenshots import in_roboto
from pwa.clock import utcnow
from pwa.domain.questions import Kind
from tests.browser import states
from tests.browser.checks import SIZES, resize
from tests.browser.test_pages import BOARD, KINDS, VISITS, administer
from tests.browser.visitors import Act, Visitors, nothing
from tests.scene import Scene, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import ROOT, AppServer
from tests.tools.subscription import Subscription

SCREENS = ROOT / "docs" / "screens"
SCHEMES = ("light", "dark")
FLOATING = "Boolean(document.querySelector(':popover-open, dialog[open], #board, main#test, main#roll'))"
"""Whether the screen is made for the window's own height, and is not a page to scroll."""


@dataclass(frozen=True)
class Screen:
    """Who sees it, where, and what they do first."""

    name: str
    who: str
    path: str
    act: Act = nothing

    @property
    def slug(self) -> str:
        return "-".join(re.findall(r"\w+", self.name.lower()))

    def take(self, page: Page) -> None:
        """Six pictures of one visit."""
        self.act(page)
        whole = not page.evaluate(FLOATING)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for size in SIZES:
                resize(page, size)
                page.evaluate("document.fonts.ready")
                page.screenshot(path=SCREENS / f"{self.slug}-{size}-{scheme}.png", full_page=whole)


def screens(stage: Scene) -> Iterator[Screen]:
    """Every screen of the application."""
    for name, (who, path, act) in VISITS.items():
        yield Screen(name, who, path.format(number=stage.session.number), act)
    board = BOARD.format(number=stage.session.number)
    for view in ("plan", "roll"):
        yield Screen(f"board, {view}", "invigilator", f"{board}#{view}")
    for last_name in states.TELLING:
        candidate = stage.find(last_name)
        yield Screen(f"sheet, {last_name}", "invigilator", f"{board}#candidate-{candidate.id}")
    alert = stage.room.alert(stage.find(states.CLOSED))
    yield Screen("alert", "invigilator", f"/alertes/{alert.id}")
    yield Screen("alert, of a colleague", "colleague", f"/alertes/{alert.id}")
    yield from _dialogs(stage, board)
    for last_name, kind in zip(states.FREE, get_args(Kind), strict=True):
        yield Screen(f"question, {kind}", last_name, "/test", _seat(stage, last_name, kind))


def _dialogs(stage: Scene, board: str) -> Iterator[Screen]:
    over, well = stage.find(states.TIME_OVER), stage.find(states.CONNECTED)
    for name, candidate, verb in (("end", over, "Terminer le test"), ("time", well, "Ajouter du temps")):
        button = re.compile(verb)
        path = f"{board}#candidate-{candidate.id}"
        yield Screen(
            f"dialog, {name}",
            "invigilator",
            path,
            lambda page, button=button: page.locator(".sheet:popover-open").get_by_role("button", name=button).click(),
        )


def _seat(stage: Scene, last_name: str, kind: Kind) -> Act:
    """The candidate at the first question of that kind, as if the others had been answered."""

    def act(page: Page) -> None:
        candidate = stage.find(last_name)
        stage.room.confirm(candidate, utcnow())
        stage.room.enter(candidate, utcnow()).question = KINDS.index(kind) + 1
        stage.db.commit()
        page.goto("/test")
        page.locator("#answer").wait_for()

    return act


def _take_all(server: AppServer, stage: Scene, word: str) -> list[Screen]:
    taken = []
    with Chromium() as chromium, ExitStack() as closing:
        visitors = Visitors(chromium, server, stage, closing)
        for screen in screens(stage):
            if word in screen.name:
                with visitors.page(screen.who) as page:
                    page.goto(screen.path)
                    screen.take(page)
                taken.append(screen)
                print(screen.name, flush=True)
    return taken


def _write_index(taken: list[Screen]) -> None:
    """A page that shows the pictures side by side."""
    rows = []
    for screen in taken:
        names = (f"{screen.slug}-{size}-{scheme}.png" for scheme in SCHEMES for size in SIZES)
        pictures = "".join(f'<img src="{name}" alt="{name}" height="400" loading="lazy">' for name in names)
        rows.append(f"<h2>{screen.name}</h2><p>{pictures}</p>")
    (SCREENS / "index.html").write_text(f'<!doctype html><meta charset="utf-8"><title>Écrans</title>{"".join(rows)}')


def main() -> None:
    """Play the room once and take every picture."""
    SCREENS.mkdir(exist_ok=True)
    server = AppServer(settings={"DEVELOPMENT": "1"})
    try:
        server.prepare()
        server.start_web()
        with in_roboto(), scene(server.database_url, utcnow() - timedelta(hours=2)) as stage:
            stage.ring(stage.claire, Subscription("https://updates.push.services.mozilla.com/wpush/v2/1"), utcnow())
            states.arrange(stage, utcnow())
            administer(stage)
            _write_index(_take_all(server, stage, " ".join(sys.argv[1:])))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
