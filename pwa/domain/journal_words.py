"""The journal in French: one sentence for each word that is ever written, with what its details say."""

import re
from collections.abc import Mapping
from typing import Any

from pwa.domain import alerts, finalisation, spans
from pwa.domain.facts import Connectivity, Request

SENTENCES = {
    "session_created": "Session créée",
    "candidates_enrolled": "Candidats inscrits : %(count)s",
    "access_opened": "Session ouverte par un surveillant",
    "access_left": "Session quittée par un surveillant",
    "alerts_arranged": "Règles des alertes changées",
    "preferences_saved": "Préférences d'alerte changées",
    "duty_taken": "Prise de poste",
    "duty_left": "Poste relevé",
    "duty_lapsed": "Prise de poste perdue",
    "watch_gap": "Surveillance automatique interrompue",
    "web_gap": "Service interrompu",
    "outage_again": "Coupure de la salle, de nouveau",
    "outage_returned": "Salle revenue",
    "session_finalised": "Session finalisée",
    "joined": "A rejoint la session",
    "asked": "%(request)s",
    "request_withdrawn": "Demande retirée : page fermée",
    "request_forgotten": "Demande oubliée : page muette",
    "presence_confirmed": "Présence confirmée",
    "confirmation_cancelled": "Confirmation annulée",
    "marked_absent": "Marqué absent",
    "absence_cancelled": "Absence annulée",
    "entered": "Entré avec le code d'accès",
    "resumed": "Revenu dans le test",
    "resume_authorised": "Reprise autorisée",
    "resume_not_needed": "Revenu sans avoir besoin de l'autorisation",
    "window_opened": "Page du test ouverte",
    "test_started": "Test commencé",
    "test_completed": "Test terminé par le candidat",
    "test_ended": "Test terminé par le surveillant",
    "test_ended_by_finalisation": "Test terminé à la finalisation",
    "test_expired": "Délai de 24 heures dépassé",
    "test_out_of_time": "Fin automatique, temps écoulé",
    "test_reopened": "Test rouvert",
    "unfinished_because": "Test inachevé : %(why)s",
    "connectivity": "Signal : %(signal)s",
    "alert_raised": "Alerte : %(alert)s",
    "alert_closed": "Alerte close : %(alert)s",
    "alert_claimed": "« J'y vais » : %(alert)s",
    "alert_given_back": "« Je ne peux pas » : %(alert)s",
    "alert_escalated": "Alerte sans réponse : d'autres sont appelés",
    "alert_unheard": "Alerte sans aucun téléphone à appeler",
    "alert_shown": "Alerte affichée sur un téléphone",
    "loss_held": "Pris dans la coupure de la salle : %(alert)s",
    "time_granted": "%(minutes)s min ajoutées",
    "time_taken": "%(minutes)s min retirées",
    "time_compensated": "Temps perdu accordé : %(minutes)s min",
    "compensation_declined": "Temps perdu non accordé",
    "kept_out": "Place gardée telle quelle",
    "place_claimed": "Place demandée par un autre compte",
    "handed_over": "Place donnée à l'autre compte",
    "seat_changed": "Place changée : %(seat)s",
    "seat_plan_chosen": "Plan de la salle choisi",
    "seat_plan_redrawn": "Salle redessinée",
    "note_added": "Note ajoutée",
    "note_withdrawn": "Note annulée",
}
REQUESTS = {Request.ENTRY: "Demande à entrer", Request.RESUME: "Demande à reprendre"}
HEARD = {Connectivity.CONNECTED: "connecté", Connectivity.UNSTABLE: "instable"}
PLACES = re.compile(r"%\((\w+)\)s")


def sentence(word: str, details: Mapping[str, Any]) -> str:
    """Return what a line says, to be filled with `values`; a word of another version speaks for itself."""
    if word == "time_granted" and details.get("minutes", 0) < 0:
        word = "time_taken"
    if word == "alert_escalated" and details.get("rung") == 0:
        word = "alert_unheard"
    return SENTENCES.get(word, word)


def values(sentence: str, details: Mapping[str, Any]) -> dict[str, str]:
    """Return what fills each place of a sentence, be it nothing."""
    known = _known(details)
    return {place: known.get(place, "") for place in PLACES.findall(sentence)}


def _known(details: Mapping[str, Any]) -> dict[str, str]:
    found = {name: str(details[name]) for name in ("count",) if name in details}
    if "seat" in details:
        found["seat"] = f"poste {details['seat']}" if details["seat"] else "à placer"
    if "minutes" in details:
        found["minutes"] = str(abs(details["minutes"]))
    if "why" in details and details["why"] in list(finalisation.Why):
        found["why"] = finalisation.LABELS[finalisation.Why(details["why"])].lower()
    if "to" in details:
        found["signal"] = _signal(Connectivity(details["to"]))
    if "kind" in details:
        found |= _kind(details["kind"], details.get("detail") or "")
    return found


def _signal(reading: Connectivity) -> str:
    return HEARD.get(reading) or spans.WORDS[spans.LABELS[reading]].label


def _kind(kind: str, detail: str) -> dict[str, str]:
    """A kind is what was asked for, or an alert's."""
    if kind in list(Request):
        return {"request": REQUESTS[Request(kind)]}
    known = alerts.Kind(kind)
    bare = known is alerts.Kind.TIME_NEARLY_OVER and not detail
    return {"alert": alerts.MANNERS[known].sentence if bare else alerts.sentence(known, detail)}
