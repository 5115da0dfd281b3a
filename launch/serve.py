"""`bin/serve`: check, install, prepare, then hand over to the processes."""

import os
import re
import socket
import subprocess
from collections.abc import Mapping, Sequence

from launch import options
from launch.place import PYTHON, ROOT, give_up, say, with_venv
from launch.python import install
from pwa.settings import PLACEHOLDER_SUBJECT, Settings, SettingsError


def main(words: Sequence[str]) -> int:
    """Everything that can be refused is refused before anything is installed."""
    chosen = options.parse(words)
    if chosen.help:
        say(options.HELP)
        return 0
    environ = options.override(os.environ, chosen)
    settings = _settings(environ)
    _check_port(settings)
    install(ROOT / "requirements.lock")
    environ = with_venv({**environ, "DATA_DIR": str(settings.data_dir), "PUBLIC_URL": settings.public_url})
    _prepare(settings, environ, demonstration=not chosen.no_demo)
    _warn(settings)
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "launch.processes", settings.host, str(settings.port)], environ)  # noqa: S606  fixed words, no shell


def _settings(environ: Mapping[str, str]) -> Settings:
    try:
        return Settings.from_env(environ)
    except SettingsError as error:
        give_up(str(error), 2)


def _check_port(settings: Settings) -> None:
    """Bind as the web server will, then let go: a port in use is said before a long installation."""
    host = settings.host.strip("[]")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, settings.port))
        except PermissionError:
            give_up(f"Le port {settings.port} est réservé au système : choisissez-en un autre avec --port.")
        except OSError:
            give_up(f"Le port {settings.port} de {settings.host} est déjà pris : choisissez-en un autre avec --port.")


def _prepare(settings: Settings, environ: Mapping[str, str], *, demonstration: bool) -> None:
    """Tables, keys and, on a site where nobody is yet, the demonstration; what is made is its owner's alone."""
    os.umask(0o077)
    _flask(environ, "La base de données n'a pas pu être mise à jour.", "db", "upgrade", quiet=True)
    _flask(environ, "Les clés n'ont pas pu être préparées.", "keys", "make")
    notes = settings.data_dir / "demonstration.txt"
    if notes.exists():
        say(f"Démonstration : ses comptes et ses codes sont dans {notes}")
    elif demonstration:
        _flask(environ, "La démonstration n'a pas pu être préparée.", "demonstration")


def _flask(environ: Mapping[str, str], sentence: str, *words: str, quiet: bool = False) -> None:
    """Run one command of ours; when it fails, our sentence says what and its last error says why."""
    command = [str(PYTHON), "-m", "flask", "--app", "wsgi", *words]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        give_up(f"{sentence} {_cause(done.stderr)}".rstrip())
    if not quiet and done.stdout.strip():
        say(done.stdout.rstrip())


def _cause(errors: str) -> str:
    """The last error named in what a command wrote, without the stack that led to it."""
    named = re.findall(r"^(?:[\w.]+\.)?\w*(?:Error|Exception): (.+)$", errors, re.MULTILINE)
    return str(named[-1]) if named else "".join(errors.strip().splitlines()[-1:])


def _warn(settings: Settings) -> None:
    if settings.https and settings.vapid_subject == PLACEHOLDER_SUBJECT:
        say("Attention : VAPID_SUBJECT est encore l'exemple ; donnez l'adresse d'une personne joignable.")
