"""Showings: a training played once, on given time, in a database of its own that nothing outlives."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from pwa.domain import showing
from pwa.domain.showing import DEEDS, MOMENTS, Deed, Moment
from pwa.models.base import begin_writing
from pwa.models.database import connect
from pwa.models.tables import Account, Base, Device
from pwa.operations import (
    admissions,
    board,
    changes,
    claims,
    duties,
    endings,
    looks,
    pulse,
    training_play,
    trainings,
    watches,
)
from pwa.operations.board import Board
from pwa.operations.coach import Mark
from pwa.operations.pulse import Pulse
from pwa.operations.training_play import NO_PASSWORD

P = ParamSpec("P")
T = TypeVar("T")

PHONE = "https://demonstration.invalid/phone"
"""Where the made-up invigilator's phone is rung: nothing is ever sent from here."""


@dataclass(frozen=True)
class Picture:
    """A moment of the session: what the board shows, what is said of whom (`name`), what is touched, what is open."""

    at: datetime
    moment: Moment
    name: str
    touches: str
    opens: str
    board: Board
    pulse: Pulse


def play(now: datetime, name: str) -> Iterator[Picture]:
    """Yield the pictures of a session that begins now, in a room of that name; the real database is not touched."""
    with _own_database() as db:
        yield from _Session(db, now, name).pictures()


@contextmanager
def _own_database() -> Iterator[Session]:
    """Open a database in memory, with every table and no row."""
    with connect("sqlite://")() as db:
        begin_writing(db)
        engine = db.connection().engine
        Base.metadata.create_all(db.connection())
        db.commit()
        try:
            yield db
        finally:
            db.close()
            engine.dispose()


class _Session:
    """The session that is shown, and the invigilator who does what their coach says."""

    def __init__(self, db: Session, now: datetime, name: str) -> None:
        self._db, self._now, self._ends_at = db, now, now + showing.LONGEST
        self._account = Account(
            email="surveillant@demonstration.invalid",
            first_name="Claire",
            last_name="Moreau",
            password_hash=NO_PASSWORD,
            created_at=now,
            simulated=True,
        )
        db.add(self._account)
        db.commit()
        self._training = self._do(trainings.begin, self._account, name, now)
        self._number, self._version = self._training.session_id, 0
        self._do(watches.sign, now)
        self._take_duty()

    def pictures(self) -> Iterator[Picture]:
        """Yield what is seen and done, to the end; raises when the session has none."""
        told: Mark | None = None
        while self._now < self._ends_at:
            room = self._changed()
            if room is None or room.coach == told:
                self._live(showing.LIVES_BY)
                continue
            told = room.coach
            yield from self._obey(room, told)
            if told.what == "done":
                return
        raise RuntimeError("the session that is shown has no end")

    def _changed(self) -> Board | None:
        """Return the board, None while nothing has changed since it was last read."""
        self._db.rollback()
        version = board.version(self._db, self._number)
        if version == self._version:
            return None
        self._version = version
        return board.read(self._db, self._training.session, self._account, self._now)

    def _obey(self, room: Board, mark: Mark) -> Iterator[Picture]:
        """Do what the coach says, a touch after the other, and let it have its effect."""
        target = f"card-{mark.alert}" if mark.alert else f"candidate-{mark.candidate}"
        who = mark.candidate or 0
        taken = pulse.take(self._db, self._training.session, self._account, self._now)
        for moment in MOMENTS[mark.what]:
            touches, opens = (text.format(target=target, who=who) for text in (moment.touches, moment.opens))
            yield Picture(self._now, moment, mark.name, touches, opens, room, taken)
            self._live(timedelta(seconds=moment.lasts))
        deed = DEEDS.get(mark.what)
        if deed:
            self._deal(deed, room, mark, who)
            self._live(showing.SETTLES)

    def _deal(self, deed: Deed, room: Board, mark: Mark, who: int) -> None:
        given = self._number, who, self._account, self._now
        match deed:
            case Deed.CONFIRM:
                self._do(admissions.confirm, *given)
            case Deed.CONFIRM_SEVERAL:
                expected = [line.id for line in room.candidates if line.state == "expected"]
                self._do(admissions.confirm_several, self._number, expected, self._account, self._now)
            case Deed.ABSENT:
                self._do(admissions.mark_absent, *given)
            case Deed.CLAIM:
                self._do(self._claim, mark.alert or 0)
            case Deed.RESUME:
                self._do(admissions.authorise_resume, *given)
            case Deed.END:
                self._do(endings.end, *given)

    def _claim(self, db: Session, alert_id: int) -> None:
        """« J'y vais »."""
        change = changes.begin(db, self._number, changes.by_account(self._account.id), self._now)
        claims.claim(change, alert_id, self._account)

    def _take_duty(self) -> None:
        """Have a phone that was proved, as the board of whoever is ready shows it."""
        phone = Device(
            account_id=self._account.id,
            name="",
            endpoint=PHONE,
            p256dh="",
            auth="",
            created_at=self._now,
            proved_at=self._now,
        )
        self._db.add(phone)
        self._db.commit()
        self._do(duties.take, self._account, self._number, PHONE, self._now)

    def _live(self, length: timedelta) -> None:
        """Let time pass, a few seconds at a time: what the watcher does, and the candidates by it."""
        until = self._now + length
        while self._now < until:
            self._now = min(self._now + showing.LIVES_BY, until)
            self._do(watches.sign, self._now)
            self._do(training_play.beat, self._training.id, self._now)
            while self._do(training_play.play, self._training.id, self._now):
                pass
            for candidate_id in looks.due(self._db, self._now):
                self._do(looks.look, candidate_id, self._now)

    def _do(self, verb: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call one verb in a transaction of its own."""
        begin_writing(self._db)
        done = verb(self._db, *args, **kwargs)
        self._db.commit()
        return done
