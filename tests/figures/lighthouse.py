"""Lighthouse, as published: a page on a mid phone of 2016 and a slow 4G network, both simulated."""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from tests.tools.servers import ROOT

PROGRAM = ROOT / "tests" / "figures" / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
PATIENCE = 180  # seconds


@dataclass(frozen=True)
class Figures:
    """Of one page: scores out of 100, times in milliseconds, `kilobytes` of a thousand that crossed the network."""

    scores: dict[str, int]
    first_paint: float
    largest_paint: float
    shift: float
    kilobytes: float
    requests: int
    missed: tuple[str, ...]
    """The audits that cost points, in Lighthouse's words."""

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """What a report says."""
        audits = told["audits"]
        crossed = audits["network-requests"]["details"]["items"]
        return cls(
            scores={name: round(100 * (told["categories"][name]["score"] or 0)) for name in CATEGORIES},
            first_paint=audits["first-contentful-paint"]["numericValue"],
            largest_paint=audits["largest-contentful-paint"]["numericValue"],
            shift=audits["cumulative-layout-shift"]["numericValue"],
            kilobytes=sum(one["transferSize"] for one in crossed) / 1000,
            requests=len(crossed),
            missed=tuple(_missed(told)),
        )


def _missed(told: dict[str, Any]) -> list[str]:
    weighed = {ref["id"] for name in CATEGORIES for ref in told["categories"][name]["auditRefs"] if ref["weight"]}
    audits = (told["audits"][name] for name in sorted(weighed))
    return [f"{one['id']}: {one['title']}" for one in audits if one["score"] is not None and one["score"] < 0.9]


def measure(url: str, cookie: str, times: int, prepare: Callable[[], None]) -> Figures:
    """The page as the bearer of that cookie gets it: of so many visits, the one in the middle by its performance.

    `prepare` is called before each.
    """
    visits = []
    for _ in range(times):
        prepare()
        visits.append(Figures.read(_visit(url, cookie)))
    middle = statistics.median_low([one.scores["performance"] for one in visits])
    return next(one for one in visits if one.scores["performance"] == middle)


def _visit(url: str, cookie: str) -> dict[str, Any]:
    """RuntimeError, with Lighthouse's words, when the page could not be measured."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as headers:
        json.dump({"Cookie": cookie} if cookie else {}, headers)
        headers.flush()
        command = ["node", str(PROGRAM), url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
        command += [f"--chrome-flags={CHROMIUM}", f"--extra-headers={headers.name}"]
        environ = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode:
        raise RuntimeError(f"lighthouse {url}: {done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    if told.get("runtimeError"):
        raise RuntimeError(f"lighthouse {url}: {told['runtimeError']['message']}")
    return told
