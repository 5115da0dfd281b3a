"""The findings: a change that no board shows is lost, a ring that nobody expected is a false alarm."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest

from pwa.domain.alerts import Kind
from tests.rehearsal import findings as module
from tests.rehearsal.board import Board, View
from tests.rehearsal.findings import Findings
from tests.rehearsal.invigilator import Invigilator
from tests.rehearsal.measures import CHANGE, CLAIMED, CLOSED, HELD
from tests.rehearsal.phone import MOST_SILENT, Phone, Ring
from tests.tools.loop_thread import LoopThread

NOBODY = cast(Any, None)


class Watcher:
    """An invigilator without a server: a phone and a board to be filled by hand."""

    def __init__(self) -> None:
        self.phone = Phone(NOBODY, NOBODY)
        self.board = Board(NOBODY, "")


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


@pytest.fixture
def findings(watcher: Watcher, monkeypatch: pytest.MonkeyPatch) -> Findings:
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    return Findings([cast(Invigilator, watcher)])


@pytest.fixture
def loop() -> Iterator[LoopThread]:
    """A loop of its own: this thread's may belong to a browser."""
    loop = LoopThread("findings")
    yield loop
    loop.close()


def ring(at: float, kind: str | None = Kind.WINDOW_CLOSED, tag: str = "alert-1") -> Ring:
    return Ring(at, "Salle 12 · L. D. · fenêtre fermée", tag, kind, 7)


def test_an_expected_ring_is_measured_from_what_caused_it(
    findings: Findings, watcher: Watcher, loop: LoopThread
) -> None:
    watcher.phone.rings = [ring(104.0), ring(105.0, kind=None)]
    loop.run(findings.expect(CLOSED, Kind.WINDOW_CLOSED, 7, 100.0, "Léa"))
    findings.judge()
    assert findings.measures.taken[CLOSED] == [4.0]
    assert findings.is_clean


def test_a_ring_that_never_came_is_lost(findings: Findings, loop: LoopThread) -> None:
    loop.run(findings.expect(CLOSED, Kind.WINDOW_CLOSED, 7, 100.0, "Léa"))
    assert findings.lost == ["window_closed · Léa"]


def test_a_ring_that_nobody_expected_is_a_false_alarm(findings: Findings, watcher: Watcher) -> None:
    watcher.phone.rings = [ring(104.0)]
    findings.judge()
    assert findings.false_alarms == ["Salle 12 · L. D. · fenêtre fermée"]


def test_a_change_is_measured_until_the_board_shows_it(findings: Findings, watcher: Watcher) -> None:
    watcher.board.views = [View(0.0, 1, {}), View(10.2, 5, {7: ["running"]})]
    findings.changed("présence", 10.0, 4)
    findings.moved("début", 10.1, 7, "running")
    findings.judge()
    assert findings.measures.taken[CHANGE] == pytest.approx([0.2, 0.1])


def test_a_change_that_no_board_shows_is_lost(findings: Findings, watcher: Watcher) -> None:
    watcher.board.views = [View(0.0, 1, {})]
    findings.changed("présence", 10.0, 2)
    findings.judge()
    assert findings.lost == ["tableau · présence"]


def claimed(findings: Findings, watcher: Watcher, *rings: Ring) -> None:
    """Somebody else takes alert 1 at 100; this phone gets these messages."""
    watcher.phone.rings = list(rings)
    watcher.phone.arrivals = [ring.at for ring in rings]
    findings.claimed(1, 100.0, NOBODY)
    findings.judge()


def test_a_claim_is_measured_until_the_other_phones_are_told(findings: Findings, watcher: Watcher) -> None:
    claimed(findings, watcher, replace(ring(100.4, kind=None), silent=True))
    assert findings.measures.taken[CLAIMED] == pytest.approx([0.4])
    assert "prise de l'alerte 1" not in findings.lost


def test_a_claim_that_another_phone_is_not_told_of_is_lost(findings: Findings, watcher: Watcher) -> None:
    claimed(findings, watcher, replace(ring(100.4), tag="alert-2", silent=True))
    assert findings.lost == ["prise de l'alerte 1"]


def test_what_waits_for_a_full_phone_is_told_apart(findings: Findings, watcher: Watcher) -> None:
    before = [ring(90.0 + second, tag=f"alert-{second + 2}") for second in range(MOST_SILENT)]
    claimed(findings, watcher, *before, replace(ring(150.4), silent=True))
    assert findings.measures.taken[HELD] == pytest.approx([50.4])
    assert not findings.measures.taken[CLAIMED]


def test_a_message_that_came_twice_is_a_duplicate_unless_it_is_an_update(findings: Findings, watcher: Watcher) -> None:
    watcher.phone.rings = [ring(104.0), ring(105.0), replace(ring(106.0), silent=True), ring(107.0, tag="alert-2")]
    assert findings.duplicates == 1
