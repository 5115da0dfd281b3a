"""Salle B204 forty minutes into the test, as the pictures and the figures show it: most are well, three call."""

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from pwa.clock import utcnow
from pwa.operations import requests, watches
from tests.acting import act
from tests.browser.states import claim, running
from tests.scene import Scene
from tests.tools.subscription import Subscription

HOUR = 9  # on the clock of the room

CLOSED, ASKS, LOST = "D'AUBIGNÉ", "DÉSARÇONNÉE", "LE GOFF"
DONE, ABSENT, PRESENT, PLAYER = ("BERTRAND", "NGUYỄN"), "HAMMOUD", "PETIT", "FAURE"


class PlayedRoom:
    """A room forty minutes into the test: most are well, three need somebody."""

    def __init__(self, stage: Scene) -> None:
        self.stage = stage
        now = utcnow()
        self._set_clock(now)
        stage.take_duty(stage.claire, Subscription("https://updates.push.services.mozilla.com/wpush/v2/1"), now)
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

    @property
    def board(self) -> str:
        return f"/sessions/{self.stage.session.number}/surveiller"

    def hear(self) -> None:
        """Everybody who is well, and the watcher, at this very moment."""
        act(self.stage.db, watches.sign, utcnow())
        for last_name in self._well:
            if last_name not in DONE:
                self.stage.room.beat(self.stage.find(last_name), utcnow())

    def show_board(self, page: Page) -> None:
        """The board, with everybody heard at this very moment."""
        self.hear()
        page.goto(self.board)
        expect(page.get_by_role("list", name="Candidats").get_by_role("listitem")).to_have_count(24)

    def seat_player(self, question: int = 7) -> None:
        """The player in the middle of the test, whatever window they had before."""
        player, now = self.stage.find(PLAYER), utcnow()
        has_begun = requests.attempt_of(self.stage.db, player) is not None
        (self.stage.room.resume if has_begun else self.stage.room.confirm)(player, now)
        self.stage.room.enter(player, now).question = question
        self.stage.db.commit()

    def show_test(self, page: Page) -> None:
        """A question in the middle of the test, with a choice made."""
        self.seat_player()
        page.goto("/test")
        page.get_by_role("radio").nth(1).check()
        page.mouse.move(0, 0)
