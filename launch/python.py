"""The virtual environment: made when it is missing, filled from a lock file when that file has changed."""

import fcntl
import functools
import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launch.place import PYTHON, ROOT, VENV, answers, give_up, say
from launch.system import require


def install(lock: Path) -> None:
    """Bring `.venv` to what the lock file pins, hashes checked; at once when it is there already."""
    mark = VENV / f".{lock.name}.sha256"
    checksum = hashlib.sha256(lock.read_bytes()).hexdigest()
    with _alone():
        if PYTHON.exists() and mark.exists() and mark.read_text() == checksum:
            return
        _make_venv()
        say("Installation des dépendances Python…")
        _run([*_installer(), "--require-hashes", "-r", str(lock)], "Les dépendances n'ont pas pu être installées.")
        mark.write_text(checksum)


@contextmanager
def _alone() -> Iterator[None]:
    """One installation at a time in a clone, by a lock on its folder."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _make_venv() -> None:
    if PYTHON.exists() and (_has_uv() or _has_pip()):
        return
    sentence = "L'environnement Python .venv n'a pas pu être créé."
    if _has_uv():
        _run(["uv", "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)], sentence)
        return
    if importlib.util.find_spec("ensurepip") is None:
        require(["python3-venv"])
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)], sentence)


def _installer() -> list[str]:
    if _has_uv():
        return ["uv", "pip", "install", "--quiet", "--python", str(PYTHON)]
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


@functools.cache
def _has_uv() -> bool:
    return answers("uv", "--version")


def _has_pip() -> bool:
    return answers(str(PYTHON), "-m", "pip", "--version")


def _run(command: list[str], sentence: str) -> None:
    """Run a command that speaks only when it fails; its own words stand above our sentence."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        give_up(f"{done.stderr.strip()}\n{sentence}")
