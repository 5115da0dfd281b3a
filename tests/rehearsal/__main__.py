"""`bin/rehearse`: play a room and print what was measured; exit code 1 when a promise was broken."""

import argparse
import asyncio
import random
import sys
import time

import aiohttp

from tests.rehearsal import report
from tests.rehearsal.browser import Broken
from tests.rehearsal.cast import SMALLEST, cast, quiet_cast
from tests.rehearsal.chaos import ChaosRoom
from tests.rehearsal.findings import Findings
from tests.rehearsal.measures import ALONE, CHANGE, ORDINARY, OUTAGE
from tests.rehearsal.outage import CutRoom
from tests.rehearsal.room import Room
from tests.rehearsal.stage import Stage
from tests.tools.push_service import PushService
from tests.tools.servers import AppServer

ROOM = 30  # candidates of the room that is cut off
USUAL, CHAOS = 240, 300  # seconds
SHORTEST = 40  # seconds: a lost network is noticed after 15, and must be seen to come back


def main() -> int:
    chosen = _options()
    with PushService() as service, AppServer(push_hosts=[service.origin]) as server:
        findings = _play(Stage(service, server), chosen)
        if findings is None:
            print(server.log, file=sys.stderr)
            return 1
    print(report.as_json(findings, chosen.candidates, chosen.seconds) if chosen.json else report.as_table(findings))
    return 0 if report.is_kept(findings) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/rehearse", description="Joue une salle entière et mesure les délais.")
    parser.add_argument("--candidates", type=int, default=24, help=f"candidats (24 ; au moins {SMALLEST})")
    parser.add_argument("--seconds", type=int, help=f"durée de l'épreuve (240 ; au moins {SHORTEST})")
    parser.add_argument(
        "--quiet", action="store_true", help="une salle où rien n'appelle personne : la moindre alerte est de trop"
    )
    parser.add_argument(
        "--outage", action="store_true", help="une salle de 30 dont le réseau est coupé puis revient, sauf pour trois"
    )
    parser.add_argument(
        "--chaos", action="store_true", help="le site et le veilleur sont tués au hasard (300 secondes, ou --seconds)"
    )
    parser.add_argument("--seed", type=int, default=1, help="graine du hasard de --chaos (1)")
    parser.add_argument("--json", action="store_true", help="les chiffres en un objet JSON")
    chosen = parser.parse_args()
    chosen.seconds = chosen.seconds or (CHAOS if chosen.chaos else USUAL)
    if chosen.candidates < SMALLEST or chosen.seconds < SHORTEST:
        parser.error(f"il faut au moins {SMALLEST} candidats et {SHORTEST} secondes.")
    return chosen


def _play(stage: Stage, chosen: argparse.Namespace) -> Findings | None:
    """None, after a sentence, when the site did not follow the story."""
    try:
        return asyncio.run(_rehearse(stage, chosen))
    except (Broken, aiohttp.ClientError, TimeoutError, ExceptionGroup) as failure:
        print(f"La répétition s'est arrêtée : {_first(failure)!r}", file=sys.stderr)
        return None


async def _rehearse(stage: Stage, chosen: argparse.Namespace) -> Findings:
    begun = time.monotonic()

    def say(act: str) -> None:
        print(f"{time.monotonic() - begun:6.1f} s  {act}", file=sys.stderr, flush=True)

    async with stage:
        if chosen.outage:
            return await CutRoom(stage, quiet_cast(ROOM), chosen.seconds, say, (OUTAGE, ALONE)).play()
        if chosen.chaos:
            dice = random.Random(chosen.seed)
            return await ChaosRoom(stage, quiet_cast(chosen.candidates), chosen.seconds, say, dice).play()
        if chosen.quiet:
            return await Room(stage, quiet_cast(chosen.candidates), chosen.seconds, say, (CHANGE,)).play()
        return await Room(stage, cast(chosen.candidates, chosen.seconds), chosen.seconds, say, ORDINARY).play()


def _first(failure: BaseException) -> BaseException:
    """What broke first, out of the groups that wrap it."""
    return _first(failure.exceptions[0]) if isinstance(failure, BaseExceptionGroup) else failure


if __name__ == "__main__":
    sys.exit(main())
