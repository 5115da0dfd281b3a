"""Take the pictures of README.md and of the manifest: `.venv/bin/python -m docs.make_screenshots`.

A room is played on a temporary folder, in Roboto, which most phones have (Debian: `fonts-roboto-unhinted`, installed
here when run as root). The pictures are the application's own pages; only the hour is chosen.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page

from docs.small_png import shrink
from launch.system import require
from pwa.clock import utcnow
from tests.browser.played import PLAYER, PlayedRoom
from tests.browser.visitors import sign_in
from tests.scene import SignIn, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import ROOT, AppServer

FONTS = Path("/usr/share/fonts")
ALIASES = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include>
<match target="pattern"><edit name="family" mode="prepend" binding="strong"><string>Roboto</string></edit></match>
</fontconfig>"""


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


@contextmanager
def in_roboto() -> Iterator[None]:
    """Browsers started meanwhile write in Roboto."""
    require([] if any(FONTS.rglob("Roboto-Regular.ttf")) else ["fonts-roboto-unhinted"])
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as fonts:
        fonts.write(ALIASES)
        fonts.flush()
        os.environ["FONTCONFIG_FILE"] = fonts.name
        yield
        del os.environ["FONTCONFIG_FILE"]


def main() -> None:
    """Play the room once and take every picture."""
    server = AppServer()
    try:
        server.prepare()
        server.start_web()
        with in_roboto(), scene(server.database_url, utcnow() - timedelta(hours=1)) as stage, Chromium() as chromium:
            room = PlayedRoom(stage)
            for shot in BOARDS:
                shot.take(chromium, server.url, stage.claire, room.show_board)
            TEST.take(chromium, server.url, stage.play(stage.find(PLAYER), utcnow()), room.show_test)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
