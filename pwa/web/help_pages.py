"""Help: what to do, one page a situation, with the data of the sessions that the person watches."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from pwa.domain import contacts
from pwa.models.database import database
from pwa.models.tables import Centre, CertificationSession
from pwa.operations import accesses, rights
from pwa.web.help_table import HELP, PAGES

blueprint = Blueprint("help", __name__)

SLUGS = ", ".join(f"'{page.slug}'" for page in PAGES)


@blueprint.get("/aide")
def index() -> str:
    """Show what there is to read."""
    return render_template("help/index.html", parts=HELP, watched=_watched())


@blueprint.get(f"/aide/<any({SLUGS}):slug>")
def page(slug: str) -> str:
    """Show what to do in a situation, and the pages before and after it."""
    at = [one.slug for one in PAGES].index(slug)
    around = {"before": PAGES[at - 1] if at else None, "after": PAGES[at + 1] if at + 1 < len(PAGES) else None}
    return render_template(f"help/{slug}.html", here=PAGES[at], watched=_watched(), centres=_staffed(), **around)


@blueprint.app_template_filter("contacts")
def read_contacts(text: str) -> tuple[contacts.Line, ...]:
    """Return the lines of a centre's contact, their numbers ready to be dialled."""
    return contacts.read(text)


def addresses() -> Iterator[str]:
    """Give the address of every page of the help; the index is last, since the others begin as it does."""
    yield from (url_for("help.page", slug=page.slug) for page in PAGES)
    yield url_for("help.index")


def _watched() -> Sequence[CertificationSession]:
    return accesses.opened_by(database.session(), current_user) if current_user.is_authenticated else ()


def _staffed() -> Sequence[Centre]:
    return rights.centres(database.session(), current_user) if current_user.is_authenticated else ()
