"""Trainings played: the watcher has made-up candidates do what real ones do, by the same operations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from pwa.domain import admission, scenario
from pwa.domain.alerts import MANNERS, Kind
from pwa.domain.connectivity import GONE
from pwa.domain.scenario import Act, Seen, Step
from pwa.models.tables import Account, Alert, Attempt, Candidate, Training
from pwa.operations import answers, beats, entries, reconciliation, requests, visits
from pwa.operations.beats import Sign
from pwa.operations.visits import Hello

NO_PASSWORD = "!"  # noqa: S105  no hash of anything
CALLING = tuple(kind.value for kind in Kind if MANNERS[kind].calls and kind is not Kind.DEVICE_SILENT)
FIRST_PAGE, OTHER_PAGE = "page-1", "page-2"
MACHINE, OTHER_MACHINE = "poste-1", "poste-2"


@dataclass(frozen=True)
class Player:
    """A made-up candidate: their place in the list, their row, their test."""

    who: int
    candidate: Candidate
    attempt: Attempt | None

    @property
    def runs(self) -> bool:
        return self.attempt is not None and self.attempt.state == "running"

    @property
    def is_over(self) -> bool:
        return self.attempt is not None and self.attempt.state != "running"

    @property
    def is_heard(self) -> bool:
        """Tell whether a page of theirs holds the test."""
        attempt = self.attempt
        return attempt is not None and self.runs and attempt.epoch is not None and attempt.goodbye_at is None


def play(db: Session, training_id: int, now: datetime) -> bool:
    """Do the next thing that is due in a training, in the caller's transaction; tells whether there was one."""
    training = _held(db, training_id)
    if training is None:
        return False
    players = _players(db, training)
    return _go_on(db, training, players, now) or any(_live(db, training, player, now) for player in players)


def beat(db: Session, training_id: int, now: datetime) -> None:
    """Have all who are heard give a sign of life, those whose last one is old enough."""
    training = db.get(Training, training_id)
    for player in _players(db, training) if training else ():
        attempt = player.attempt
        if attempt is None or not player.is_heard or scenario.is_away(player.who, training.played if training else 0):
            continue
        if now - attempt.last_heartbeat_at >= scenario.BEATS_EVERY and attempt.epoch:
            beats.beat(db, attempt.id, attempt.epoch, Sign(attempt.seq + 1, visible=True), now)


def _go_on(db: Session, training: Training, players: Sequence[Player], now: datetime) -> bool:
    """Play the scenario's next step once its hour has come and its gate is open."""
    step = scenario.next_step(training.played)
    if step is None or now < scenario.due_at(step, training.begun_at, training.speed):
        return False
    player = players[step.who]
    if not scenario.is_ready(step, _seen(db, training, players, player, now)):
        return False
    training.begun_at = scenario.begun_at(step, now, training.speed)
    training.played += 1
    if scenario.next_step(training.played) is None:
        training.erase_at = min(training.erase_at, now + scenario.KEPT)
    if not player.is_over:
        _act(db, step, player, now)
    db.flush()
    return True


def _act(db: Session, step: Step, player: Player, now: datetime) -> None:
    candidate, attempt = player.candidate, player.attempt
    match step.act:
        case Act.ASKS:
            _join(db, candidate, now)
            requests.wait(db, candidate, now, FIRST_PAGE, MACHINE)
        case Act.CLOSES if attempt and attempt.epoch:
            beats.goodbye(db, attempt.id, attempt.epoch, now)
        case Act.RETURNS:
            requests.wait(db, candidate, now, FIRST_PAGE, MACHINE)
        case Act.MOVES if attempt:
            visits.hello(db, attempt.id, Hello(_epoch(), None, 0, OTHER_MACHINE), now)


def _live(db: Session, training: Training, player: Player, now: datetime) -> bool:
    """Have a candidate do what they do by themselves: come in once let in, go on asking, answer."""
    if player.is_over or not scenario.is_here(player.who, training.played):
        return False
    return _enter(db, training, player, now) or _go_on_asking(db, training, player, now) or _answer(
        db, training, player, now
    )  # fmt: skip


def _enter(db: Session, training: Training, player: Player, now: datetime) -> bool:
    candidate, until = player.candidate, player.candidate.admitted_until
    moved = scenario.has_moved(player.who, training.played)
    if until is None or not admission.is_live(until, now) or (player.is_heard and not moved):
        return False
    if now < admission.given_at(until) + scenario.ENTERS_AFTER:
        return False
    if candidate.account_id is None:
        _join(db, candidate, now)
    attempt = entries.enter(db, candidate, training.session.access_code, now)
    visits.hello(db, attempt.id, Hello(_epoch(), None, 0, OTHER_MACHINE if moved else MACHINE), now)
    return True


def _go_on_asking(db: Session, training: Training, player: Player, now: datetime) -> bool:
    candidate = player.candidate
    seen_at = candidate.request_seen_at
    if candidate.request is None or seen_at is None or now - seen_at < requests.SEEN_EVERY:
        return False
    moved = scenario.has_moved(player.who, training.played)
    page, machine = (OTHER_PAGE, OTHER_MACHINE) if moved else (FIRST_PAGE, MACHINE)
    requests.wait(db, candidate, now, page, machine, again=True)
    db.expire(candidate)
    return True


def _answer(db: Session, training: Training, player: Player, now: datetime) -> bool:
    """Answer the next question in its time; whoever waits at another machine does not."""
    attempt, candidate = player.attempt, player.candidate
    if attempt is None or not player.is_heard or attempt.epoch is None:
        return False
    if candidate.request or admission.is_live(candidate.admitted_until, now):
        return False
    if attempt.started_at is None or attempt.ends_at is None:
        return False
    number = attempt.question
    moment = scenario.answers_at(player.who, training.played, number, attempt.started_at, attempt.ends_at)
    if moment is None or now < moment:
        return False
    answers.answer(db, attempt.id, attempt.epoch, number, f"{number}", ([0], ""), scenario.QUESTIONS, now)
    return True


def _join(db: Session, candidate: Candidate, now: datetime) -> None:
    """Give a candidate an account that nobody can sign in to, and tie it."""
    account = Account(
        email=f"candidat-{candidate.id}@entrainement-{candidate.session_id}.invalid",
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        password_hash=NO_PASSWORD,
        created_at=now,
        simulated=True,
    )
    db.add(account)
    db.flush()
    name = (candidate.last_name, candidate.first_name)
    reconciliation.join(db, account, candidate.session_id, *name, candidate.birth_date, now)


def _seen(db: Session, training: Training, players: Sequence[Player], player: Player, now: datetime) -> Seen:
    open_ones = Alert.session_id == training.session_id, Alert.closed_at.is_(None)
    return Seen(
        running=player.is_heard,
        gone=player.attempt is not None and player.attempt.connectivity in GONE,
        over=player.is_over,
        calm=not db.scalar(select(exists().where(*open_ones, Alert.kind.in_(CALLING)))),
        done=_is_done(players, now),
    )


def _is_done(players: Sequence[Player], now: datetime) -> bool:
    """Tell whether everybody is over or absent; whoever never comes may be left as they are."""
    return all(
        player.is_over or player.candidate.absent_at or not scenario.is_here(player.who, len(scenario.STEPS))
        for player in players
    )


def _held(db: Session, training_id: int) -> Training | None:
    """Take a training before anything of its session; None when another watcher plays it, or it is gone."""
    query = select(Training).where(Training.id == training_id).with_for_update(skip_locked=True)
    return db.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _players(db: Session, training: Training) -> list[Player]:
    query = (
        select(Candidate, Attempt)
        .outerjoin(Attempt, Attempt.candidate_id == Candidate.id)
        .where(Candidate.session_id == training.session_id)
        .order_by(Candidate.id)
        .execution_options(populate_existing=True)
    )
    return [Player(index, candidate, attempt) for index, (candidate, attempt) in enumerate(db.execute(query))]


def _epoch() -> str:
    return token_urlsafe(12)
