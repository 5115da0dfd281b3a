"""The board's layout on the server's own page: how many are seen at once, and that nothing jumps when states change."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pwa.adapters.spreadsheets import read_table
from pwa.cli import DEMONSTRATION
from pwa.clock import utcnow
from pwa.domain import roster
from pwa.domain.roster_values import EnrolledCandidate
from pwa.models.base import begin_writing
from pwa.models.tables import Attempt, Watch
from pwa.models.watch import WATCHER
from pwa.operations import demonstration, sessions
from tests.acting import act
from tests.browser.checks import SIZES
from tests.browser.visitors import sign_in
from tests.scene import Scene, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.subscription import Subscription
from tests.tools.waiting import eventually

BOARD = "/sessions/{number}/surveiller"
PHONE = Subscription("https://updates.push.services.mozilla.com/wpush/v2/1")
SHIFT = 0.02  # the most a session window may add up to
CHANGES = 70
AN_HOUR = timedelta(hours=1)
RESTS, RUNNING = 5, 25  # out of thirty: those to come, and those who are in their test
SEATS = [f"{number}" for number in range(25, 31)]

WATCH_SHIFTS = """() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const { value, startTime, hadRecentInput, sources } of list.getEntries())
            if (!hadRecentInput) window.shifts.push({ value, at: startTime,
                who: sources.map(({ node }) => node?.outerHTML?.slice(0, 90) ?? node?.textContent?.slice(0, 40)) });
    }).observe({ type: "layout-shift", buffered: true });
}"""

SESSION_WINDOWS = """() => {
    let [worst, total, sum, first, last] = [0, 0, 0, -1e9, -1e9];
    for (const { value, at } of window.shifts) {
        sum = at - last < 1000 && at - first < 5000 ? sum + value : value;
        if (sum === value) first = at;
        last = at;
        total += value;
        worst = Math.max(worst, sum);
    }
    return [worst, total];
}"""

SEEN = """(selector) => {
    const above = document.querySelector(".top").getBoundingClientRect().bottom;
    const below = document.querySelector(".thumb").getBoundingClientRect().top;
    const isSeen = (element) => {
        const { top, bottom } = element.getBoundingClientRect();
        const isCard = element.matches(".alert");
        return element.checkVisibility() && bottom <= (isCard ? above : below) + 1 && (isCard || top >= above - 1);
    };
    return [...document.querySelectorAll(selector)].filter(isSeen).length;
}"""

FIRST_IS_SEEN = """() => {
    const [above, first] = [".top", ".row"].map((selector) => document.querySelector(selector).getBoundingClientRect());
    return Math.abs(first.top - above.bottom) <= 1;
}"""

TELL = """async (row) => {
    const { toast } = await import("/static/js/words.js");
    toast("Présence confirmée.", "info", null, row);
    return document.getElementById("toasts").getBoundingClientRect().toJSON();
}"""
CUT_FIRST = """() => [...document.querySelectorAll("#candidates .row-who")].filter((who) => {
    const [family, first] = who.children;
    return family.scrollWidth > family.clientWidth && first.clientWidth > 1;
}).map((who) => who.textContent)"""


@pytest.fixture(scope="module")
def stage(server: AppServer) -> Iterator[Scene]:
    """Thirty candidates; most of them run, all is well, and Claire's phone is ready."""
    with scene(server.database_url, utcnow() - timedelta(hours=2)) as stage:
        act(stage.db, sessions.enrol, stage.session, _six_more(), stage.room.invigilator, utcnow(), SEATS)
        for candidate in stage.candidates[RESTS:]:
            stage.room.start(candidate, utcnow() - timedelta(minutes=20))
        stage.take_duty(stage.claire, PHONE, utcnow())
        _all_is_well(stage)
        yield stage


def _six_more() -> list[EnrolledCandidate]:
    first = (
        roster.read_rows(read_table(DEMONSTRATION.read_bytes()), demonstration.THE_DAY_BEFORE).sessions[0].candidates[0]
    )
    return [replace(first, first_name=name) for name in ("Ana", "Béa", "Chloé", "Dina", "Élise", "Flore")]


def _all_is_well(stage: Scene) -> None:
    """Everybody is heard, and nobody asks."""
    begin_writing(stage.db)
    for attempt in stage.db.scalars(select(Attempt)):
        attempt.last_heartbeat_at = utcnow() + AN_HOUR  # heard, however slow this machine is
    stage.db.add(Watch(id=WATCHER, seen_at=utcnow() + AN_HOUR, resumed_at=utcnow() - AN_HOUR))  # never away
    stage.db.commit()
    while any(stage.room.look(utcnow())):
        pass


class Stirring:
    """A room in which one thing after another happens; an alert for every three changes or so."""

    def __init__(self, stage: Scene) -> None:
        self._room, self._people = stage.room, stage.candidates

    def lose(self, number: int) -> None:
        """One is not heard any more."""
        self._last_heard(number, utcnow() - timedelta(seconds=20))

    def hear(self, number: int) -> None:
        """It is heard again."""
        self._last_heard(number, utcnow() + AN_HOUR)

    def _last_heard(self, number: int, moment: datetime) -> None:
        begin_writing(self._room.db)
        attempt = self._room.attempt(self._people[number])
        attempt.last_heartbeat_at, attempt.look_at = moment, utcnow()
        self._room.db.commit()
        while any(self._room.look(utcnow())):
            pass

    def changes(self) -> Iterator[Callable[[], object]]:
        """Without end: five fall silent one after the other, three ask, one is confirmed, and all of it goes again."""
        for turn in itertools.count():
            numbers = [RESTS + (5 * turn + step * 3) % RUNNING for step in range(5)]
            here, asking = self._people[turn % 2], self._people[2:RESTS]
            yield partial(self._room.confirm, here, utcnow())
            yield from (partial(self.lose, number) for number in numbers)
            yield from (partial(self._room.wait, one, utcnow()) for one in asking)
            yield from (partial(self.hear, number) for number in numbers)
            yield partial(self._room.cancel, here, utcnow())
            yield from (partial(self._room.stop_waiting, one, utcnow()) for one in asking)


@contextmanager
def open_board(chromium: Chromium, server: AppServer, stage: Scene, size: str) -> Iterator[Page]:
    with chromium.context(SIZES[size], base_url=server.url) as context:
        page = context.new_page()
        sign_in(page, stage.claire)
        page.goto(BOARD.format(number=stage.session.number))
        expect(page.locator("#pulse")).to_be_visible()
        yield page


def test_nine_candidates_are_seen_at_once_in_a_calm_room(chromium: Chromium, server: AppServer, stage: Scene) -> None:
    with open_board(chromium, server, stage, "phone") as page:
        expect(page.locator("#attention .calm")).to_be_visible()
        assert page.evaluate(SEEN, ".row") >= 9


def test_the_first_row_comes_back_by_itself(chromium: Chromium, server: AppServer, stage: Scene) -> None:
    room = Stirring(stage)
    with open_board(chromium, server, stage, "phone") as page:
        page.evaluate(WATCH_SHIFTS)
        for happens, alerts in ((room.lose, 1), (room.hear, 0)):
            happens(10)
            with page.expect_response("**/changements*"):
                page.evaluate("document.dispatchEvent(new CustomEvent('acted'))")
            expect(page.locator(".alert")).to_have_count(alerts)
            eventually(partial(page.evaluate, FIRST_IS_SEEN))
        eventually(partial(page.evaluate, "board.style.getPropertyValue('--spare') === '0px' && scrollY === 0"))
        worst, _ = page.evaluate(SESSION_WINDOWS)
        assert worst <= SHIFT, page.evaluate("shifts")


def test_nine_are_seen_when_three_call(chromium: Chromium, server: AppServer, stage: Scene) -> None:
    room = Stirring(stage)
    for number in (10, 15, 20):
        room.lose(number)
    with open_board(chromium, server, stage, "phone") as page:
        expect(page.locator(".alert")).to_have_count(3)
        assert page.evaluate(SEEN, ".row, .alert") >= 9
    for number in (10, 15, 20):
        room.hear(number)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_nothing_jumps_while_thirty_candidates_change_state(
    size: str, chromium: Chromium, server: AppServer, stage: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_board(chromium, server, stage, size) as page:
        page.evaluate(WATCH_SHIFTS)
        most = 0
        for change in itertools.islice(Stirring(stage).changes(), CHANGES):
            change()
            with page.expect_response("**/changements*"):
                page.evaluate("document.dispatchEvent(new CustomEvent('acted'))")
            page.evaluate("() => new Promise((done) => setTimeout(done, 200))")  # what moves has moved
            most = max(most, page.locator(".alert").count())
        worst, total = page.evaluate(SESSION_WINDOWS)
        with capsys.disabled():
            print(f"\n{size}: {CHANGES} changes, up to {most} alerts; worst window {worst:.4f}, sum {total:.4f}")
        assert most > 3
        assert worst <= SHIFT, page.evaluate("shifts")


def test_another_view_begins_at_its_top(chromium: Chromium, server: AppServer, stage: Scene) -> None:
    with open_board(chromium, server, stage, "phone") as page:
        page.get_by_role("link", name="Plan").click()
        expect(page.locator("#board")).to_have_attribute("data-view", "plan")
        assert page.evaluate("board.style.getPropertyValue('--spare')") == "0px"
        assert page.evaluate("scrollY") == 0


def test_news_cover_neither_the_header_nor_what_was_tapped(chromium: Chromium, server: AppServer, stage: Scene) -> None:
    with open_board(chromium, server, stage, "phone") as page:
        bar, counters, thumb = (page.locator(part).bounding_box() for part in (".bar", "#counters", ".thumb"))
        assert bar
        assert counters
        assert thumb
        told = page.evaluate(TELL, page.locator(".row").first.element_handle())
        assert counters["y"] + counters["height"] < told["top"]
        assert told["bottom"] <= thumb["y"]
        low = page.locator(".row").nth(10)
        told = page.evaluate(TELL, low.element_handle())
        assert bar["y"] + bar["height"] < told["top"]
        assert told["bottom"] < (low.bounding_box() or thumb)["y"]


def test_a_family_name_is_whole_while_there_is_a_first_name_to_cut(
    chromium: Chromium, server: AppServer, stage: Scene
) -> None:
    with open_board(chromium, server, stage, "phone") as page:
        page.set_viewport_size({"width": 344, "height": 700})
        assert page.evaluate(CUT_FIRST) == []
