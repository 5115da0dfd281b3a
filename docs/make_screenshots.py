"""Take the pictures of README.md and of the manifest: `.venv/bin/python -m docs.make_screenshots`.

A room is played on a temporary folder, in Roboto, which most phones have (Debian: `fonts-roboto-unhinted`, installed
here when run as root). The pictures are the application's own pages; only the hour is chosen.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from docs.small_png import shrink
from launch.system import require
from pwa.clock import utcnow
from tests.browser.states import claim, running
from tests.browser.visitors import sign_in
from tests.scene import Scene, SignIn, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import ROOT, AppServer
from tests.tools.subscription import Subscription

FONTS = Path("/usr/share/fonts")
ALIASES = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include>
<match target="pattern"><edit name="family" mode="prepend" binding="strong"><string>Roboto</string></edit></match>
</fontconfig>"""
HOUR = 9  # on the clock of the room

CLOSED, ASKS, LOST = "D'AUBIGNÉ", "DÉSARÇONNÉE", "LE GOFF"
DONE, ABSENT, PRESENT, PLAYER = ("BERTRAND", "NGUYỄN"), "HAMMOUD", "PETIT", "FAURE"


@dataclass(frozen=True)
class Shot:
    """One picture: where it goes, its size and scheme, and how many pixels of the screen one of the page takes."""

    file: str
    size: tuple[int, int]
    dark: bool = False
    density: int = 1

    def take(self, chromium: Chromium, url: str, person: SignIn, compose: Callable[[Page], None]) -> None:
        options = {"base_url": url, "color_scheme": "dark" if self.dark else "light", "reduced_motion": "reduce"}
        phone = self.size[0] < 600
        with chromium.context(
            self.size, device_scale_factor=self.density, is_mobile=phone, has_touch=phone, **options
        ) as context:
            page = context.new_page()
            sign_in(page, person)
            compose(page)
            (ROOT / self.file).parent.mkdir(exist_ok=True)
            (ROOT / self.file).write_bytes(shrink(page.screenshot()))
        print(f"{self.file}: {(ROOT / self.file).stat().st_size // 1000} kB")


BOARDS = (
    Shot("docs/screenshots/board-390.png", (390, 844), density=2),
    Shot("docs/screenshots/board-1440-dark.png", (1440, 900), dark=True),
    Shot("static/screenshots/board-narrow.png", (390, 844)),
    Shot("static/screenshots/board-wide.png", (1440, 900)),
)
TEST = Shot("docs/screenshots/test-1366.png", (1366, 768))


class Room:
    """A room forty minutes into the test: most are well, three need somebody."""

    def __init__(self, stage: Scene) -> None:
        self.stage = stage
        now = utcnow()
        self._set_clock(now)
        stage.ring(stage.claire, Subscription("https://updates.push.services.mozilla.com/wpush/v2/1"), now)
        apart = {ABSENT, PRESENT, PLAYER, CLOSED, ASKS, LOST}
        self._well = [one.last_name for one in stage.candidates if one.last_name not in apart and one.seat != "10"]
        for place, last_name in enumerate(self._well):
            running(stage, last_name, now, minutes=41 - place / 7)
        self._done(now)
        self._trouble(now)
        while stage.room.look(now):
            pass
        claim(stage, stage.find(LOST), stage.karim, now)

    def _set_clock(self, now: datetime) -> None:
        """Nine in the morning somewhere."""
        offset = (now.hour - HOUR + 11) % 24 - 11
        self.stage.session.zone = f"Etc/GMT{offset:+d}"
        self.stage.session.starts_at = now.replace(minute=now.minute // 5 * 5, second=0) - timedelta(minutes=40)
        self.stage.db.commit()

    def _done(self, now: datetime) -> None:
        room, stage = self.stage.room, self.stage
        for last_name in DONE:
            room.complete(stage.find(last_name), now - timedelta(minutes=2))
        room.mark_absent(stage.find(ABSENT), now)
        room.confirm(stage.find(PRESENT), now - timedelta(minutes=1))

    def _trouble(self, now: datetime) -> None:
        room, stage = self.stage.room, self.stage
        room.goodbye(running(stage, CLOSED, now, silence=60), now - timedelta(seconds=48))
        room.goodbye(running(stage, ASKS, now, silence=300), now - timedelta(seconds=240))
        room.wait(stage.find(ASKS), now - timedelta(seconds=21))
        running(stage, LOST, now, silence=95)

    def show_board(self, page: Page) -> None:
        """The board, with everybody heard at this very moment."""
        for last_name in self._well:
            if last_name not in DONE:
                self.stage.room.beat(self.stage.find(last_name), utcnow())
        page.goto(f"/sessions/{self.stage.session.number}/surveiller")
        expect(page.get_by_role("list", name="Candidats").get_by_role("listitem")).to_have_count(24)

    def show_test(self, page: Page) -> None:
        """A question in the middle of the test, with a choice made."""
        player, now = self.stage.find(PLAYER), utcnow()
        self.stage.room.confirm(player, now)
        self.stage.room.enter(player, now).question = 7
        self.stage.db.commit()
        page.goto("/test")
        page.get_by_role("radio").nth(1).check()
        page.mouse.move(0, 0)


def main() -> None:
    """Play the room once and take every picture."""
    require([] if any(FONTS.rglob("Roboto-Regular.ttf")) else ["fonts-roboto-unhinted"])
    server = AppServer()
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as fonts:
        fonts.write(ALIASES)
        fonts.flush()
        os.environ["FONTCONFIG_FILE"] = fonts.name
        try:
            server.prepare()
            server.start_web()
            with scene(server.database_url, utcnow() - timedelta(hours=1)) as stage, Chromium() as chromium:
                room = Room(stage)
                for shot in BOARDS:
                    shot.take(chromium, server.url, stage.claire, room.show_board)
                TEST.take(chromium, server.url, stage.play(stage.find(PLAYER), utcnow()), room.show_test)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
