"""Claims: somebody takes an alert (« J'y vais »), or gives it back (« Je ne peux pas »)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from pwa.domain.errors import Illegal, Missing
from pwa.domain.words import N_, Sentence
from pwa.models.tables import Account, Alert, Candidate, Span
from pwa.operations import alert_events, changes, escalations, outbox, receipts, rights
from pwa.operations.changes import Change

ABOUT_AN_INTERRUPTION = ("window_closed", "connection_lost", "resume_requested", "room_outage")
"""The kinds of alert whose taking says from when on an invigilator looks after an interruption; the rule for lost time
may count from then."""
OVER = N_("Cette alerte est déjà close : il n'y a plus rien à faire.")
MOVED = N_("Ce téléphone a changé de compte depuis cette alerte : elle n'est plus pour lui.")
RIGHT_LOST = N_("Vous ne surveillez plus cette session : un autre surveillant doit s'en occuper.")
NOT_THEIRS = N_("Cette alerte n'est pas à vous : il n'y a rien à rendre.")


def take(change: Change, candidate: Candidate) -> None:
    """Note that somebody looks after the interruption that lasts, if there is one and nobody did before."""
    query = update(Span).where(Span.candidate_id == candidate.id, Span.ended_at.is_(None), Span.claimed_at.is_(None))
    change.db.execute(query.values(claimed_at=change.now).execution_options(synchronize_session="fetch"))


def claim(change: Change, alert_id: int, account: Account) -> Alert:
    """Let this person take the alert; raises `Missing` when it is none of the session's, `Illegal` when it is over.

    Their right to is looked at here, under the session's row: it may have been withdrawn a moment ago.
    """
    alert = _open_alert(change, alert_id)
    if not rights.may_answer(change.db, account.id, alert):
        raise Illegal(RIGHT_LOST, "right_lost")
    if alert.claimed_by and alert.claimed_by_id != account.id:
        raise Illegal(Sentence(N_("%(name)s s'en occupe déjà."), name=alert.claimed_by.full_name), "alert_claimed")
    if alert.claimed_at is None:
        _take(change, alert, account)
    return alert


def claim_by_token(db: Session, token: str, now: datetime) -> Alert:
    """Let the person whom a message was for take its alert; the token is the right to, as long as theirs lasts."""
    delivery = receipts.find(db, token)
    alert, account_id = delivery.alert, delivery.account_id or delivery.device.account_id
    if alert is None or receipts.is_digest(db, delivery):
        raise Missing
    if delivery.device.account_id != account_id:
        raise Illegal(MOVED, "device_moved")
    change = changes.begin(db, alert.session_id, changes.by_account(account_id), now)
    return claim(change, alert.id, db.get_one(Account, account_id))


def give_back(change: Change, alert_id: int, account: Account) -> Alert:
    """Let this person give back the alert they had taken: everybody else is rung at once."""
    alert = _open_alert(change, alert_id)
    if alert.claimed_by_id != account.id:
        raise Illegal(NOT_THEIRS, "alert_not_yours")
    _give_back(change, alert, account)
    return alert


def give_all_back(change: Change, account: Account) -> None:
    """Give back what this person holds of the session: they leave it."""
    for alert in _held_by(change, account):
        _give_back(change, alert, account)


def give_back_lost(change: Change, account: Account) -> None:
    """Give back what this person holds of the session without a right to it any more."""
    for alert in _held_by(change, account):
        if not rights.may_answer(change.db, account.id, alert):
            _give_back(change, alert, account)


def give_back_all_lost(change: Change) -> None:
    """Give back what anybody holds of the session without a right to it any more: they could not do it themselves."""
    held = select(Alert).where(
        Alert.session_id == change.session_id, Alert.claimed_by_id.is_not(None), Alert.closed_at.is_(None)
    )
    for alert in change.db.scalars(held.order_by(Alert.id).execution_options(populate_existing=True)).all():
        if alert.claimed_by and not rights.may_answer(change.db, alert.claimed_by.id, alert):
            _give_back(change, alert, alert.claimed_by)


def where_held(db: Session, account: Account) -> set[int]:
    """Return the sessions of which this person holds an alert, as one next door or staff may of another than theirs."""
    held = select(Alert.session_id).where(Alert.claimed_by_id == account.id, Alert.closed_at.is_(None))
    return set(db.scalars(held))


def _take(change: Change, alert: Alert, account: Account) -> None:
    alert.claimed_at, alert.claimed_by = change.now, account
    alert.escalate_at = None
    alert.touch(change.version)
    alert_events.write(change, alert, "claimed", account=account)
    outbox.tell_the_rung(change, alert, "claimed")
    if alert.kind in ABOUT_AN_INTERRUPTION:
        _look_after(change, alert)
    change.journal("alert_claimed", alert.candidate, alert=alert.id, kind=alert.kind)


def _give_back(change: Change, alert: Alert, account: Account) -> None:
    alert.claimed_at = alert.claimed_by = None
    alert.touch(change.version)
    alert_events.write(change, alert, "given_back", account=account)
    escalations.go_on(change, alert)
    change.journal("alert_given_back", alert.candidate, alert=alert.id, kind=alert.kind)


def _held_by(change: Change, account: Account) -> Sequence[Alert]:
    held = select(Alert).where(
        Alert.session_id == change.session_id, Alert.claimed_by_id == account.id, Alert.closed_at.is_(None)
    )
    return change.db.scalars(held.order_by(Alert.id).execution_options(populate_existing=True)).all()


def _open_alert(change: Change, alert_id: int) -> Alert:
    query = select(Alert).where(Alert.id == alert_id, Alert.session_id == change.session_id)
    alert = change.db.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if alert is None:
        raise Missing
    if alert.closed_at:
        raise Illegal(OVER, "alert_closed")
    return alert


def _look_after(change: Change, alert: Alert) -> None:
    """Whoever takes an alert about interruptions looks after all of them: an outage's are those it holds."""
    hit = or_(Candidate.id == alert.candidate_id, Candidate.outage_id == alert.id)
    for candidate in change.db.scalars(select(Candidate).where(hit).order_by(Candidate.id)).all():
        take(change, candidate)
