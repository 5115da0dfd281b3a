"""The journal in French: one sentence for each word that is ever written, with what its details say."""

import re
from collections.abc import Mapping
from typing import Any

from pwa.domain import alerts, finalisation, question_reports, spans
from pwa.domain.centre_messages import Audience
from pwa.domain.facts import Connectivity, Request
from pwa.domain.words import N_, Sentence

SENTENCES = {
    "session_created": N_("Session créée"),
    "session_changed": N_("Session modifiée"),
    "session_archived": N_("Session archivée"),
    "session_restored": N_("Session remise dans la liste"),
    "password_renewed": N_("Mot de passe de la session renouvelé"),
    "candidates_enrolled": N_("Candidats inscrits : %(count)s"),
    "enrolment_added": N_("Inscription ajoutée"),
    "enrolment_changed": N_("Inscription modifiée"),
    "enrolment_removed": N_("Inscription retirée"),
    "enrolment_sent": N_("Inscription déplacée vers la session %(session)s"),
    "enrolment_received": N_("Inscription venue de la session %(session)s"),
    "access_opened": N_("Session ouverte par un surveillant"),
    "access_left": N_("Session quittée par un surveillant"),
    "alerts_arranged": N_("Règles des alertes changées"),
    "preferences_saved": N_("Préférences d'alerte changées"),
    "duty_taken": N_("Prise de poste"),
    "duty_left": N_("Poste relevé"),
    "duty_lapsed": N_("Prise de poste perdue"),
    "watch_gap": N_("Surveillance automatique interrompue"),
    "web_gap": N_("Service interrompu"),
    "outage_again": N_("Coupure de la salle, de nouveau"),
    "outage_returned": N_("Salle revenue"),
    "session_finalised": N_("Session finalisée"),
    "joined": N_("A rejoint la session"),
    "asked": "%(request)s",
    "request_withdrawn": N_("Demande retirée : page fermée"),
    "request_forgotten": N_("Demande oubliée : page muette"),
    "presence_confirmed": N_("Présence confirmée"),
    "confirmation_cancelled": N_("Confirmation annulée"),
    "marked_absent": N_("Marqué absent"),
    "absence_cancelled": N_("Absence annulée"),
    "entered": N_("Entré avec le code d'accès"),
    "resumed": N_("Revenu dans le test"),
    "resume_authorised": N_("Reprise autorisée"),
    "resume_not_needed": N_("Revenu sans avoir besoin de l'autorisation"),
    "window_opened": N_("Page du test ouverte"),
    "test_started": N_("Test commencé"),
    "test_completed": N_("Test terminé par le candidat"),
    "test_ended": N_("Test terminé par le surveillant"),
    "test_ended_by_finalisation": N_("Test terminé à la finalisation"),
    "test_expired": N_("Délai de 24 heures dépassé"),
    "test_out_of_time": N_("Fin automatique, temps écoulé"),
    "test_reopened": N_("Test rouvert"),
    "unfinished_because": N_("Test inachevé : %(why)s"),
    "connectivity": N_("Signal : %(signal)s"),
    "alert_raised": N_("Alerte : %(alert)s"),
    "alert_closed": N_("Alerte close : %(alert)s"),
    "alert_claimed": N_("« J'y vais » : %(alert)s"),
    "alert_given_back": N_("« Je ne peux pas » : %(alert)s"),
    "alert_escalated": N_("Alerte sans réponse : d'autres sont appelés"),
    "alert_unheard": N_("Alerte sans aucun téléphone à appeler"),
    "alert_shown": N_("Alerte affichée sur un téléphone"),
    "loss_held": N_("Pris dans la coupure de la salle : %(alert)s"),
    "time_granted": N_("%(minutes)s min ajoutées"),
    "time_taken": N_("%(minutes)s min retirées"),
    "time_compensated": N_("Temps perdu accordé : %(minutes)s min"),
    "compensation_declined": N_("Temps perdu non accordé"),
    "question_reported": N_("Problème signalé à la question %(number)s"),
    "report_validated": N_("Signalement validé, question %(number)s : %(reason)s"),
    "report_refused": N_("Signalement refusé, question %(number)s"),
    "report_closed": N_("Signalement clos avec le test, question %(number)s"),
    "kept_out": N_("Place gardée telle quelle"),
    "place_claimed": N_("Place demandée par un autre compte"),
    "handed_over": N_("Place donnée à l'autre compte"),
    "seat_changed": N_("Place changée : %(seat)s"),
    "seat_plan_chosen": N_("Plan de la salle choisi"),
    "seat_plan_redrawn": N_("Salle redessinée"),
    "note_added": N_("Note ajoutée"),
    "note_withdrawn": N_("Note annulée"),
    "report_added": N_("Signalement du centre ajouté : %(code)s"),
    "personal_data_erased": N_("Données personnelles effacées : %(count)s candidats"),
    "person_erased": N_("Personne effacée"),
    "report_removed": N_("Signalement du centre retiré : %(code)s"),
    "centre_message_sent": N_("Message du centre : %(audience)s"),
    "centre_message_read": N_("Message du centre fermé par le candidat"),
}
REQUESTS = {Request.ENTRY: N_("Demande à entrer"), Request.RESUME: N_("Demande à reprendre")}
HEARD = {Connectivity.CONNECTED: N_("connecté"), Connectivity.UNSTABLE: N_("instable")}
AUDIENCES = {
    Audience.CANDIDATE: N_("à un candidat"),
    Audience.ROOM: N_("à toute la salle"),
    Audience.INVIGILATORS: N_("aux surveillants"),
}
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
    found = {name: str(details[name]) for name in ("count", "code", "session", "number") if name in details}
    if details.get("reason") in list(question_reports.Reason):
        found["reason"] = question_reports.LABELS[question_reports.Reason(details["reason"])]
    if "seat" in details:
        found["seat"] = Sentence(N_("poste %(seat)s"), seat=details["seat"]) if details["seat"] else N_("à placer")
    if "minutes" in details:
        found["minutes"] = str(abs(details["minutes"]))
    if "why" in details and details["why"] in list(finalisation.Why):
        found["why"] = finalisation.LABELS[finalisation.Why(details["why"])]
    if "to" in details:
        found["signal"] = _signal(Connectivity(details["to"]))
    if "audience" in details:
        found["audience"] = AUDIENCES[Audience(details["audience"])]
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
