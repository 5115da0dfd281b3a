"""Commands about backups: flask --app wsgi backup FILE, and restore."""

from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from pwa.adapters.noted_heads import NotedHeads
from pwa.clock import utcnow
from pwa.domain.errors import Refused
from pwa.models.base import begin_writing
from pwa.models.database import database
from pwa.operations import backups, journal, journal_checks
from pwa.operations.journal_checks import Check
from pwa.services import services

NOT_WRITTEN = "La sauvegarde n'a pas pu être écrite dans {file} : {why}. Rien n'a changé."
BUSY = "La base de données est occupée, rien n'a changé. Recommencez dans un instant."
KEYS = "Les clés n'y sont pas : gardez aussi {folder} (secret_key, vapid.pem), à part."


def register(app: Flask) -> None:
    """Give an application its commands."""
    app.cli.add_command(backup)
    app.cli.add_command(restore)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write all that the database holds into a file, while everything runs."""
    try:
        taken = backups.take(database.session(), file, utcnow())
    except OSError as failed:
        raise click.ClickException(NOT_WRITTEN.format(file=file, why=failed.strerror)) from None
    click.echo(f"Sauvegarde écrite dans {file} (sessions : {taken.sessions}, lignes en tout : {taken.rows}).")
    click.echo(KEYS.format(folder=services().settings.data_dir))


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Remplacer tout ce que la base contient.")
def restore(file: Path, replace: bool) -> None:
    """Put back what a file holds, at one go, while everything runs; then check every journal."""
    db = database.session()
    try:
        begin_writing(db)
        taken = backups.restore(db, file, replace=replace)
        broken = [one for one in journal_checks.check_all(db, {}) if one.broken]
        db.commit()
    except Refused as refused:
        db.rollback()
        raise click.ClickException(refused.sentence) from None
    except OperationalError:
        db.rollback()
        raise click.ClickException(BUSY) from None
    NotedHeads(services().settings.data_dir, services().signer).write(journal.heads(db))
    click.echo(f"Sauvegarde remise en place (sessions : {taken.sessions}, lignes en tout : {taken.rows}).")
    _tell(broken)


def _tell(broken: list[Check]) -> None:
    for one in broken:
        if one.broken:
            click.echo(f"Session {one.number} : journal altéré, {one.broken.sentence}.", err=True)
    click.echo("Journaux vérifiés." if not broken else "La sauvegarde contient des journaux altérés.")
