"""`bin/figures`: measure pages of a real server with Lighthouse; exit code 1 when a promise was broken."""

import argparse
import sys
from datetime import timedelta

import requests

from pwa.clock import utcnow
from tests.browser.played import PLAYER, PlayedRoom
from tests.figures import report
from tests.figures.lighthouse import Figures, measure
from tests.scene import Scene, SignIn, scene
from tests.tools.servers import AppServer
from tests.web.page import Page

PAGES = ("home", "sign in", "entry", "board", "join", "test")


def main() -> int:
    chosen = _options()
    server = AppServer()
    try:
        server.prepare()
        server.start_web()
        with scene(server.database_url, utcnow() - timedelta(hours=1)) as stage:
            measured = _measure(server, stage, chosen.pages or PAGES, chosen.times)
    finally:
        server.stop()
    print(report.as_table(measured))
    broken = list(report.broken(measured))
    print(*broken or ["Toutes les promesses sont tenues."], sep="\n", file=sys.stderr)
    return 1 if broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/figures", description="Mesure les pages avec Lighthouse, sur un vrai serveur."
    )
    parser.add_argument("pages", nargs="*", help=f"parmi : {', '.join(PAGES)} (toutes)")
    parser.add_argument("--times", type=int, default=3, help="visites de chaque page, dont celle du milieu compte (3)")
    chosen = parser.parse_args()
    if set(chosen.pages) - set(PAGES):
        parser.error(f"les pages sont : {', '.join(PAGES)}.")
    return chosen


def _measure(server: AppServer, stage: Scene, pages: tuple[str, ...], times: int) -> dict[str, Figures]:
    room = PlayedRoom(stage)
    claire = _cookie(server, stage.claire)
    player = _cookie(server, stage.play(stage.find(PLAYER), utcnow()))
    known = {
        "home": ("/", ""),
        "sign in": ("/connexion", ""),
        "entry": ("/surveiller", claire),
        "board": (room.board, claire),
        "join": ("/rejoindre", player),
        "test": ("/test", player),
    }
    measured = {}
    for page in pages:
        path, cookie = known[page]
        prepare = room.seat_player if page == "test" else room.hear
        print(f"{page}…", file=sys.stderr, flush=True)
        prepare()
        requests.get(
            server.url + path, headers={"Cookie": cookie}, timeout=20
        ).raise_for_status()  # as a site in use is
        measured[page] = measure(server.url + path, cookie, times, prepare)
    return measured


def _cookie(server: AppServer, person: SignIn) -> str:
    """What a browser of that person sends along."""
    with requests.Session() as window:
        form = Page(window.get(f"{server.url}/connexion", timeout=20).text)
        data = {"csrf_token": form.csrf_token, "email": person.email, "password": person.password}
        window.post(f"{server.url}/connexion", data=data, timeout=20).raise_for_status()
        window.headers["User-Agent"] = (
            "Lighthouse"  # the cookie says once that the browser has changed, not with every page
        )
        window.get(f"{server.url}/aide", timeout=20)
        return "; ".join(f"{name}={value}" for name, value in window.cookies.items())


if __name__ == "__main__":
    sys.exit(main())
