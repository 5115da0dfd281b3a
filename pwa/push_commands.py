"""Commands about pushes: flask --app wsgi push …"""

import json
from dataclasses import asdict

import click
from flask import Flask
from flask.cli import AppGroup

from pwa.adapters import key_ring
from pwa.adapters.vapid import VapidKeyUnusable
from pwa.clock import utcnow
from pwa.models.base import begin_writing
from pwa.models.database import database
from pwa.operations import devices, push_hosts
from pwa.services import services

push_commands = AppGroup("push", help="Notifications envoyées aux téléphones.")


def register(app: Flask) -> None:
    """Give an application its commands."""
    app.cli.add_command(push_commands)


@push_commands.command("rotate-key")
def rotate_key() -> None:
    """Replace the VAPID key; each phone goes on with its own until its next opening, when it follows by itself."""
    path = services().settings.vapid_private_key_file
    db = database.session()
    try:
        begin_writing(db)
        devices.name_keys(db, services().keys.current.id)
        db.commit()
        former, current = key_ring.rotate(path)
    except VapidKeyUnusable as unusable:
        raise click.ClickException(str(unusable)) from None
    click.echo(f"Nouvelle clé VAPID {current.id} : {path}")
    click.echo(f"L'ancienne, {former.id}, est gardée à côté d'elle, le temps que chaque téléphone change.")
    click.echo("Gardez une copie des deux. Rien n'est à redémarrer.")


@push_commands.command("status")
@click.pass_context
def status(context: click.Context) -> None:
    """Print how each push service answers, as JSON; exit with 1 while one of them cannot be reached."""
    hosts = push_hosts.reach(database.session(), utcnow())
    click.echo(json.dumps([asdict(one) for one in hosts]))
    context.exit(0 if all(one.reachable for one in hosts) else 1)
