"""Orders: each is carried out once, whatever the network repeats, and only while what it answers still stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from pwa.domain import attempts
from pwa.domain import orders as rules
from pwa.domain.attempts import Move
from pwa.domain.errors import Illegal, Invalid
from pwa.domain.orders import Order
from pwa.domain.words import N_, Clock, Sentence
from pwa.models.tables import Account, IdempotencyKey, JournalLine
from pwa.operations.changes import Case, Change

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
CHANGED = "changed_meanwhile"
DECISIONS = {
    "presence_confirmed": N_("%(who)s a confirmé la présence de %(name)s à %(time)s"),
    "confirmation_cancelled": N_("%(who)s a annulé la confirmation de %(name)s à %(time)s"),
    "marked_absent": N_("%(who)s a noté l'absence de %(name)s à %(time)s"),
    "absence_cancelled": N_("%(who)s a annulé l'absence de %(name)s à %(time)s"),
    "resume_authorised": N_("%(who)s a autorisé la reprise de %(name)s à %(time)s"),
}
"""What the journal says of the last decision on an admission."""

TOO_LATE = N_("Cette action attendait depuis trop longtemps, pour %(name)s : elle n'a pas été faite.")


def recall(db: Session, account_id: int, key: str, path: str, now: datetime) -> dict[str, Any] | None:
    """Return what this order was answered the first time; None when it is new, and its key taken until the commit.

    Whoever sends the same order at the same moment waits here for the first one's end.
    """
    values = {"account_id": account_id, "key": rules.check_key(key), "path": path, "body": {}, "at": now}
    insert = INSERTS[db.get_bind().dialect.name](IdempotencyKey).values(values)
    if db.scalars(insert.on_conflict_do_nothing().returning(IdempotencyKey.key)).first():
        return None
    known = db.get_one(IdempotencyKey, (account_id, key), populate_existing=True)
    if known.path != path:
        raise Invalid(N_("Cette action a déjà servi à autre chose. Rechargez la page, puis recommencez."), "key_reused")
    return known.body


def keep(db: Session, account_id: int, key: str, body: dict[str, Any] | None) -> None:
    """Keep what an order was answered; nothing is kept of one that was not carried out."""
    mine = (IdempotencyKey.account_id == account_id, IdempotencyKey.key == key)
    verb = delete(IdempotencyKey) if body is None else update(IdempotencyKey).values(body=body)
    db.execute(verb.where(*mine).execution_options(synchronize_session=False))


def forget_old(db: Session, now: datetime) -> None:
    """Forget the keys that no page sends again any more."""
    old = delete(IdempotencyKey).where(IdempotencyKey.at <= now - rules.KEPT_FOR)
    db.execute(old.execution_options(synchronize_session=False))


def settled(case: Case, move: Move, order: Order) -> Change | None:
    """Return the change, with nothing in it, when somebody made that move since the order's page was drawn.

    None when the order is to be carried out; `Illegal` when something else was decided since, or it is of another day.
    """
    change, candidate = case.change, case.candidate
    is_overtaken = order.seen is not None and candidate.decision > order.seen
    if is_overtaken and rules.is_so(move, attempts.state(case.facts, change.now)):
        return change.found_so(Sentence(N_("Déjà fait\u00a0: %(decision)s."), decision=_decided(case)))
    if is_overtaken:
        raise Illegal(Sentence(N_("Entre-temps, %(decision)s."), decision=_decided(case)), CHANGED)
    if rules.is_stale(order, change.now):
        raise Illegal(Sentence(TOO_LATE, name=candidate.full_name), CHANGED)
    return None


def _decided(case: Case) -> str:
    """Return who decided last, what and when."""
    db, candidate = case.change.db, case.candidate
    query = select(JournalLine).where(
        JournalLine.session_id == candidate.session_id,
        JournalLine.candidate_id == candidate.id,
        JournalLine.word.in_(DECISIONS),
    )
    line = db.scalars(query.order_by(JournalLine.position.desc()).limit(1)).one()
    actor = db.get(Account, int(line.actor.partition(":")[2]))
    time = Clock(line.at, candidate.session.zone)
    who = actor.full_name if actor else N_("un surveillant")
    return Sentence(DECISIONS[line.word], who=who, name=candidate.full_name, time=time)
