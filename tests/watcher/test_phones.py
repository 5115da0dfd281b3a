"""The watcher looks at phones on duty beside the candidates; one that cannot be looked at stops nothing."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import Delivery, SessionAccess
from pwa.operations import silences
from pwa.watcher import Watcher
from tests.cast import Register
from tests.operations.test_duties import prove, take
from tests.room import Room, after
from tests.watcher.clock import Clock


@pytest.fixture
def access(db: Session, room: Room, register: Register) -> SessionAccess:
    """The invigilator, on duty since the beginning."""
    phone = register(room.invigilator)
    prove(db, phone)
    take(db, room, phone)
    return db.scalars(select(SessionAccess)).one()


def test_a_phone_unheard_is_checked(watcher: Watcher, clock: Clock, db: Session, access: SessionAccess) -> None:
    clock.now = after(599)
    db.commit()
    assert not watcher.notice()
    clock.now = after(600)
    assert watcher.notice()
    assert db.scalars(select(Delivery.purpose).order_by(Delivery.id)).all()[-1] == "check"


def test_a_phone_that_cannot_be_looked_at_is_put_off(
    watcher: Watcher, clock: Clock, db: Session, access: SessionAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bool:
        raise RuntimeError("broken")

    monkeypatch.setattr(silences, "look", fail)
    clock.now = after(600)
    db.commit()
    assert watcher.notice()
    db.commit()
    assert access.look_at == after(605)
