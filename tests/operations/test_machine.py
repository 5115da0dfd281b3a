"""A room where anything may happen in any order, held against a model of what must always be true."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.adapters.passwords import Passwords
from pwa.domain import alerts, timing
from pwa.domain.admission import given_at as given
from pwa.domain.connectivity import GONE, GRACE
from pwa.domain.errors import Refused
from pwa.domain.facts import Ending
from pwa.domain.visits import DOOR_OPEN, Verdict
from pwa.domain.windows import ALIVE_FOR
from pwa.models.tables import Account, Answer, Attempt, Candidate, CertificationSession
from pwa.operations import (
    absences,
    accesses,
    accounts,
    centres,
    journal,
    looks,
    outage_turns,
    reconciliation,
    requests,
    sessions,
)
from pwa.operations.alerts import open_of
from pwa.operations.facts import facts_of
from pwa.operations.sessions import Plan
from tests.acting import act
from tests.cast import PASSWORD, planned
from tests.databases import Database, emptied
from tests.room import NOW, Room

HOLDER = "the one that holds the test"
WINDOWS = st.sampled_from([HOLDER, HOLDER, "window-1", "window-2"])
PAGES = st.sampled_from(["page-1", "page-2"])
PEOPLE = st.integers(0, 1)
REPLIES = {1: ([0], ""), 2: ([0, 1], ""), 3: ([], "ods")}
FOUR = 4


@dataclass
class Known:
    """What the model holds to be true of one candidate."""

    admitted_until: datetime | None = None
    door_until: datetime | None = None
    holder: str | None = None
    left_at: datetime | None = None
    answers: dict[int, str] = field(default_factory=dict)
    ends_at: datetime | None = None
    heard_at: datetime | None = None
    is_on_hold: bool = False
    was_silent: bool = False
    was_gone: bool = False
    is_plain: bool = True

    def authorised(self, now: datetime, *, was_gone: bool) -> None:
        """A return was authorised: what is known then of the window that held the test tells whether it is for it.

        It `was_silent`, or even noticed gone; all `is_plain` until the clock jumps or that window says goodbye.
        """
        self.admitted_until = now + timedelta(minutes=15)
        self.was_silent = self.heard_at is not None and now - self.heard_at >= ALIVE_FOR
        self.was_gone, self.is_plain = was_gone, self.left_at is None

    def is_heard_since(self) -> bool:
        """The window that holds the test has given a sign after the return was authorised."""
        given_at = self.admitted_until and given(self.admitted_until)
        return bool(self.holder and self.heard_at and given_at and self.heard_at > given_at)

    def may_enter(self, now: datetime) -> bool:
        return self.admitted_until is not None and now < self.admitted_until

    def is_awaited(self, now: datetime) -> bool:
        """The code was right, and no window has said hello since."""
        return self.holder is None and self.door_until is not None and now < self.door_until

    def may_hold(self, window: str, previous: str | None, now: datetime) -> bool:
        """An entry opens the door to any window, once; after it, to the one that holds the test or its reload."""
        if self.holder is None:
            return self.is_awaited(now)
        is_here = self.left_at is None or now < self.left_at + GRACE
        return is_here and (window == self.holder or (previous == self.holder and self.left_at is not None))

    def holds(self, window: str, now: datetime) -> bool:
        return window == self.holder and (self.left_at is None or now < self.left_at + GRACE)


class AnyRoom(RuleBasedStateMachine):
    """Two invigilators, a watcher that may be away, a clock that may jump, a network that may fail.

    Of the four candidates, two have three windows each and a will of their own.
    """

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.db = emptied(database)()
        self.now = self.latest = NOW
        self.room, self.people, self.candidates = build(self.db)
        self.stranger = account(self.db, "aline")
        self.known = [Known() for _ in self.candidates]
        self.version = self.room.session.version
        self.may_shrink = False

    def teardown(self) -> None:
        assert journal.first_broken(self.db, self.room.session.id) is None
        self.db.close()

    # Time

    @rule(seconds=st.sampled_from([1, 4, 7, 16]), steps=st.integers(1, 6))
    def time_passes_under_watch(self, seconds: int, steps: int) -> None:
        for _ in range(steps):
            self.later(seconds)
            self.watch()

    @rule(seconds=st.sampled_from([3, 3, 30, 30, 901, 7_000, 86_400]))
    def time_passes_unwatched(self, seconds: int) -> None:
        self.later(seconds)

    @rule(seconds=st.integers(1, 120))
    def the_clock_jumps_back(self, seconds: int) -> None:
        self.now -= timedelta(seconds=seconds)
        for known in self.known:
            known.is_plain = False

    @precondition(lambda self: self.now >= self.latest)
    @rule()
    def the_watcher_looks(self) -> None:
        self.watch()
        assert looks.due(self.db, self.now) == []
        for who, known in enumerate(self.known):
            if known.is_plain and known.was_gone and known.is_heard_since() and self.candidates[who].request is None:
                assert self.connectivity(who) in GONE or not self.is_running(who) or not known.may_enter(self.now)
        for candidate in self.candidates:
            facts = facts_of(candidate, requests.attempt_of(self.db, candidate), absences.resumed_at(self.db, self.now))
            assert set(open_of(self.db, candidate.id)) == {cause.key for cause in alerts.causes(facts, self.now)}
            if candidate.outage_id is not None:
                assert candidate.outage_id == self.outage_id()
                assert {cause.kind for cause in alerts.causes(replace(facts, held=False), self.now)} & set(
                    alerts.LOSSES
                )

    # Invigilators

    @rule(who=PEOPLE, by=PEOPLE)
    def confirm(self, who: int, by: int) -> None:
        if self.does(self.room.confirm, self.candidates[who], self.now, self.people[by]):
            self.known[who].admitted_until = self.now + timedelta(minutes=15)

    @rule(who=PEOPLE, by=PEOPLE)
    def cancel(self, who: int, by: int) -> None:
        if self.does(self.room.cancel, self.candidates[who], self.now, self.people[by]):
            self.known[who].admitted_until = None

    @rule(who=PEOPLE, by=PEOPLE)
    def mark_absent(self, who: int, by: int) -> None:
        if self.does(self.room.mark_absent, self.candidates[who], self.now, self.people[by]):
            self.known[who].admitted_until = None

    @rule(who=PEOPLE, by=PEOPLE)
    def resume(self, who: int, by: int) -> None:
        if self.does(self.room.resume, self.candidates[who], self.now, self.people[by]):
            self.known[who].authorised(self.now, was_gone=self.connectivity(who) in GONE)

    @rule(who=PEOPLE, by=PEOPLE)
    def keep(self, who: int, by: int) -> None:
        self.does(self.room.keep, self.candidates[who], self.now, self.people[by])

    @rule(who=PEOPLE, by=PEOPLE)
    def hand_over(self, who: int, by: int) -> None:
        if self.does(self.room.hand_over, self.candidates[who], self.now, self.people[by]):
            known = self.known[who]
            known.admitted_until = known.holder = known.left_at = known.door_until = None

    @rule(who=PEOPLE, by=PEOPLE, shared=st.booleans())
    def compensate(self, who: int, by: int, shared: bool) -> None:
        spans = self.room.spans(self.candidates[who])
        if shared and spans:
            self.does(self.room.compensate_shared, spans[-1], self.now, self.people[by])
        else:
            self.does(self.room.compensate, self.candidates[who], self.now, self.people[by])

    @rule(who=PEOPLE, minutes=st.sampled_from([-10, 5]), confirmed=st.booleans())
    def grant(self, who: int, minutes: int, confirmed: bool) -> None:
        self.may_shrink = minutes < 0
        self.does(self.room.grant, self.candidates[who], self.now, minutes, confirmed=confirmed)

    @rule(who=PEOPLE, by=PEOPLE)
    def end(self, who: int, by: int) -> None:
        if self.does(self.room.end, self.candidates[who], self.now, self.people[by]):
            self.known[who].admitted_until = None

    @rule(who=PEOPLE, by=PEOPLE)
    def reopen(self, who: int, by: int) -> None:
        if self.does(self.room.reopen, self.candidates[who], self.now, self.people[by]):
            self.known[who].authorised(self.now, was_gone=self.connectivity(who) in GONE)

    # Candidates

    @rule(who=PEOPLE, page=PAGES)
    def wait(self, who: int, page: str) -> None:
        self.does(self.room.wait, self.candidates[who], self.now, page)

    @rule(who=PEOPLE, page=PAGES)
    def stop_waiting(self, who: int, page: str) -> None:
        self.room.stop_waiting(self.candidates[who], self.now, page)

    @rule(who=PEOPLE)
    def claim_the_place(self, who: int) -> None:
        self.does(self.room.claim, self.candidates[who], self.stranger, self.now)

    @rule(who=PEOPLE, is_right=st.booleans())
    def enter(self, who: int, is_right: bool) -> None:
        known, candidate = self.known[who], self.candidates[who]
        is_open = not timing.has_expired(self.room.session.started_at, self.now) or self.started(who)
        uses = is_right and known.may_enter(self.now) and is_open and not self.is_over(who)
        should = uses or (is_right and known.is_awaited(self.now) and is_open and not self.is_over(who))
        entered = self.does(self.room.enter, candidate, self.now, None if is_right else "FAUX22")
        if is_open:
            assert bool(entered) == should
        else:
            assert not (entered and not should)
        if entered and uses:
            known.admitted_until, known.holder, known.left_at = None, None, None
            known.door_until, known.heard_at = self.now + DOOR_OPEN, self.now

    @rule(who=PEOPLE, window=WINDOWS, previous=st.none() | WINDOWS, waited=st.sampled_from([0, 5]))
    def hello(self, who: int, window: str, previous: str | None, waited: float) -> None:
        known = self.known[who]
        window, previous = self.window(who, window), previous and self.window(who, previous)
        if not self.is_running(who):
            return
        verdict = self.does(self.room.hello, self.candidates[who], self.now, window, previous, waited)
        if verdict is Verdict.GRANTED and self.is_running(who):
            assert known.may_hold(window, previous, self.now)
            known.holder, known.left_at, known.heard_at = window, None, self.now
            self.see_returns()
        elif verdict in (Verdict.ASK, Verdict.ELSEWHERE):
            assert not known.holds(window, self.now)

    @rule(who=PEOPLE, window=WINDOWS, visible=st.booleans())
    def beat(self, who: int, window: str, visible: bool) -> None:
        window = self.window(who, window)
        if self.is_running(who):
            pulse = self.room.beat(self.candidates[who], self.now, window, visible=visible)
            assert pulse.held == self.known[who].holds(window, self.now)
            if pulse.held and self.known[who].left_at is None:
                self.known[who].heard_at = self.now

    @rule(who=PEOPLE, window=WINDOWS)
    def goodbye(self, who: int, window: str) -> None:
        known, window = self.known[who], self.window(who, window)
        if self.is_running(who):
            self.room.goodbye(self.candidates[who], self.now, window)
            if window == known.holder:
                known.left_at, known.is_plain = known.left_at or self.now, False

    @rule(who=PEOPLE, window=WINDOWS, previous=st.none() | WINDOWS)
    def reload(self, who: int, window: str, previous: str | None) -> None:
        self.goodbye(who, HOLDER)
        self.hello(who, window, previous, 0)

    @rule(who=PEOPLE, window=WINDOWS, number=st.integers(1, 3), again=st.booleans())
    def answer(self, who: int, window: str, number: int, again: bool) -> None:
        if requests.attempt_of(self.db, self.candidates[who]) is None:
            return
        known, was_running, window = self.known[who], self.is_running(who), self.window(who, window)
        key = known.answers.get(number, f"key-{number}") if again else f"{window}-{number}"
        done = self.does(self.room.answer, self.candidates[who], self.now, number, REPLIES[number], key, window)
        if done and number not in known.answers:
            assert was_running
            assert known.holds(window, self.now)
            assert number == len(known.answers) + 1
            assert not known.is_on_hold
            known.answers[number] = key
        elif done:
            assert known.answers[number] == key

    @rule(who=PEOPLE, window=WINDOWS, number=st.integers(1, 3))
    def report(self, who: int, window: str, number: int) -> None:
        if requests.attempt_of(self.db, self.candidates[who]) is None:
            return
        known, was_running, window = self.known[who], self.is_running(who), self.window(who, window)
        if self.does(self.room.report, self.candidates[who], self.now, number, window):
            assert was_running
            assert known.holds(window, self.now)
            assert number == len(known.answers) + 1
            known.is_on_hold = True

    @rule(who=PEOPLE, by=PEOPLE)
    def refuse_the_report(self, who: int, by: int) -> None:
        attempt = requests.attempt_of(self.db, self.candidates[who])
        if attempt and attempt.reports:
            is_open = self.known[who].is_on_hold
            assert bool(self.does(self.room.refuse, attempt.reports[-1], self.now, self.people[by])) == is_open
            self.known[who].is_on_hold = False

    @rule(who=PEOPLE, by=PEOPLE, window=WINDOWS)
    def come_in(self, who: int, by: int, window: str) -> None:
        """The usual road, so that what follows it is often reached."""
        self.resume(who, by) if self.is_running(who) else self.confirm(who, by)
        self.enter(who, True)
        self.hello(who, window, None, 0)

    # The room

    @rule()
    def everybody_comes_in(self) -> None:
        for who in range(FOUR):
            self.come_in(who, 0, "window-1")

    @rule(steps=st.integers(1, 4))
    def the_room_is_heard(self, steps: int) -> None:
        for _ in range(steps):
            self.later(5)
            for who in range(FOUR):
                self.beat(who, HOLDER, True)
            self.watch()

    @rule(steps=st.integers(3, 15), one_is_heard=st.booleans())
    def the_network_fails(self, steps: int, one_is_heard: bool) -> None:
        for _ in range(steps):
            self.later(5)
            if one_is_heard:
                self.beat(0, HOLDER, True)
            self.watch()

    @rule()
    def the_room_is_switched_off(self) -> None:
        for who in range(FOUR):
            self.goodbye(who, HOLDER)

    # What is always true

    @invariant()
    def an_outage_that_is_over_holds_nobody(self) -> None:
        self.db.expire_all()
        assert {candidate.outage_id for candidate in self.candidates} <= {None, self.outage_id()}

    @invariant()
    def only_a_running_test_is_on_hold(self) -> None:
        self.db.expire_all()
        for who, known in enumerate(self.known):
            attempt = requests.attempt_of(self.db, self.candidates[who])
            known.is_on_hold &= self.is_running(who)
            assert bool(attempt and attempt.open_report) == known.is_on_hold

    @invariant()
    def versions_only_grow(self) -> None:
        self.db.expire_all()
        version = self.room.session.version
        assert version >= self.version
        assert all(candidate.version <= version for candidate in self.candidates)
        self.version = version

    @invariant()
    def see_returns(self) -> None:
        """A return is taken back unused only from a window silent when it was authorised, and heard since."""
        self.db.expire_all()
        for who, known in enumerate(self.known):
            if self.is_over(who) or self.candidates[who].admitted_until == known.admitted_until:
                continue
            assert self.candidates[who].admitted_until is None
            assert self.is_running(who)
            assert known.is_heard_since()
            assert known.was_silent or not known.is_plain
            known.admitted_until = None

    @invariant()
    def ends_never_shrink_unless_somebody_said_so(self) -> None:
        for candidate, known in zip(self.candidates, self.known, strict=True):
            attempt = requests.attempt_of(self.db, candidate)
            ends_at = attempt.ends_at if attempt else None
            if known.ends_at and not self.may_shrink:
                assert ends_at is not None
                assert ends_at >= known.ends_at
            known.ends_at = ends_at
        self.may_shrink = False

    @invariant()
    def answers_are_those_that_were_given(self) -> None:
        for candidate, known in zip(self.candidates, self.known, strict=True):
            query = select(Answer).join(Attempt).where(Attempt.candidate_id == candidate.id)
            rows = self.db.scalars(query).all()
            assert sorted((row.number, row.key) for row in rows) == sorted(known.answers.items())

    # Small words

    def outage_id(self) -> int | None:
        """The open outage, if there is one."""
        alert = outage_turns.open_in(self.db, self.room.session.id)
        return alert.id if alert else None

    def does(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        """What came of it; None when it was refused, with a sentence."""
        try:
            return verb(*args, **kwargs)
        except Refused as refused:
            self.check_sentence(refused.sentence)
            return None

    def check_sentence(self, sentence: str) -> None:
        assert sentence.endswith((".", "?"))

    def window(self, who: int, window: str) -> str:
        return (self.known[who].holder or "window-1") if window == HOLDER else window

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.latest = max(self.latest, self.now)

    def watch(self) -> None:
        self.room.watcher_back(self.now)
        self.room.look(self.now)

    def attempt_state(self, who: int) -> str | None:
        self.db.expire_all()
        attempt = requests.attempt_of(self.db, self.candidates[who])
        return attempt.state if attempt else None

    def connectivity(self, who: int) -> str | None:
        """What was last noticed of the window that holds the test."""
        attempt = requests.attempt_of(self.db, self.candidates[who])
        return attempt.connectivity if attempt else None

    def is_running(self, who: int) -> bool:
        return self.attempt_state(who) == Ending.RUNNING

    def is_over(self, who: int) -> bool:
        return self.attempt_state(who) not in (None, Ending.RUNNING)

    def started(self, who: int) -> bool:
        attempt = requests.attempt_of(self.db, self.candidates[who])
        return attempt is not None and attempt.started_at is not None


def build(db: Session) -> tuple[Room, list[Account], list[Candidate]]:
    """A session of four candidates who have joined, and two invigilators who have opened it."""
    people = [account(db, name) for name in ("staff", "claire", "karim", "lea", "malo", "ines", "tom")]
    staff, *invigilators = people[:3]
    centre = act(db, centres.add, "Lycée Camille Guérin", staff, NOW)
    session = act(db, sessions.create, centre, Plan("Site", "B204", NOW.replace(tzinfo=None), "Claire"), staff, NOW)
    act(db, sessions.enrol, session, planned()[0].candidates[:FOUR], staff, NOW)
    for person in invigilators:
        act(db, accesses.open_session, person, session.id, session.password, NOW)
    candidates = list(db.scalars(select(Candidate).where(Candidate.session_id == session.id).order_by(Candidate.id)))
    for person, candidate in zip(people[3:], candidates, strict=True):
        named = (candidate.last_name, candidate.first_name, candidate.birth_date)
        act(db, reconciliation.join, person, session.id, *named, NOW)
    return Room(db, db.get_one(CertificationSession, session.id), invigilators[0]), invigilators, candidates


def account(db: Session, name: str) -> Account:
    return act(
        db, accounts.sign_up, Passwords(fast=True), email=f"{name}@exemple.fr", password=PASSWORD, first_name=name,
        last_name="Dupont", now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "rooms"), [("sqlite", 60), ("postgres", 15)])
def test_whatever_happens_the_rules_hold(name: str, rooms: int, request: pytest.FixtureRequest) -> None:
    database = request.getfixturevalue(name)
    played = settings(
        max_examples=rooms,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],  # shrinking forty steps takes minutes: the first failure is told as it is
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(partial(AnyRoom, database), settings=played)  # type: ignore[arg-type]
