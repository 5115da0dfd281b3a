"""Packages of the operating system: installed when we may, named in one sentence when we may not."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from launch.place import give_up, say


def require(packages: Sequence[str]) -> None:
    """Install these Debian packages; does nothing when the list is empty."""
    if not packages:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        give_up(f"Il manque des paquets du système : sudo apt-get install {' '.join(packages)}")
    say(f"Installation des paquets du système : {', '.join(packages)}…")
    _apt_get("update")
    _apt_get("install", "--yes", "--no-install-recommends", *packages)


def _apt_get(*words: str) -> None:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", "-qq", *words], env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        give_up(f"{done.stderr.strip()}\nLe système n'a pas pu installer ce qui manque (apt-get {words[0]}).")
