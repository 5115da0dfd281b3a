"""Commands: flask --app wsgi …"""

import secrets
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from pwa.adapters import vapid
from pwa.clock import utcnow
from pwa.domain.codes import PASSWORD_PREFIX
from pwa.domain.errors import Refused
from pwa.models.base import begin_writing
from pwa.models.database import database
from pwa.operations import accounts, centres, demonstration, devices
from pwa.operations.demonstration import Demonstration
from pwa.services import services

DEMONSTRATION = Path(__file__).parent / "demonstration.csv"
LOST_KEY = (
    "La clé VAPID {path} a disparu, et des téléphones en dépendent : restaurez-la d'une sauvegarde. À défaut, "
    "« .venv/bin/flask --app wsgi keys make --lost » en crée une autre, et chaque téléphone devra rouvrir le site."
)

account_commands = AppGroup("account", help="Comptes.")
centre_commands = AppGroup("centre", help="Centres de certification.")
key_commands = AppGroup("keys", help="Clés de cette installation.")


def register(app: Flask) -> None:
    """Give an application its commands."""
    app.cli.add_command(account_commands)
    app.cli.add_command(centre_commands)
    app.cli.add_command(key_commands)
    app.cli.add_command(demonstrate)


@account_commands.command("unlock")
@click.argument("email")
def unlock_account(email: str) -> None:
    """Let somebody sign in again after too many wrong passwords."""
    db = database.session()
    try:
        begin_writing(db)
        account = accounts.unlock(db, email)
        db.commit()
    except Refused as refused:
        raise click.ClickException(refused.sentence) from None
    click.echo(f"{account.email} peut se connecter de nouveau.")


@account_commands.command("administrator")
@click.argument("email")
def make_administrator(email: str) -> None:
    """Let somebody look after the installation: how pushes go, which services answer."""
    db = database.session()
    try:
        begin_writing(db)
        account = accounts.make_administrator(db, email)
        db.commit()
    except Refused as refused:
        raise click.ClickException(refused.sentence) from None
    click.echo(f"{account.email} administre désormais cette installation.")


@centre_commands.command("add")
@click.argument("name")
@click.option("--email", required=True, help="Adresse e-mail du premier membre du centre.")
@click.option("--first-name", default="", help="Son prénom.")
@click.option("--last-name", default="", help="Son nom.")
def add_centre(name: str, email: str, first_name: str, last_name: str) -> None:
    """Create a centre and its first staff; a new account's password is printed once."""
    db, now = database.session(), utcnow()
    try:
        begin_writing(db)
        account = accounts.find(db, email)
        password = None
        if account is None:
            password = secrets.token_urlsafe(9)
            account = accounts.sign_up(
                db,
                services().passwords,
                email=email,
                password=password,
                first_name=first_name or email.split("@")[0],
                last_name=last_name,
                now=now,
            )
        centres.add(db, name, account, now)
        db.commit()
    except Refused as refused:
        raise click.ClickException(refused.sentence) from None
    click.echo(f"Centre « {name} » créé. Premier membre : {account.email}")
    if password:
        click.echo(f"Mot de passe provisoire : {password}")


@key_commands.command("make")
@click.option("--lost", is_flag=True, help="Même si des téléphones dépendent de la clé disparue.")
def make_keys(lost: bool) -> None:
    """Create the VAPID key that phones know us by, unless it is there or phones know us by a lost one."""
    path = services().settings.vapid_private_key_file
    if path.exists():
        return
    if not lost and _has_phones():
        raise click.ClickException(LOST_KEY.format(path=path))
    vapid.make_key(path)
    click.echo(f"Clé VAPID créée : {path}")
    click.echo("Gardez-en une copie : la perdre rend tous les téléphones sourds jusqu'à leur prochaine ouverture.")


def _has_phones() -> bool:
    """Tell whether anybody enabled alerts; a database without tables is a new site's."""
    try:
        return inspect(database.engine).has_table("device") and devices.exist(database.session())
    except SQLAlchemyError:
        raise click.ClickException("La base de données ne répond pas.") from None


@click.command("demonstration")
def demonstrate() -> None:
    """Create the demonstration on an empty database, and print how to enter it."""
    notes = services().settings.data_dir / "demonstration.txt"
    db = database.session()
    if demonstration.exists(db):
        if notes.exists():
            click.echo(f"Démonstration : les accès sont dans {notes}")
        return
    made = demonstration.make(db, services().passwords, DEMONSTRATION.read_bytes(), utcnow())
    text = _notes(made)
    db.commit()
    notes.touch(mode=0o600)
    notes.write_text(text, encoding="utf-8")
    click.echo(text)


def _notes(made: Demonstration) -> str:
    session, player = made.session, made.player
    sign_ins = (f"  {role:<12} {email:<22} mot de passe : {password}" for role, email, password in made.sign_ins)
    return "\n".join(
        (
            "Démonstration",
            *sign_ins,
            f"  session {session.number} · {session.room}",
            f"    mot de passe de session (surveillant) : {PASSWORD_PREFIX}{session.password}",
            f"    code d'accès (candidats) : {session.access_code}",
            f"    un candidat à jouer : {player.last_name} {player.first_name}, né(e) le {player.birth_date:%d/%m/%Y}",
        )
    )
