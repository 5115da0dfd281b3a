"""Practice: the watcher's part in trainings. Their people live for a moment, and what is over is erased."""

import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from pwa.models.base import begin_writing
from pwa.operations import training_erasure, training_play, trainings

EVERY = timedelta(seconds=0.5)
AT_ONE_GO = 40
"""Things that are done in one training before the real rooms are looked at again."""
SLICE = 0.2
"""Seconds that trainings may take of a round: real rooms are looked at between two of them, however many there are."""
PUT_OFF = timedelta(minutes=1)
"""How long one that failed is left alone: it is tried again until its hour is over."""

log = logging.getLogger("pwa.watcher")

Clock = Callable[[], datetime]
Stopwatch = Callable[[], float]


class Practice:
    """All the trainings; one that fails stops nothing, and is told of once."""

    def __init__(self, database: sessionmaker[Session], clock: Clock, stopwatch: Stopwatch = time.monotonic) -> None:
        self._database, self._clock, self._stopwatch = database, clock, stopwatch
        self._tended_at: datetime | None = None
        self._waiting: deque[tuple[Callable[[int], None], int]] = deque()
        self._failed: dict[int, datetime] = {}

    def tend(self) -> None:
        """Have the candidates of each live for a moment, and erase what is done with; twice a second at most.

        Those for whom there is no time left have their turn first at the next round.
        """
        now, begun = self._clock(), self._stopwatch()
        if not self._waiting and (self._tended_at is None or now - self._tended_at >= EVERY):
            self._tended_at = now
            self._line_up(now)
        while self._waiting:
            work, training_id = self._waiting.popleft()
            self._try(work, training_id, now)
            if self._stopwatch() - begun >= SLICE:
                return

    def _line_up(self, now: datetime) -> None:
        with self._database() as db:
            playing, over = trainings.playing(db), trainings.done_with(db, now)
        self._failed = {training_id: at for training_id, at in self._failed.items() if training_id in playing}
        self._waiting.extend((self._erase if one in over else self._play, one) for one in playing)

    def _try(self, work: Callable[[int], None], training_id: int, now: datetime) -> None:
        failed_at = self._failed.get(training_id)
        if failed_at and now - failed_at < PUT_OFF:
            return
        try:
            work(training_id)
        except Exception:
            if failed_at is None:
                log.exception("training %d could not be played; put off, again and again", training_id)
            self._failed[training_id] = now

    def _erase(self, training_id: int) -> None:
        with self._writing() as db:
            training_erasure.erase_by_id(db, training_id)
            db.commit()

    def _play(self, training_id: int) -> None:
        with self._writing() as db:
            training_play.beat(db, training_id, self._clock())
            db.commit()
        for _ in range(AT_ONE_GO):
            with self._writing() as db:
                worked = training_play.play(db, training_id, self._clock())
                db.commit()
            if not worked:
                return

    def _writing(self) -> Session:
        db = self._database()
        begin_writing(db)
        return db
