"""The parts that screens are built of, in all their states: docs/design.md explains them. In development only."""

import re

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FileField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types

from pwa.settings import ROOT
from pwa.web.forms import Form

blueprint = Blueprint("parts", __name__)

ICONS = ROOT / "static" / "icons"
COLOURS = (
    "paper", "raised", "sunk", "line", "edge-line", "ink", "soft", "accent", "on-accent", "accent-wash",
    "connected", "waiting", "lost", "lost-wash", "ask", "ask-wash", "time", "time-wash", "report", "report-wash",
)  # fmt: skip


class PartsForm(Form):
    """A field of each kind."""

    plain = StringField(_("Nom du site"))
    hinted = StringField(_("Numéro de session"))
    wrong = StringField(_("Date de naissance"))
    prefixed = StringField(_("Mot de passe de la session"))
    code = StringField(_("Code d'accès"))
    choice = SelectField(_("Certification"), choices=[SelectChoice("pix", "Pix"), SelectChoice("clea", "CléA")])
    long = TextAreaField(_("Observations"))
    file = FileField(_("Fichier"))
    ticked = BooleanField(_("Rester connecté sur cet appareil"))


@blueprint.get("/_parts")
def index() -> str:
    """Show every part."""
    form = PartsForm(formdata=None, data={"wrong": "31/02/2009", "code": "ABCD23"})
    form.wrong.errors = [_("Écrivez la date comme 31/12/2009.")]
    signals, icons = (_drawn(name) for name in ("signals.svg", "icons.svg"))
    return render_template("parts/index.html", form=form, colours=COLOURS, signals=signals, icons=icons)


def _drawn(sprite: str) -> list[str]:
    return re.findall(r'<symbol id="([^"]+)"', (ICONS / sprite).read_text(encoding="utf-8"))
