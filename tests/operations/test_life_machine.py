"""Alerts among phones that show, fail, or die, and people who come, go, take and give back, held against a model."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import escalation
from pwa.domain.alerts import MANNERS, Cause, Kind
from pwa.domain.delivery import Answer
from pwa.domain.errors import Refused
from pwa.models.base import begin_writing
from pwa.models.tables import (
    Account,
    Alert,
    Candidate,
    CertificationSession,
    Delivery,
    Device,
    Neighbour,
    SessionAccess,
)
from pwa.operations import (
    accesses,
    alerts,
    centres,
    changes,
    claims,
    deliveries,
    devices,
    escalations,
    journal,
    outbox,
    receipts,
    sessions,
)
from pwa.operations.changes import Change
from pwa.operations.sessions import Plan
from tests.acting import act
from tests.cast import planned
from tests.databases import Database, emptied
from tests.operations.test_machine import account
from tests.room import NOW

CLAIRE, KARIM, IDA, HELENE = PEOPLE = ("claire", "karim", "ida", "helene")
"""Two who watch the room, one next door, one of the centre's staff."""
KINDS = [Kind.CONNECTION_LOST, Kind.ENTRY_REQUESTED, Kind.ROOM_OUTAGE, Kind.TIME_NEARLY_OVER, Kind.TAB_HIDDEN]
ANSWERS = [Answer(201), Answer(201), Answer(503), Answer(410), Answer(403), Answer(problem="timeout"), None]
"""None: the sender died before it could tell."""
LEASE = 30
ANY = st.integers(0, 1_000)


@dataclass
class Known:
    """What the model holds to be true of one alert."""

    kind: Kind
    claimed_by: str | None = None
    is_open: bool = True
    step: int = 0
    may_give_back: set[str] = field(default_factory=set)

    @property
    def rings(self) -> bool:
        return self.is_open and self.claimed_by is None


class AnyLife(RuleBasedStateMachine):
    """Two rooms side by side, a watcher that may be away or die, senders that may die, a clock that goes on."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.db, self.now = emptied(database)(), NOW
        self.people = {name: account(self.db, name) for name in PEOPLE}
        self.session, self.next_door = build(self.db, self.people[HELENE])
        self.candidates = list(
            self.db.scalars(select(Candidate).where(Candidate.session_id == self.session.id).order_by(Candidate.id))
        )
        self.known: dict[int, Known] = {}
        self.muted: set[tuple[str, Kind]] = set()
        self.watching: set[str] = set()
        self.seen = 0
        for name in (CLAIRE, KARIM, IDA):
            self.come(name)

    def teardown(self) -> None:
        assert journal.first_broken(self.db, self.session.id) is None
        self.db.close()

    @initialize(numbers=st.lists(st.integers(0, 2), min_size=4, max_size=4))
    def give_phones(self, numbers: list[int]) -> None:
        for name, number in zip(PEOPLE, numbers, strict=True):
            for which in range(number):
                self.subscribe(name, which)

    # Alerts

    @rule(kind=st.sampled_from(KINDS), who=st.integers(0, 1))
    def raise_one(self, kind: Kind, who: int) -> None:
        about = None if kind is Kind.ROOM_OUTAGE else self.candidates[who]
        is_new = f"{about.id if about else ''}:{kind}" not in {
            f"{alert.candidate_id or ''}:{alert.kind}" for alert in self.open()
        }
        if is_new:
            cause = Cause(kind, self.now, "15" if kind is Kind.TIME_NEARLY_OVER else "")
            alert = self.change(lambda change: alerts.open_one(change, cause, about))
            self.known[alert.id] = Known(kind)

    @rule(which=ANY, why=st.sampled_from(["resolved", "answered", alerts.FOLDED]))
    def close(self, which: int, why: str) -> None:
        if alert := self.pick(self.open(), which):
            self.change(lambda change: alerts.close_one(change, alert, why))
            self.known[alert.id].is_open = False
            assert alert.version == self.session.version

    # People

    @rule(which=ANY, name=st.sampled_from([CLAIRE, KARIM]))
    def take(self, which: int, name: str) -> None:
        alert = self.pick(self.all(Alert), which)
        if alert and name in self.watching:
            known = self.known[alert.id]
            should = known.is_open and known.claimed_by in (None, name)
            taken = self.change(lambda change: claims.claim(change, alert.id, self.people[name]), by=name)
            assert bool(taken) == should
            if taken:
                known.claimed_by = name

    @rule(which=ANY)
    def take_by_token(self, which: int) -> None:
        if delivery := self.pick(self.rings(), which):
            name, known = self.name_of(delivery.account_id), self.known[delivery.alert_id or 0]
            may = name in self.watching or name == HELENE
            should = known.is_open and may and known.claimed_by in (None, name)
            assert bool(self.does(claims.claim_by_token, delivery.token, self.now)) == should
            if should:
                known.claimed_by = name

    @rule(which=ANY, name=st.sampled_from(PEOPLE))
    def give_back(self, which: int, name: str) -> None:
        if alert := self.pick(self.all(Alert), which):
            known = self.known[alert.id]
            should = known.is_open and known.claimed_by == name
            given = self.change(lambda change: claims.give_back(change, alert.id, self.people[name]), by=name)
            assert bool(given) == should
            if given:
                known.claimed_by, known.step = None, escalation.given_back_at(known.step)

    @rule(name=st.sampled_from([CLAIRE, KARIM, IDA]))
    def leave(self, name: str) -> None:
        act(self.db, accesses.leave, self.people[name], self.room_of(name).id, self.now)
        self.watching.discard(name)
        for known in self.known.values():
            if known.is_open and known.claimed_by == name:
                known.claimed_by, known.step = None, escalation.given_back_at(known.step)

    @rule(name=st.sampled_from([CLAIRE, KARIM, IDA]))
    def come(self, name: str) -> None:
        session = self.room_of(name)
        act(self.db, accesses.open_session, self.people[name], session.id, session.password, self.now)
        self.muted -= {(name, kind) for kind in Kind if name not in self.watching}
        self.watching.add(name)

    @rule(name=st.sampled_from([CLAIRE, KARIM]), kind=st.sampled_from(KINDS), part=st.sets(st.integers(0, 1)))
    def choose(self, name: str, kind: Kind, part: set[int]) -> None:
        if access := self.access(name):
            begin_writing(self.db)
            access.muted, access.part = [kind.value], [self.candidates[who].id for who in part]
            self.db.commit()
            self.muted = {one for one in self.muted if one[0] != name} | {(name, kind)}

    # Phones

    @rule(name=st.sampled_from(PEOPLE), which=st.integers(0, 1))
    def subscribe(self, name: str, which: int) -> None:
        act(
            self.db, devices.register, self.people[name], endpoint=f"https://push.example/{name}-{which}", p256dh="key",
            auth="secret", name=f"{name}-{which}", now=self.now,
        )  # fmt: skip

    @rule(name=st.sampled_from(PEOPLE), which=st.integers(0, 1))
    def forget(self, name: str, which: int) -> None:
        act(self.db, devices.forget, self.people[name], f"https://push.example/{name}-{which}")

    @rule(which=ANY, verb=st.sampled_from([receipts.mark_shown, receipts.mark_opened]))
    def show(self, which: int, verb: Any) -> None:
        sent = [delivery for delivery in self.all(Delivery) if delivery.tries]
        if delivery := self.pick(sent, which):
            act(self.db, verb, delivery.token, self.now)

    @rule(answer=st.sampled_from(ANSWERS), quickly=st.none() | st.sampled_from([CLAIRE, KARIM]))
    def send(self, answer: Answer | None, quickly: str | None) -> None:
        """One message; somebody may be quicker than the sender, between the lease and the sending."""
        act(self.db, deliveries.drop_stale, self.now)
        leased = act(self.db, deliveries.lease, self.now, LEASE)
        if leased is None:
            return
        delivery = self.db.get_one(Delivery, leased.id)
        known = self.known[delivery.alert_id or 0]
        assert known.rings or delivery.purpose == "update"
        if quickly in self.watching and known.rings:
            self.change(lambda change: claims.claim(change, delivery.alert_id or 0, self.people[quickly]), by=quickly)
            known.claimed_by = quickly
        is_wanted = outbox.is_wanted(self.db, leased.token)
        assert is_wanted == (delivery.purpose == "update" or known.rings)
        if not is_wanted:
            act(self.db, outbox.withdraw, leased.token, leased.tries)
        elif answer:
            act(self.db, deliveries.record, leased, answer, self.now, 0.5)

    # Time, and the watcher

    @rule(seconds=st.sampled_from([1, 5, 20, 25, 45, 120, 3_600]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def the_watcher_dies_as_it_climbs(self) -> None:
        for alert_id in escalations.due(self.db, self.now):
            begin_writing(self.db)
            escalations.climb(self.db, alert_id, self.now)
            self.db.rollback()

    @rule()
    def the_watcher_climbs(self) -> None:
        for _ in range(5):
            for alert_id in escalations.due(self.db, self.now):
                self.climb(alert_id)
        assert escalations.due(self.db, self.now) == []

    @rule()
    def the_watcher_watches_for_ten_minutes(self) -> None:
        """Whatever happened before, whoever can be rung now is, of each alert that calls and that nobody takes."""
        self.the_watcher_climbs()
        calling = [one for one, known in self.known.items() if known.rings and MANNERS[known.kind].calls]
        since = self.now
        for _ in range(60):
            self.now += timedelta(seconds=10)
            self.the_watcher_climbs()
        for alert_id in calling:
            rings = [one for one in self.rings() if one.alert_id == alert_id and one.created_at > since]
            assert {one.device_id for one in rings} == self.reachable(self.known[alert_id].kind)

    def climb(self, alert_id: int) -> None:
        known, before = self.known[alert_id], {delivery.id for delivery in self.rings()}
        assert known.rings
        assert act(self.db, escalations.climb, alert_id, self.now)
        known.step += 1
        assert self.db.get_one(Alert, alert_id).step == known.step
        rung = {self.name_of(one.account_id) for one in self.rings() if one.id not in before}
        assert rung <= self.may_be_rung(known)

    def may_be_rung(self, known: Known) -> set[str]:
        """Whom a step of that alert may ring at most: what each step does in detail is told where it is tested."""
        watching = {name for name in self.watching if (name, known.kind) not in self.muted}
        circles = {1: watching - {IDA}, 2: watching, 3: {HELENE}}
        return circles.get(known.step, watching | {HELENE})

    # What is always true

    @invariant()
    def an_alert_that_calls_has_a_next_step_and_no_other_has(self) -> None:
        for alert in self.all(Alert):
            known = self.known[alert.id]
            assert (alert.closed_at is None, alert.claimed_by_id) == (known.is_open, self.id_of(known.claimed_by))
            assert alert.step == known.step
            goes_on = MANNERS[known.kind].calls or (known.kind is Kind.TIME_NEARLY_OVER and known.step < 1)
            assert (alert.escalate_at is not None) == (known.rings and goes_on)
            assert alert.version <= self.session.version

    @invariant()
    def nothing_is_to_ring_about_what_is_taken_or_closed(self) -> None:
        for delivery in self.rings():
            assert delivery.state != "due" or self.known[delivery.alert_id or 0].rings

    @invariant()
    def nobody_is_rung_twice_for_one_step(self) -> None:
        times = Counter((one.alert_id, one.device_id, one.step) for one in self.rings())
        assert set(times.values()) <= {1}

    @invariant()
    def one_word_at_most_waits_for_a_device_about_an_alert(self) -> None:
        waiting = Counter((one.alert_id, one.device_id) for one in self.all(Delivery) if one.state == "due")
        assert set(waiting.values()) <= {1}

    @invariant()
    def only_who_was_rung_is_told_what_became_of_it(self) -> None:
        rung = {(one.alert_id, one.device_id) for one in self.rings() if one.tries}
        assert {(one.alert_id, one.device_id) for one in self.all(Delivery) if one.purpose == "update"} <= rung

    # Small words

    def change(self, do: Any, by: str | None = None) -> Any:
        def inside(db: Session) -> Any:
            actor = changes.by_account(self.people[by].id) if by else changes.WATCHER
            change: Change = changes.begin(db, self.session.id, actor, self.now)
            return do(change)

        return self.does(inside)

    def does(self, verb: Any, *args: Any) -> Any:
        try:
            return act(self.db, verb, *args)
        except Refused as refused:
            self.check_sentence(refused.sentence)
            return None

    def check_sentence(self, sentence: str) -> None:
        assert sentence.endswith(".")

    def all(self, table: Any) -> list[Any]:
        self.db.expire_all()
        return list(self.db.scalars(select(table).order_by(table.id)))

    def open(self) -> list[Alert]:
        return [alert for alert in self.all(Alert) if alert.closed_at is None]

    def rings(self) -> list[Delivery]:
        return [delivery for delivery in self.all(Delivery) if delivery.purpose == "ring"]

    def reachable(self, kind: Kind) -> set[int]:
        """The devices of whoever watches either room and lets it ring, and of staff."""
        names = {name for name in self.watching if (name, kind) not in self.muted} | {HELENE}
        owners = {self.people[name].id for name in names}
        return {one.id for one in self.all(Device) if one.account_id in owners and one.state != "gone"}

    def pick(self, things: list[Any], which: int) -> Any:
        return things[which % len(things)] if things else None

    def access(self, name: str) -> SessionAccess | None:
        query = select(SessionAccess).where(
            SessionAccess.account_id == self.people[name].id, SessionAccess.left_at.is_(None)
        )
        return self.db.scalars(query).one_or_none()

    def room_of(self, name: str) -> CertificationSession:
        return self.next_door if name == IDA else self.session

    def name_of(self, account_id: int | None) -> str:
        return next(name for name, one in self.people.items() if one.id == account_id)

    def id_of(self, name: str | None) -> int | None:
        return self.people[name].id if name else None


def build(db: Session, staff: Account) -> tuple[CertificationSession, CertificationSession]:
    """Two rooms next to one another."""
    centre = act(db, centres.add, "Lycée Camille Guérin", staff, NOW)
    rooms = [make_room(db, centre, staff, name, NOW) for name in ("B204", "B205")]
    for one, other in (rooms, reversed(rooms)):
        db.add(Neighbour(session_id=one.id, neighbour_id=other.id))
    db.commit()
    return rooms[0], rooms[1]


def make_room(db: Session, centre: Any, staff: Account, name: str, now: datetime) -> CertificationSession:
    plan = Plan("Site", name, now.replace(tzinfo=None), "Claire")
    made = act(db, sessions.create, centre, plan, staff, now)
    act(db, sessions.enrol, made, planned()[0].candidates[:2], staff, now)
    return made


@pytest.mark.parametrize(("name", "lives"), [("sqlite", 60), ("postgres", 15)])
def test_whatever_happens_an_alert_is_told_until_somebody_takes_it(
    name: str, lives: int, request: pytest.FixtureRequest
) -> None:
    database = request.getfixturevalue(name)
    played = settings(
        max_examples=lives,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],  # shrinking forty steps takes minutes: the first failure is told as it is
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(partial(AnyLife, database), settings=played)  # type: ignore[arg-type]
