"""Commands about journals: flask --app wsgi journal …"""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from pwa.adapters.noted_heads import NotedHeads
from pwa.clock import utcnow
from pwa.domain.errors import Refused
from pwa.models.database import database
from pwa.models.tables import CertificationSession
from pwa.operations import journal_checks, journal_export
from pwa.operations.journal_checks import Check
from pwa.services import services

TOUCHED = (
    "Le relevé {path} a été modifié : ce qui avait été relevé de la fin des journaux n'est plus sûr. "
    "Mettez-le de côté ; le prochain relevé repartira des journaux d'aujourd'hui."
)

journal_commands = AppGroup("journal", help="Journaux des sessions.")


def register(app: Flask) -> None:
    """Give an application its commands."""
    app.cli.add_command(journal_commands)


@journal_commands.command("verify")
@click.argument("number", type=int, required=False)
@click.option("--export", "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Un export.")
@click.pass_context
def verify(context: click.Context, number: int | None, file: Path | None) -> None:
    """Check the journal of every session, of one, or against an export; exit with 1 when one was tampered with."""
    kept = NotedHeads(services().settings.data_dir, services().signer)
    db = database.session()
    noted = kept.read()
    if file:
        checks = [_against(file)]
    elif number is not None:
        checks = [journal_checks.check(db, _known(number), noted.get(number))]
    else:
        checks = journal_checks.check_all(db, noted)
    for one in checks:
        click.echo(_told(one))
    if kept.was_touched:
        click.echo(TOUCHED.format(path=kept.path), err=True)
        context.exit(1)
    journal_checks.note(db, kept)
    context.exit(1 if any(one.broken for one in checks) else 0)


@journal_commands.command("export")
@click.argument("number", type=int)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(number: int, file: Path) -> None:
    """Write a session's journal into a file, for tools/verify_journal.py or `journal verify --export`."""
    text = journal_export.write(database.session(), _known(number), services().signer, utcnow())
    try:
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
    except OSError as failed:
        raise click.ClickException(f"L'export n'a pas pu être écrit dans {file} : {failed.strerror}.") from None
    click.echo(f"Journal de la session {number} écrit dans {file}.")


def _against(file: Path) -> Check:
    """The export by itself, then the journal that it was taken from."""
    try:
        held = journal_export.read(file.read_text(encoding="utf-8"), services().signer)
    except (Refused, UnicodeDecodeError) as refused:
        sentence = refused.sentence if isinstance(refused, Refused) else journal_export.NOT_AN_EXPORT
        raise click.ClickException(sentence) from None
    broken = held.first_broken
    if broken:
        return Check(held.session, held.head, broken)
    return journal_checks.check(database.session(), held.session, held.head)


def _known(number: int) -> int:
    if database.session().get(CertificationSession, number) is None:
        raise click.ClickException(f"La session {number} n'existe pas.")
    return number


def _told(one: Check) -> str:
    if one.broken:
        return f"Session {one.number} : journal altéré, {one.broken.sentence}."
    return f"Session {one.number} : journal intact, {one.head.count} lignes, empreinte {one.head.hash}."
