"""Programs of the npm registry: a folder's `node_modules`, made again when its lock file has changed."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from launch.place import give_up, say
from launch.system import require


def install(folder: Path) -> Path:
    """Bring `node_modules` to what `package-lock.json` pins, checksums checked; returns it."""
    modules = folder / "node_modules"
    mark, checksum = modules / ".lock.sha256", hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == checksum:
        return modules
    require([package for program, package in (("node", "nodejs"), ("npm", "npm")) if not shutil.which(program)])
    say("Installation des programmes de mesure…")
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        give_up(f"{done.stderr.strip()}\nLes programmes de mesure n'ont pas pu être installés.")
    mark.write_text(checksum)
    return modules
