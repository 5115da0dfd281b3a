"""Messages: the words that ring a phone, discreet by default (seat and initials)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pwa.domain import alerts, names
from pwa.domain import payload as rules
from pwa.models.tables import Alert, Candidate, CertificationSession, Delivery


@dataclass(frozen=True)
class Message:
    """What is sent and where; `ttl` in seconds; `topic_seed` names what an update replaces."""

    endpoint: str
    p256dh: str
    auth: str
    payload: bytes
    topic_seed: str | None
    ttl: int


@dataclass(frozen=True)
class Words:
    """What a notification says and opens."""

    title: str
    body: str
    url: str
    tag: str


def compose(delivery: Delivery, now: datetime) -> Message:
    """Return the message of a delivery, as it must be sent now."""
    tell = check_words if delivery.purpose == "check" else trial_words
    words = alert_words(delivery.alert) if delivery.alert else tell(delivery)
    device = delivery.device
    return Message(
        endpoint=device.endpoint,
        p256dh=device.p256dh,
        auth=device.auth,
        payload=_payload(delivery, words),
        topic_seed=None if delivery.without_topic else words.tag,
        ttl=max(1, round((delivery.expires_at - now).total_seconds())),
    )


def alert_words(alert: Alert) -> Words:
    """Return the words of an alert: room, seat, what; then since when and who, by initials."""
    candidate, session = alert.candidate, alert.session
    since = f"{alert.since.astimezone(ZoneInfo(session.zone)):%H h %M}"
    what = alerts.sentence(alerts.Kind(alert.kind), alert.detail)
    if candidate is None:
        return Words(f"{session.room} · {what}", f"Depuis {since}.", board_address(session), f"alert-{alert.id}")
    where = f"poste {candidate.seat}" if candidate.seat else _initials(candidate)
    return Words(
        title=f"{session.room} · {where} · {what}",
        body=f"{_initials(candidate)} · depuis {since}. Touchez pour ouvrir sa fiche.",
        url=f"{board_address(session)}#candidate-{candidate.id}",
        tag=f"alert-{alert.id}",
    )


def trial_words(delivery: Delivery) -> Words:
    """Return the words of a trial."""
    return Words(
        title="Notification d'essai",
        body="Ce téléphone reçoit les alertes de vos sessions.",
        url=duty_address(delivery.session_id) if delivery.session_id else "/appareils",
        tag=f"trial-{delivery.id}",
    )


def check_words(delivery: Delivery) -> Words:
    """Return the words of a check, which one after another replaces."""
    url = f"/sessions/{delivery.session_id}/surveiller"
    return Words("Toujours relié", "Ce téléphone reçoit les alertes de vos sessions.", url, "check")


def duty_address(number: int) -> str:
    """Return the path that the trial of somebody who takes duty leads to: tapped, it ends there."""
    return f"/sessions/{number}/surveiller/poste#essai"


def board_address(session: CertificationSession) -> str:
    """Return the path of a session's board."""
    return f"/sessions/{session.number}/surveiller"


def _initials(candidate: Candidate) -> str:
    return names.initials(candidate.first_name, candidate.last_name)


def _payload(delivery: Delivery, words: Words) -> bytes:
    receipts = f"/api/v1/deliveries/{delivery.token}"
    shown, opened = f"{receipts}/shown", f"{receipts}/opened"
    if delivery.minimal:
        return rules.minimal(words.title, words.url, words.tag, shown, opened)
    silent = delivery.purpose == "check"
    return rules.compose(words.title, words.body, words.url, words.tag, shown, opened, silent=silent)
