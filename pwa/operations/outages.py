"""Outages: one alert for a room that falls silent at once; it holds its candidates until each is back or called for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.domain import alerts
from pwa.domain import outages as rules
from pwa.domain.alerts import LOSSES, Cause, Kind
from pwa.domain.connectivity import HIDDEN_LOST_AFTER
from pwa.domain.facts import Facts
from pwa.domain.outages import Moment, Page
from pwa.domain.spans import TOGETHER
from pwa.models.tables import Alert, Candidate
from pwa.operations import alert_events, outage_turns, pages
from pwa.operations.alerts import FOLDED, close_one, open_of, open_one
from pwa.operations.changes import Case, Change

NOT_AT_ALL = timedelta(0)


def has_news(db: Session, session_id: int, now: datetime) -> bool:
    """Tell whether a session's open outage is over, or tells something else than it did."""
    alert = outage_turns.open_in(db, session_id)
    if alert is None:
        return False
    turn = outage_turns.turn(db, alert, now)
    return turn.is_over or (turn.returned_at, turn.culprit) != (alert.returned_at, alert.detail)


def settle(case: Case, *, newly_gone: bool) -> None:
    """Let an outage tell the loss of this candidate, or no more, and bring the outage itself up to date.

    Only one who is `newly_gone` raises one: who was called for alone stays so.
    """
    change, candidate = case.change, case.candidate
    outage, loss = outage_turns.open_in(change.db, change.session_id), _loss(case)
    if loss is None:
        candidate.outage_id = None
    elif candidate.outage_id is None:
        outage = _take_along(case, loss, outage, newly_gone)
    if outage:
        _follow(change, outage)


def _loss(case: Case) -> Cause | None:
    """Return what would be told of this candidate if no outage did."""
    causes = alerts.causes(replace(case.facts, held=False), case.change.now)
    return next((cause for cause in causes if cause.kind in LOSSES), None)


def _take_along(case: Case, loss: Cause, outage: Alert | None, newly_gone: bool) -> Alert | None:
    change, facts = case.change, case.facts
    moment = Moment(loss.since, change.now, facts.resumed_at)
    slow = _is_slow(facts, loss)
    silent = rules.suspects(pages.of_session(change.db, change.session_id), moment) if newly_gone and not slow else []
    if silent:
        outage = _raise_or_go_on(change, outage, moment, silent)
        _fold(change, outage, moment)
        _hold(case, outage, loss)
    elif outage and _belongs(case, loss, outage, slow):
        _hold(case, outage, loss)
    return outage


def _is_slow(facts: Facts, loss: Cause) -> bool:
    """Whether the page was hidden: its silence began long before it says anything."""
    return loss.kind is Kind.CONNECTION_LOST and bool(facts.test and facts.test.hidden_since)


def _belongs(case: Case, loss: Cause, outage: Alert, slow: bool) -> bool:
    if any(kind in LOSSES for kind, _ in open_of(case.change.db, case.candidate.id)):
        return False
    hidden_for = HIDDEN_LOST_AFTER if slow else NOT_AT_ALL
    return rules.belongs(loss.since, hidden_for, outage_turns.facts_of(case.change.db, outage))


def _raise_or_go_on(change: Change, outage: Alert | None, moment: Moment, silent: Sequence[Page]) -> Alert:
    if outage is None:
        since = min(page.last_sign for page in silent)
        culprit = outage_turns.culprit(change.db, change.session_id, moment, silent)
        return open_one(change, Cause(Kind.ROOM_OUTAGE, since, culprit.value))
    if rules.begins_again(moment.last_sign, outage_turns.facts_of(change.db, outage)):
        outage.since, outage.returned_at = min(page.last_sign for page in silent), None
        outage.touch(change.version)
        change.journal("outage_again", alert=outage.id)
    return outage


def _fold(change: Change, outage: Alert, moment: Moment) -> None:
    """Take in those who were called for alone a moment before."""
    alone = select(Alert).where(
        Alert.session_id == change.session_id,
        Alert.closed_at.is_(None),
        Alert.kind.in_([kind.value for kind in LOSSES]),
        Alert.since.between(moment.last_sign - TOGETHER, moment.last_sign + TOGETHER),
    )
    for alert in change.db.scalars(alone.order_by(Alert.candidate_id)).all():
        close_one(change, alert, FOLDED)
        alert.folded_into_id = outage.id
        if alert.candidate:
            alert.candidate.outage_id = outage.id
            alert.candidate.version = change.version
    change.db.flush()


def _hold(case: Case, outage: Alert, loss: Cause) -> None:
    """Have the outage tell this loss: its alert is kept, folded from the beginning, and nobody is called for it."""
    change, candidate = case.change, case.candidate
    candidate.outage_id = outage.id
    outage.touch(change.version)
    folded = Alert(
        session_id=change.session_id,
        candidate_id=candidate.id,
        folded_into_id=outage.id,
        kind=loss.kind.value,
        detail=loss.detail,
        dedupe_key=f"{candidate.id}:{loss.kind}:{loss.detail}",
        version=change.version,
        since=loss.since,
        raised_at=change.now,
        closed_at=change.now,
        closed_why=FOLDED,
    )
    change.db.add(folded)
    change.db.flush()
    alert_events.write(change, folded, "folded")
    change.journal("loss_held", candidate, alert=outage.id, kind=loss.kind.value)
    change.db.flush()


def _follow(change: Change, outage: Alert) -> None:
    """Write down what the outage has become."""
    turn = outage_turns.turn(change.db, outage, change.now)
    if (turn.returned_at, turn.culprit) != (outage.returned_at, outage.detail):
        if turn.returned_at and not outage.returned_at:
            change.journal("outage_returned", alert=outage.id)
        outage.returned_at, outage.detail = turn.returned_at, turn.culprit.value
        outage.touch(change.version)
    if turn.is_over:
        close_one(change, outage, "missing" if turn.missing else "returned")
        _let_go(change, outage)
    change.db.flush()


def _let_go(change: Change, outage: Alert) -> None:
    """Whoever is still missing is looked at now, each for themselves."""
    missing = update(Candidate).where(Candidate.outage_id == outage.id)
    change.db.execute(missing.values(outage_id=None, look_at=change.now).execution_options(synchronize_session="fetch"))
