"""Many candidates of one room, played at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from pwa.models.base import begin_writing
from pwa.models.tables import Alert, Candidate, CertificationSession
from pwa.operations import accesses, beats
from pwa.operations.beats import Sign
from tests.acting import act
from tests.room import NOW, WINDOW, Room, after


def sit_down(room: Room, count: int, now: datetime = NOW) -> list[Candidate]:
    """The first candidates of the list, each at the first question."""
    query = select(Candidate).where(Candidate.session_id == room.session.id).order_by(Candidate.id).limit(count)
    seated = list(room.db.scalars(query))
    for candidate in seated:
        room.start(candidate, now)
    return seated


def opened(room: Room, session: CertificationSession) -> Room:
    """Another session, opened by the same invigilator."""
    act(room.db, accesses.open_session, room.invigilator, session.id, session.password, NOW)
    return Room(room.db, session, room.invigilator)


def beat(room: Room, candidates: Iterable[Candidate], seconds: float) -> None:
    """All are heard at that moment, in one go."""
    begin_writing(room.db)
    for candidate in candidates:
        beats.beat(room.db, room.attempt(candidate).id, WINDOW, Sign(1, True), after(seconds))
    room.db.commit()


def watch(room: Room, begin: int, end: int, heard: Sequence[Candidate] = ()) -> None:
    """The watcher looks every second, those who are heard beat every other one."""
    for seconds in range(begin, end + 1):
        if heard and seconds % 2 == 0:
            beat(room, heard, seconds)
        room.look(after(seconds))


def open_alerts(room: Room) -> list[str]:
    """The kinds of the session's open alerts, oldest first."""
    return [alert.kind for alert in alerts_of(room) if alert.closed_at is None]


def alerts_of(room: Room, kind: str | None = None) -> list[Alert]:
    """Every alert of the session, oldest first."""
    query = select(Alert).where(Alert.session_id == room.session.id).order_by(Alert.id)
    return [alert for alert in room.db.scalars(query) if kind in (None, alert.kind)]


def outage(room: Room) -> Alert:
    """The session's only outage."""
    (alert,) = alerts_of(room, "room_outage")
    return alert
