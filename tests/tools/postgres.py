"""A private PostgreSQL: a cluster in a temporary folder, a fresh database per call."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
}


class PostgresMissing(Exception):
    """The server's programs are not on this machine."""


def programs() -> Path:
    """The folder of initdb and pg_ctl, of the newest version installed; PostgresMissing when there is none."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(versions, key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    raise PostgresMissing("PostgreSQL's server is not installed: apt-get install postgresql")


def name_of(url: str) -> str:
    """The database's name in an address given by `Postgres.database`."""
    return urlsplit(url).path.removeprefix("/")


class Postgres:
    """A running cluster, reached by its Unix socket only; root runs it as the user postgres."""

    def __init__(self) -> None:
        self._programs = programs()
        owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self._user, self._group = owner.pw_uid, owner.pw_gid
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        os.chown(self._folder, self._user, self._group)
        self._numbers = itertools.count(1)
        try:
            self._run("initdb", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8", "-U", "tests")
            self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", self._options(), "start")
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def database(self, template: str | None = None) -> str:
        """The SQLAlchemy URL of a new database, empty or a copy of the one at the URL `template` (unused by then)."""
        name = f"tests_{next(self._numbers)}"
        order = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(name_of(template) if template else "template0")
        )
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(order)
        return f"postgresql+psycopg://tests@/{name}?host={self._folder}"

    def drop(self, url: str) -> None:
        """Removes a database and throws out who is still connected."""
        name = sql.Identifier(name_of(url))
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def close(self) -> None:
        if (self._folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _address(self, name: str) -> str:
        return f"host={self._folder} user=tests dbname={name}"

    def _options(self) -> str:
        settings = SETTINGS | {"unix_socket_directories": str(self._folder)}
        return " ".join(f"-c {name}='{value}'" for name, value in settings.items())

    def _run(self, program: str, *words: str) -> None:
        """Runs a program of the cluster as its owner; RuntimeError with its words when it fails."""
        command = [str(self._programs / program), "-D", str(self._folder / "data"), *words]
        # a server that goes on running would keep a pipe open: its output goes to a file
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                command, cwd=self._folder, stdout=output, stderr=output, timeout=60, user=self._user, group=self._group
            )
            output.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program}: {output.read().decode(errors='replace')}")
