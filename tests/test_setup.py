"""The set-up: what a clone carries, what its documents promise, and how its scripts refuse."""

import os
import re
import socket
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from flask_migrate import upgrade

from pwa.app import create_app
from pwa.models.database import database
from pwa.settings import ROOT, Setting, Settings
from tests.test_cli import enrol_a_phone
from tests.tools.servers import free_port

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = [*sorted(ROOT.glob("*.lock")), ROOT / "tests" / "figures" / "package-lock.json"]
SCRIPTS = [*sorted(path for path in (ROOT / "bin").iterdir() if path.is_file()), ROOT / ".ci" / "run"]


def documented_settings() -> Iterator[Setting]:
    hints = get_type_hints(Settings, include_extras=True)
    for field in fields(Settings):
        hint = hints[field.name]
        assert get_origin(hint) is Annotated, field.name
        yield get_args(hint)[1]


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9-]", one)[0].lower() for one in requirements}


def serve(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "bin" / "serve"), *words]
    return subprocess.run(
        command, env={**os.environ, **environ}, cwd="/", capture_output=True, text=True, timeout=60, check=False
    )


def test_the_readme_lists_every_setting_and_no_other() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    expected = [(one.variable, one.default, one.meaning) for one in documented_settings()]
    assert rows == expected


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_names_no_host(lock: Path) -> None:
    assert not re.search(r"https?:|//[\w-]+\.", lock.read_text())


def test_the_locks_pin_what_the_project_asks_for() -> None:
    assert names(PROJECT["project"]["dependencies"]) <= pinned("requirements.lock").keys()
    assert names(PROJECT["dependency-groups"]["dev"]) <= {name.lower() for name in pinned("requirements-dev.lock")}


def test_tests_run_on_the_versions_that_serve() -> None:
    assert pinned("requirements.lock").items() <= pinned("requirements-dev.lock").items()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_executable(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert script.read_text().startswith("#!/")


def test_the_changelog_and_the_licence_are_those_of_the_project() -> None:
    assert f"## {PROJECT['project']['version']}" in (ROOT / "CHANGELOG.md").read_text()
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text()


def test_help_names_every_option() -> None:
    answer = serve("--help")
    assert answer.returncode == 0
    assert {"--port", "--data", "--no-demo"} <= set(re.findall(r"--[a-z-]+", answer.stdout))


@pytest.mark.parametrize(
    ("words", "environ", "meant"),
    [
        (["--prot", "8000"], {}, "Option inconnue"),
        (["--port"], {}, "Option inconnue"),
        (["--port", "abc"], {}, "PORT"),
        (["--data", "/dev/null/impossible"], {}, "dossier"),
        ([], {"VAPID_SUBJECT": "mailto:admin@localhost"}, "VAPID_SUBJECT"),
        ([], {"DATABASE_URL": "mysql://h/d"}, "DATABASE_URL"),
    ],
)
def test_serve_refuses_nonsense_in_one_sentence(
    tmp_path: Path, words: list[str], environ: dict[str, str], meant: str
) -> None:
    answer = serve(*words, **{"DATA_DIR": str(tmp_path), **environ})
    assert answer.returncode != 0
    assert len(answer.stderr.splitlines()) == 1
    assert meant in answer.stderr


def test_serve_says_that_the_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = serve("--port", str(port), "--data", str(tmp_path))
    assert answer.returncode != 0
    assert answer.stderr.splitlines() == [
        f"Le port {port} de 127.0.0.1 est déjà pris : choisissez-en un autre avec --port."
    ]


@pytest.mark.parametrize("url", ["postgresql://u:hidden@127.0.0.1:1/none", "sqlite:////dev/null/none.db"])
def test_serve_says_that_the_database_does_not_answer(tmp_path: Path, url: str) -> None:
    answer = serve("--data", str(tmp_path), "--port", str(free_port()), DATABASE_URL=url)
    assert answer.returncode != 0
    assert answer.stderr.startswith("La base de données n'a pas pu être mise à jour. ")
    assert len(answer.stderr.splitlines()) == 1
    assert "hidden" not in answer.stderr


def test_serve_never_replaces_the_lost_key_of_a_site_in_use(tmp_path: Path) -> None:
    app = create_app({"DATA_DIR": str(tmp_path)})
    with app.app_context():
        upgrade()
        enrol_a_phone()
        database.engine.dispose()
    answer = serve("--data", str(tmp_path), "--port", str(free_port()), "--no-demo")
    assert answer.returncode != 0
    assert "vapid.pem a disparu" in answer.stderr
    assert not (tmp_path / "vapid.pem").exists()
