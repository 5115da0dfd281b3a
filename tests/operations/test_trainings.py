"""Trainings on given time: played to the end by the watcher's verbs, private, erased without a trace."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.domain.errors import Invalid
from pwa.models.tables import Account, Alert, Base, Candidate, CertificationSession, Training
from pwa.operations import (
    absences,
    accesses,
    beats,
    journal,
    looks,
    push_report,
    reconciliation,
    training_erasure,
    training_play,
    trainings,
    watches,
)
from tests.acting import act
from tests.cast import Register
from tests.room import NOW, Room, after

EVERY = timedelta(seconds=5)


class Practice:
    """A person in their training; `run` is the watcher, five seconds at a time, and whoever answers as they should."""

    def __init__(self, db: Session, account: Account, now: datetime = NOW, speed: int = 100) -> None:
        self.db, self.account, self.now = db, account, now
        self.training = act(db, trainings.begin, account, "Entraînement", now, speed)
        self.number = self.training.session_id
        self.room = Room(db, self.training.session, account)
        self.seen: Counter[str] = Counter()
        self.left: set[str] = set()
        self.all_in = False

    def tick(self, every: timedelta = EVERY, *, answering: bool = True) -> None:
        self.now += every
        act(self.db, watches.sign, self.now)
        act(self.db, training_play.beat, self.training.id, self.now)
        for _ in range(60):
            if not act(self.db, training_play.play, self.training.id, self.now):
                break
        own = set(self.db.scalars(select(Candidate.id).where(Candidate.session_id == self.number)))
        for candidate_id in own & set(looks.due(self.db, self.now)):
            act(self.db, looks.look, candidate_id, self.now)
        if answering and self.is_called():
            self.answer()

    def is_called(self) -> bool:
        """Tell whether there is something to answer: an alert, or those who sit and were not let in."""
        calls = select(Alert.id).where(Alert.session_id == self.number, Alert.closed_at.is_(None))
        return not self.all_in or self.db.scalars(calls.limit(1)).first() is not None

    def answer(self) -> None:
        """Do what the board asks for, whatever it is."""
        board = self.room.board(self.now)
        lines = {line.id: line for line in board.candidates}
        self.seen.update({alert.kind for alert in board.alerts})
        for alert in board.alerts:
            candidate = alert.candidate_id and self.db.get_one(Candidate, alert.candidate_id)
            actions = lines[alert.candidate_id].actions if alert.candidate_id else ()
            if not candidate:
                continue
            if alert.kind == "time_over":
                self.room.end(candidate, self.now)
            elif "confirm" in actions and alert.kind == "entry_requested":
                self.room.confirm(candidate, self.now)
            elif alert.kind in ("resume_requested", "second_window") and alert.kind not in self.left:
                self.room.resume(candidate, self.now)
        if self.now > NOW + timedelta(seconds=25):
            waiting = sorted({line.id for line in board.candidates if line.state == "expected"} - {max(lines)})
            if waiting:
                self.room.confirm_several([self.db.get_one(Candidate, one) for one in waiting], self.now)
            self.all_in = True

    def run(self, seconds: int) -> None:
        for _ in range(seconds // EVERY.seconds):
            self.tick()


def rows(db: Session) -> dict[str, set[tuple[object, ...]]]:
    """Return every row of every table, but the watcher's own signs of life."""
    db.rollback()
    tables = {name: table for name, table in Base.metadata.tables.items() if name != "watch"}
    return {name: {tuple(map(repr, row)) for row in db.execute(select(table))} for name, table in tables.items()}


def test_it_is_played_to_its_end_in_five_minutes(db: Session, invigilator: Account) -> None:
    practice = Practice(db, invigilator)
    practice.run(300)
    board = practice.room.board(practice.now)
    states = Counter(line.state for line in board.candidates)
    assert states == {"completed": 22, "ended_by_invigilator": 1, "expected": 1}
    assert practice.seen.keys() >= {
        "entry_requested", "window_closed", "resume_requested", "connection_lost", "second_window", "time_over"
    }  # fmt: skip
    assert board.alerts == ()
    assert practice.training.erase_at <= practice.now + timedelta(minutes=15)
    assert journal.first_broken(db, practice.number) is None


def test_nobody_goes_on_before_the_person_acts(db: Session, invigilator: Account) -> None:
    practice = Practice(db, invigilator)
    for _ in range(9):
        practice.tick(timedelta(seconds=20), answering=False)
    board = practice.room.board(practice.now)
    assert [alert.kind for alert in board.alerts] == ["entry_requested"] * 3
    assert board.running == 0
    practice.run(60)
    assert practice.room.board(practice.now).running == 23


def test_whoever_waits_at_another_machine_waits_for_the_person(db: Session, invigilator: Account) -> None:
    practice = Practice(db, invigilator)
    practice.left = {"second_window"}
    practice.run(220)
    assert [alert.kind for alert in practice.room.board(practice.now).alerts if alert.kind in practice.left] == [
        "second_window"
    ]


def test_erased_it_leaves_nothing(db: Session, invigilator: Account, register: Register) -> None:
    register(invigilator)
    before = rows(db)
    practice = Practice(db, invigilator)
    practice.run(180)
    act(db, training_erasure.erase_by_id, practice.training.id)
    assert rows(db) == before


def test_a_new_one_takes_the_place_of_the_old(db: Session, invigilator: Account) -> None:
    first = Practice(db, invigilator)
    first.run(40)
    second = act(db, trainings.begin, invigilator, "Entraînement", first.now)
    numbers = db.scalars(select(CertificationSession.id).where(CertificationSession.training)).all()
    assert numbers == [second.session_id]
    assert second.session_id != first.number


def test_two_trainings_do_not_touch_each_other(
    db: Session, invigilator: Account, colleague: Account, register: Register
) -> None:
    """All that is written in one, speeded up and erased, changes no row of the other, in any table."""
    register(invigilator)
    register(colleague, "other")
    theirs = Practice(db, colleague)
    theirs.run(35)
    before = rows(db)
    mine = Practice(db, invigilator)
    mine.run(35)
    act(db, trainings.hurry, invigilator, mine.now)
    mine.run(15)
    during = rows(db)
    assert [name for name in before if not before[name] <= during[name]] == []
    assert len(during["attempt"]) == 2 * len(before["attempt"]) > 0
    act(db, trainings.stop, invigilator)
    assert rows(db) == before
    theirs.run(20)
    assert theirs.room.board(theirs.now).counters.running == 23
    assert journal.first_broken(db, theirs.number) is None


def test_hurried_everything_goes_twice_as_fast(db: Session, invigilator: Account) -> None:
    practice = Practice(db, invigilator)
    practice.run(40)
    act(db, trainings.hurry, invigilator, practice.now)
    act(db, trainings.hurry, invigilator, practice.now)
    practice.run(150)
    assert practice.room.board(practice.now).counters.running == 0
    assert practice.training.speed == 200


def test_its_hour_over_or_its_person_gone_it_is_to_be_erased(db: Session, invigilator: Account) -> None:
    practice = Practice(db, invigilator)
    assert trainings.done_with(db, after(minutes=59)) == []
    assert trainings.done_with(db, after(minutes=60)) == [practice.training.id]
    act(db, accesses.leave, invigilator, practice.number, NOW)
    assert trainings.done_with(db, NOW) == [practice.training.id]


def test_nobody_opens_it_by_its_password(db: Session, invigilator: Account, colleague: Account) -> None:
    practice = Practice(db, invigilator)
    outcome = act(db, accesses.open_session, colleague, practice.number, practice.room.session.password, NOW)
    assert isinstance(outcome, Invalid)
    assert outcome.sentence == accesses.WRONG


def test_no_real_candidate_joins_it_and_no_made_up_one_a_session(
    db: Session, invigilator: Account, player: Account, room: Room
) -> None:
    practice = Practice(db, invigilator)
    practice.run(30)
    made_up = db.scalars(select(Account).where(Account.simulated)).first()
    one, real = practice.room.board(practice.now).candidates[3], room.board(NOW).candidates[0]
    assert made_up
    for account, number, line in ((player, practice.number, one), (made_up, room.session.id, real)):
        with pytest.raises(Invalid, match="no_match"):
            act(db, reconciliation.join, account, number, line.last_name, line.first_name, line.birth_date, NOW)


def test_it_counts_for_nothing_real(db: Session, invigilator: Account, register: Register) -> None:
    register(invigilator)
    practice = Practice(db, invigilator)
    practice.run(45)
    assert practice.room.deliveries()
    assert beats.running(db) == 0
    assert push_report.read(db, practice.now).outcomes == []
    act(db, watches.sign_web, practice.now - timedelta(seconds=30))
    practice.run(5)
    assert absences.of_web(db, practice.now)


def test_one_training_at_most_each(db: Session, invigilator: Account) -> None:
    Practice(db, invigilator)
    Practice(db, invigilator)
    assert db.scalar(select(func.count()).select_from(Training)) == 1
