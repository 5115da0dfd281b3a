"""Administration: how pushes go; for those who look after the installation, and nobody else knows that it is there."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, render_template
from flask_login import login_required

from pwa.clock import utcnow
from pwa.models.database import database
from pwa.operations import push_hosts, push_report, rights
from pwa.web.sign_in import person

blueprint = Blueprint("administration", __name__)

PURPOSES = {
    "ring": "Alertes",
    "update": "Suites d'une alerte",
    "check": "Vérifications d'un téléphone",
    "trial": "Essais",
}
OUTCOMES = {
    "accepted": "acceptés",
    "due": "à envoyer",
    "leased": "en cours d'envoi",
    "gathered": "regroupés dans un autre",
    "gone": "abonnement disparu",
    "gone_early": "abonnement inconnu, à réessayer",
    "key_refused": "clé refusée",
    "malformed": "mal formés",
    "too_large": "trop lourds",
    "topic_refused": "sujet refusé",
    "throttled": "ralentis par le service",
    "service_error": "panne du service",
    "network": "réseau",
    "timeout": "sans réponse",
    "tls": "certificat refusé",
    "proxy": "proxy",
    "paused": "service en panne, envoi remis",
    "refused_address": "adresse interdite",
    "refused_endpoint": "adresse inacceptable",
    "refused": "refusés",
    "bad_keys": "clés illisibles",
    "expired": "périmés",
    "closed": "alerte close avant l'envoi",
    "claimed": "alerte prise avant l'envoi",
    "moved": "téléphone passé à quelqu'un d'autre",
    "renewed": "téléphone abonné de nouveau",
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
