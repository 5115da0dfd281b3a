"""`bin/test`: install what the tests need, then run every check; pytest speaks last."""

import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from launch.place import ROOT, with_venv
from launch.python import install
from launch.system import require

CHECKS = (
    ["ruff", "check"],
    ["ruff", "format", "--check"],
    ["mypy"],
)
WHOLE_SUITE = ["-n", "2", "--dist", "loadfile"]


def main(words: Sequence[str]) -> int:
    """Every check, or pytest alone with the words given; 0 when all that ran passed."""
    require(missing())
    install(ROOT / "requirements-dev.lock")
    failures = [] if words else [check for check in CHECKS if _fails(check)]
    return 1 if _fails(["pytest", *(words or WHOLE_SUITE)]) or failures else 0


def missing() -> list[str]:
    """The Debian packages that the tests drive and this machine lacks."""
    present = {
        "chromium": shutil.which("chromium"),
        "firefox-esr": shutil.which("firefox-esr"),
        "dbus-daemon": shutil.which("dbus-daemon"),
        "libnotify4": ctypes.util.find_library("notify"),
        "fonts-liberation": any(Path("/usr/share/fonts").rglob("*.?tf")),
        "postgresql": any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    }
    return [package for package, found in present.items() if not found]


def _fails(command: list[str]) -> bool:
    environ = with_venv(os.environ)
    program = shutil.which(command[0], path=environ["PATH"]) or command[0]
    return subprocess.run([program, *command[1:]], cwd=ROOT, env=environ, check=False).returncode != 0
