"""A centre's team: its members and their roles, invitations by link, leaving."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from pwa.clock import utcnow
from pwa.domain.team import ABOUT, LABELS, Role
from pwa.models.database import database
from pwa.models.tables import Centre
from pwa.operations import rights, team
from pwa.web.sign_in import person

blueprint = Blueprint("team", __name__)


@blueprint.get("/centre/<int:centre_id>/equipe")
@login_required
def index(centre_id: int) -> str:
    """Show who is staff, as what, and who is invited."""
    return _page(_centre(centre_id))


@blueprint.route("/centre/<int:centre_id>/equipe/inviter", methods=["GET", "POST"])
@login_required
def invite(centre_id: int) -> str | Response:
    """Make an invitation and show its link, this once: it is written nowhere."""
    centre = _centre(centre_id)
    if request.method == "GET":
        return _back(centre_id)
    token = team.invite(database.session(), centre, _role(), person(), utcnow())
    return _page(centre, url_for(".invitation", token=token, _external=True))


@blueprint.post("/centre/<int:centre_id>/equipe/invitations/<int:invitation_id>/retirer")
@login_required
def withdraw(centre_id: int, invitation_id: int) -> Response:
    """Take an invitation back."""
    team.withdraw(database.session(), _centre(centre_id), invitation_id, person())
    flash(_("L'invitation est retirée : son lien ne mène plus nulle part."), "info")
    return _back(centre_id)


@blueprint.post("/centre/<int:centre_id>/equipe/<int:account_id>/role")
@login_required
def change_role(centre_id: int, account_id: int) -> Response:
    """Give a member another role."""
    team.change_role(database.session(), _centre(centre_id), account_id, _role(), person())
    flash(_("Le rôle est changé."), "info")
    return _back(centre_id)


@blueprint.post("/centre/<int:centre_id>/equipe/<int:account_id>/retirer")
@login_required
def remove(centre_id: int, account_id: int) -> Response:
    """Let a member no longer be staff."""
    team.remove(database.session(), _centre(centre_id), account_id, person(), utcnow())
    flash(_("Cette personne n'a plus accès au centre."), "info")
    return _back(centre_id)


@blueprint.post("/centre/<int:centre_id>/equipe/quitter")
@login_required
def leave(centre_id: int) -> Response:
    """Leave the centre."""
    centre = _centre(centre_id)
    team.leave(database.session(), centre, person(), utcnow())
    flash(_("Vous avez quitté le centre %(name)s.", name=centre.name), "info")
    return redirect(url_for("shell.home"))


@blueprint.get("/invitation/<token>")
def invitation(token: str) -> str:
    """Show which centre invites, as what, and how to accept."""
    found = team.invitation(database.session(), token, utcnow())
    return render_template(
        "centre/invitation.html", centre=found.centre, role=Role(found.role), token=token, labels=LABELS, about=ABOUT
    )


@blueprint.post("/invitation/<token>/accepter")
def accept(token: str) -> Response:
    """Become staff of the centre that invites."""
    db, now = database.session(), utcnow()
    team.invitation(db, token, now)
    if not current_user.is_authenticated:
        return redirect(url_for("account.sign_in", next=url_for(".invitation", token=token)))
    centre = team.accept(db, token, person(), now)
    flash(_("Vous faites partie du centre %(name)s.", name=centre.name), "info")
    return redirect(url_for("centre.index"))


def _centre(centre_id: int) -> Centre:
    return rights.staffed_centre(database.session(), person(), centre_id)


def _role() -> Role:
    """Return the role that was chosen; no form of ours sends another one."""
    chosen = request.form.get("role")
    return Role(chosen) if chosen in list(Role) else abort(400)


def _back(centre_id: int) -> Response:
    return redirect(url_for(".index", centre_id=centre_id))


def _page(centre: Centre, link: str | None = None) -> str:
    db = database.session()
    return render_template(
        "centre/team.html",
        centre=centre,
        members=team.members(db, centre),
        invitations=team.invitations(db, centre, utcnow()),
        leads=rights.role(db, person(), centre.id) == Role.ADMINISTRATOR,
        link=link,
        roles=Role,
        labels=LABELS,
        about=ABOUT,
    )
