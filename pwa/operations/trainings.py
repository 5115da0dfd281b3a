"""Trainings: give a person a room of their own to practise in, speed it up, find it again."""

from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from pwa.domain import cast, scenario
from pwa.domain.roster_values import EnrolledCandidate
from pwa.domain.seat_plans import Shape, labels
from pwa.models.tables import Account, Attempt, Centre, CertificationSession, SessionAccess, Training
from pwa.operations import accesses, accounts, changes, looks, seat_plans, sessions, training_erasure
from pwa.operations.seat_plans import Drawing
from pwa.operations.sessions import Plan

ROOM = Shape(4, 7, frozenset((row, 3) for row in range(4)))
ZONE = "Europe/Paris"
BORN = date(2009, 1, 1)


def begin(db: Session, account: Account, name: str, now: datetime, speed: int = scenario.ORDINARY) -> Training:
    """Give a person a new room, called by that name; the one they had is erased."""
    accounts.hold(db, account)
    stop(db, account)
    centre = Centre(name=name, zone=ZONE, created_at=now)
    db.add(centre)
    db.flush()
    seat_plans.create(db, centre, Drawing(name, ROOM), now)
    session = _session(db, centre, account, now, speed)
    sessions.enrol(db, session, _people(), account, now, labels(ROOM))
    accesses.grant(db, session, account, now)
    training = Training(
        account_id=account.id, session_id=session.id, begun_at=now, erase_at=now + scenario.LASTS, speed=speed
    )
    db.add(training)
    db.flush()
    return training


def of(db: Session, account: Account) -> Training | None:
    """Return the room in which a person practises."""
    return db.scalars(select(Training).where(Training.account_id == account.id)).one_or_none()


def stop(db: Session, account: Account) -> None:
    """Erase a person's room, if they have one."""
    query = select(Training).where(Training.account_id == account.id).with_for_update()
    training = db.scalars(query).one_or_none()
    if training:
        training_erasure.erase(db, training)


def may_hurry(db: Session, account: Account) -> bool:
    """Tell whether a person's room can still go faster."""
    training = of(db, account)
    return training is not None and training.speed < scenario.FASTEST


def hurry(db: Session, account: Account, now: datetime) -> Training | None:
    """Have everything go twice as fast from now on, the tests' time included."""
    query = select(Training).where(Training.account_id == account.id).with_for_update()
    training = db.scalars(query).one_or_none()
    if training is None or training.speed >= scenario.FASTEST:
        return training
    before = training.speed
    training.begun_at, training.speed = scenario.hurried(training.begun_at, before, now)
    change = changes.begin(db, training.session_id, changes.by_account(account.id), now)
    _set_pace(training.session, training.speed)
    query_of_running = select(Attempt).where(Attempt.session_id == training.session_id, Attempt.state == "running")
    for attempt in db.scalars(query_of_running.order_by(Attempt.candidate_id)).all():
        case = change.case(attempt.candidate_id)
        if attempt.ends_at and attempt.ends_at > now:
            attempt.ends_at = now + (attempt.ends_at - now) * before / training.speed
        looks.refresh(case, "resolved")
    return training


def playing(db: Session) -> list[int]:
    """Return all the trainings there are."""
    return list(db.scalars(select(Training.id).order_by(Training.id)))


def done_with(db: Session, now: datetime) -> list[int]:
    """Return the trainings to erase: their time has come, or their person has left."""
    stays = exists().where(
        SessionAccess.session_id == Training.session_id,
        SessionAccess.account_id == Training.account_id,
        SessionAccess.left_at.is_(None),
    )
    return list(db.scalars(select(Training.id).where(or_(Training.erase_at <= now, ~stays)).order_by(Training.id)))


def _session(db: Session, centre: Centre, account: Account, now: datetime, speed: int) -> CertificationSession:
    starts_at = now.astimezone(ZoneInfo(ZONE)).replace(second=0, microsecond=0, tzinfo=None)
    session = sessions.create(db, centre, Plan(centre.name, centre.name, starts_at, account.full_name), account, now)
    session.training = True
    _set_pace(session, speed)
    return session


def _set_pace(session: CertificationSession, speed: int) -> None:
    session.duration_minutes = max(1, scenario.MINUTES * scenario.ORDINARY // speed)
    session.warnings = list(scenario.WARNED) if speed <= scenario.ORDINARY else []


def _people() -> list[EnrolledCandidate]:
    """Return those who do not exist."""
    named = enumerate(islice(cast.names(), scenario.CANDIDATES))
    return [
        EnrolledCandidate(last, first, BORN + timedelta(days=index), "F", "", "", "", "")
        for index, (first, last) in named
    ]
