"""Administration: how pushes go; for those who look after the installation, and nobody else knows that it is there."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, render_template
from flask_login import login_required

from pwa.clock import utcnow
from pwa.domain.words import N_
from pwa.models.database import database
from pwa.operations import push_hosts, push_report, rights
from pwa.web.sign_in import person

blueprint = Blueprint("administration", __name__)

PURPOSES = {
    "ring": N_("Alertes"),
    "update": N_("Suites d'une alerte"),
    "check": N_("Vérifications d'un téléphone"),
    "trial": N_("Essais"),
    "message": N_("Messages du centre"),
}
OUTCOMES = {
    "accepted": N_("acceptés"),
    "due": N_("à envoyer"),
    "leased": N_("en cours d'envoi"),
    "gathered": N_("regroupés dans un autre"),
    "gone": N_("abonnement disparu"),
    "gone_early": N_("abonnement inconnu, à réessayer"),
    "key_refused": N_("clé refusée"),
    "malformed": N_("mal formés"),
    "too_large": N_("trop lourds"),
    "topic_refused": N_("sujet refusé"),
    "throttled": N_("ralentis par le service"),
    "service_error": N_("panne du service"),
    "network": N_("réseau"),
    "timeout": N_("sans réponse"),
    "tls": N_("certificat refusé"),
    "proxy": N_("proxy"),
    "paused": N_("service en panne, envoi remis"),
    "refused_address": N_("adresse interdite"),
    "refused_endpoint": N_("adresse inacceptable"),
    "refused": N_("refusés"),
    "bad_keys": N_("clés illisibles"),
    "expired": N_("périmés"),
    "closed": N_("alerte close avant l'envoi"),
    "claimed": N_("alerte prise avant l'envoi"),
    "moved": N_("téléphone passé à quelqu'un d'autre"),
    "renewed": N_("téléphone abonné de nouveau"),
}


@blueprint.get("/up/push")
@login_required
def push_status() -> Response:
    """Tell a monitor which push services answer, and since when each last accepted a message."""
    db = database.session()
    rights.check_administrator(person())
    return jsonify(hosts=[asdict(one) for one in push_hosts.reach(db, utcnow())])


@blueprint.get("/administration/envois")
@login_required
def deliveries() -> str:
    """Show how the messages of the last 24 hours ended, and how long each step took."""
    db, now = database.session(), utcnow()
    rights.check_administrator(person())
    return render_template(
        "administration/deliveries.html",
        report=push_report.read(db, now),
        hosts=push_hosts.reach(db, now),
        purposes=PURPOSES,
        outcomes=OUTCOMES,
    )
