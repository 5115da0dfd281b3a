"""Messages: what is sent to one phone for one delivery, as things stand when it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from pwa.adapters.languages import translator
from pwa.domain import payload as rules
from pwa.domain.alerts import MANNERS, Kind
from pwa.domain.payload import Notification
from pwa.domain.words import Translate
from pwa.models.tables import Alert, CertificationSession, Delivery
from pwa.operations import digests, readers, wording
from pwa.operations.readers import NEVER_TAKEN, Reader
from pwa.operations.wording import Words

CHECK_TAG = "check"
"""Checks replace one another: a phone on duty never shows more than one."""


@dataclass(frozen=True)
class Message:
    """What is sent and where; `ttl` in seconds; `topic_seed` names what an update replaces, `key_id` whose
    signature the phone's push service expects."""

    endpoint: str
    p256dh: str
    auth: str
    payload: bytes
    topic_seed: str | None
    ttl: int
    key_id: str | None


def compose(delivery: Delivery, now: datetime) -> Message:
    """Return the message of a delivery, as it must be sent now."""
    device, notification = delivery.device, notify(delivery)
    write = rules.minimal if delivery.minimal else rules.compose
    return Message(
        endpoint=device.endpoint,
        p256dh=device.p256dh,
        auth=device.auth,
        payload=write(notification),
        topic_seed=None if delivery.without_topic else notification.tag,
        ttl=max(1, round((delivery.expires_at - now).total_seconds())),
        key_id=device.key_id,
    )


def notify(delivery: Delivery) -> Notification:
    """Return the notification of a delivery, in its reader's words of this moment."""
    db = object_session(delivery)
    if db is None:
        raise ValueError("a message is worded while its delivery is read")
    session_id = delivery.alert.session_id if delivery.alert else delivery.session_id
    session = db.get(CertificationSession, session_id) if session_id else None
    practice = session if session and session.training else None
    letter = _Letter(db, delivery, readers.of(db, delivery, session_id), practice)
    match delivery.purpose, delivery.alert:
        case "ring", Alert() as alert if followers := letter.gathered():
            return letter.digest([alert, *followers])
        case "ring", Alert() as alert:
            return letter.ring(alert)
        case "update", Alert() as alert:
            return letter.update(alert)
        case "message", _:
            return letter.of_the_centre()
        case "check", _:
            return letter.check()
        case _:
            return letter.trial()


def board_address(session_id: int) -> str:
    """Return the path of a session's board."""
    return f"/sessions/{session_id}/surveiller"


@dataclass(frozen=True)
class _Letter:
    """A delivery and whom it is for; `practice` is the training that it is about, if it is about one."""

    db: Session
    delivery: Delivery
    reader: Reader
    practice: CertificationSession | None

    def ring(self, alert: Alert) -> Notification:
        claim = "" if alert.claimed_at or alert.closed_at or alert.kind in NEVER_TAKEN else self._("J'y vais")
        return self._write(
            wording.ring(self._, alert, self.reader),
            url=_place(alert, self.reader),
            tag=f"alert-{alert.id}",
            version=alert.version,
            vibrate=rules.vibration(MANNERS[Kind(alert.kind)].severity),
            claim=claim,
        )

    def update(self, alert: Alert) -> Notification:
        digest = digests.that_told(self.db, alert.id, self.delivery.device_id)
        if digest:
            return self.less(alert, digest)
        return self._write(
            wording.update(self._, alert, self.reader),
            url=_place(alert, self.reader),
            tag=f"alert-{alert.id}",
            version=alert.version,
            silent=True,
        )

    def less(self, alert: Alert, digest: int) -> Notification:
        """The digest again, silently, with what is still to be answered; in the words of this alert when nothing is."""
        told = digests.alerts_of(self.db, digest)
        waiting = [one for one in told if not one.claimed_at and not one.closed_at]
        match waiting:
            case []:
                words = wording.update(self._, alert, self.reader)
            case [last]:
                words = wording.ring(self._, last, self.reader)
            case _:
                words = wording.digest(self._, waiting, self.reader)
        return self._write(
            words,
            url=self._place_of(waiting or [alert]),
            tag=f"digest-{digest}",
            version=max(one.version for one in told),
            silent=True,
        )

    def digest(self, alerts: Sequence[Alert]) -> Notification:
        """One notification for several alerts; it replaces none, and none of theirs replaces it."""
        return self._write(
            wording.digest(self._, alerts, self.reader),
            url=self._place_of(alerts),
            tag=f"digest-{self.delivery.id}",
            version=max(alert.version for alert in alerts),
            vibrate=rules.vibration(min(MANNERS[Kind(alert.kind)].severity for alert in alerts)),
        )

    def _place_of(self, alerts: Sequence[Alert]) -> str:
        one_board = len({alert.session_id for alert in alerts}) == 1
        if not self.reader.watches:
            return _place(alerts[0], self.reader)
        return board_address(alerts[0].session_id) if one_board else "/surveiller"

    def of_the_centre(self) -> Notification:
        """That there is one, and in which room: its words are for the board alone."""
        number = self.delivery.session_id or 0
        room = self.db.get_one(CertificationSession, number).room
        place = f"{board_address(number)}#messages"
        return self._write(wording.of_the_centre(self._, room), url=place, tag=f"message-{self.delivery.id}")

    def check(self) -> Notification:
        number = self.delivery.session_id
        url = board_address(number) if number else "/appareils"
        return self._write(wording.check(self._), url=url, tag=CHECK_TAG, silent=True)

    def trial(self) -> Notification:
        """One that somebody who takes duty asked for leads back there: tapped, it proves the phone."""
        number = self.delivery.session_id
        url = f"{board_address(number)}/poste#essai" if number else "/appareils"
        return self._write(wording.trial(self._), url=url, tag=f"trial-{self.delivery.id}")

    def gathered(self) -> Sequence[Alert]:
        """The alerts of the deliveries that wait in this one."""
        query = select(Alert).join(Delivery).where(Delivery.gathered_into_id == self.delivery.id)
        return self.db.scalars(query.order_by(Alert.id)).all()

    @property
    def _(self) -> Translate:
        return translator(self.reader.language)

    def _write(
        self,
        words: Words,
        *,
        url: str,
        tag: str,
        version: int = 0,
        silent: bool = False,
        vibrate: tuple[int, ...] = (),
        claim: str = "",
    ) -> Notification:
        return Notification(
            title=self._title(words),
            body=words.body,
            url=url,
            tag=self._tag(tag),
            receipts=f"/api/v1/deliveries/{self.delivery.token}",
            lang=self.reader.language,
            silent=silent,
            badge=readers.waiting_for(self.db, self.reader.account_id),
            version=version,
            vibrate=vibrate,
            claim=claim,
        )

    def _title(self, words: Words) -> str:
        """What is about a training begins by saying so."""
        name = self.practice.room if self.practice else ""
        return words.title if words.title.startswith(name) else f"{name} · {words.title}"

    def _tag(self, tag: str) -> str:
        """The numbers of what is erased may be given again; those of sessions never are."""
        return f"training-{self.practice.id}-{tag}" if self.practice else tag


def _place(alert: Alert, reader: Reader) -> str:
    """Where a tap leads: who watches the session to its board, others to the alert's own page."""
    if not reader.watches:
        return f"/alertes/{alert.id}"
    about = f"candidate-{alert.candidate_id}" if alert.candidate_id else f"alert-{alert.id}"
    return f"{board_address(alert.session_id)}#{about}"
