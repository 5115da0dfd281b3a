"""Where things stand in a clone, and how a script says that it cannot go on."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def give_up(sentence: str, code: int = 1) -> NoReturn:
    """Leave with one sentence for the person at the terminal, and no stack trace."""
    print(sentence, file=sys.stderr, flush=True)
    sys.exit(code)


def say(sentence: str) -> None:
    """Tell what is being done, at once even when the output is a file."""
    print(sentence, flush=True)


def with_venv(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment in which the commands of the virtual environment are found first."""
    path = f"{VENV / 'bin'}{os.pathsep}{environ.get('PATH', os.defpath)}"
    return {**environ, "PATH": path, "VIRTUAL_ENV": str(VENV)}


def answers(*command: str) -> bool:
    """Whether this command can be run here and succeeds."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
