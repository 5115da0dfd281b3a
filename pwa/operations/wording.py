"""Wording: what a notification says to its reader, in their language, discreet unless they chose otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pwa.domain import names
from pwa.domain.alerts import MANNERS, REPORTED, SECONDS, Kind
from pwa.domain.words import CLOCK, Translate
from pwa.models.tables import Alert, Candidate
from pwa.operations.readers import Reader

MOST_NAMED = 6
"""Alerts told one by one in a notification that gathers several."""
TIME_KINDS = (Kind.TIME_NEARLY_OVER, Kind.TIME_OVER)
FOLDED = "folded"


@dataclass(frozen=True)
class Words:
    """The two lines of a notification."""

    title: str
    body: str


def ring(_: Translate, alert: Alert, reader: Reader) -> Words:
    """Room, seat, what; then who (by initials, or by name for who chose so), since when, and what a tap does."""
    since = _since(_, alert)
    if alert.candidate is None:
        return Words(f"{alert.session.room} · {what(_, alert)}", _("Depuis %(since)s. Touchez pour ouvrir.") % since)
    said = since | {"who": _who(alert.candidate, reader)}
    return Words(_headline(_, alert, reader), _("%(who)s · depuis %(since)s. Touchez pour ouvrir sa fiche.") % said)


def update(_: Translate, alert: Alert, reader: Reader) -> Words:
    """What became of an alert that this phone was rung for."""
    return Words(_outcome(_, alert, reader), _headline(_, alert, reader))


def digest(_: Translate, alerts: Sequence[Alert], reader: Reader) -> Words:
    """Several alerts in one notification: how many, then each in a few words, the most severe first."""
    rooms = sorted({alert.session.room for alert in alerts})
    urgent = sorted(alerts, key=lambda alert: (MANNERS[Kind(alert.kind)].severity, alert.id))
    lines = [_headline(_, alert, reader, with_room=len(rooms) > 1) for alert in urgent[:MOST_NAMED]]
    more = ["…"] if len(urgent) > MOST_NAMED else []
    return Words(f"{', '.join(rooms)} · {_how_many(_, alerts)}", "\n".join(lines + more))


def of_the_centre(_: Translate, room: str) -> Words:
    """A message of the centre waits on the board; what it says, and of whom, is not for a lock screen."""
    what = _("message du centre")
    return Words(f"{room} · {what}", _("Touchez pour le lire."))


def check(_: Translate) -> Words:
    """A silent word to a phone on duty, which answers that it was shown."""
    return Words(_("Toujours relié"), _("Ce téléphone reçoit les alertes de vos sessions."))


def trial(_: Translate) -> Words:
    """A trial, asked for by the person who holds the phone."""
    return Words(_("Notification d'essai"), _("Ce téléphone reçoit les alertes de vos sessions."))


def what(_: Translate, alert: Alert) -> str:
    """The few words that name an alert."""
    match Kind(alert.kind), alert.detail:
        case Kind.TIME_NEARLY_OVER, minutes:
            return _("fin dans moins de %(minutes)s min") % {"minutes": minutes}
        case Kind.QUESTION_REPORT, number if number:
            return _(REPORTED) % {"number": number}
        case Kind.SECOND_WINDOW, detail if detail in SECONDS:
            return _(SECONDS[detail])
        case Kind.ROOM_OUTAGE, "centre":
            return _("réseau du centre coupé")
        case Kind.ROOM_OUTAGE, "everywhere":
            return _("réseau coupé dans plusieurs centres")
        case Kind.ROOM_OUTAGE, "windows":
            return _("fenêtres fermées au même moment")
        case Kind.DEVICE_SILENT, _detail if alert.about:
            return _("téléphone de %(name)s injoignable") % {"name": alert.about.full_name}
        case kind, _detail:
            return _(MANNERS[kind].sentence)


def _outcome(_: Translate, alert: Alert, reader: Reader) -> str:
    if alert.closed_at:
        return _("Repris dans une coupure de la salle") if alert.closed_why == FOLDED else _("Réglé")
    if alert.claimed_by is None:
        return _("Personne ne s'en occupe")
    if alert.claimed_by_id == reader.account_id:
        return _("Vous vous en occupez")
    return _("%(name)s s'en occupe") % {"name": alert.claimed_by.full_name}


def _headline(_: Translate, alert: Alert, reader: Reader, *, with_room: bool = True) -> str:
    parts = [alert.session.room] if with_room else []
    if alert.candidate:
        seat = alert.candidate.seat
        parts.append(_("poste %(seat)s") % {"seat": seat} if seat else _who(alert.candidate, reader))
    return " · ".join([*parts, what(_, alert)])


def _how_many(_: Translate, alerts: Sequence[Alert]) -> str:
    """Time runs out for everybody at once: what they have in common is said; anything else is counted."""
    first = alerts[0]
    alike = {(alert.kind, alert.detail, alert.session_id) for alert in alerts} == {
        (first.kind, first.detail, first.session_id)
    }
    if alike and Kind(first.kind) in TIME_KINDS:
        count = _("%(count)s candidats") % {"count": len(alerts)}
        return f"{count} · {what(_, first)}"
    return _("%(count)s alertes") % {"count": len(alerts)}


def _since(_: Translate, alert: Alert) -> dict[str, str]:
    moment: datetime = alert.since.astimezone(ZoneInfo(alert.session.zone))
    return {"since": _(CLOCK) % {"hour": f"{moment:%H}", "minute": f"{moment:%M}"}}


def _who(candidate: Candidate, reader: Reader) -> str:
    if reader.discreet:
        return names.initials(candidate.first_name, candidate.last_name)
    return names.full_name(candidate.first_name, candidate.last_name)
