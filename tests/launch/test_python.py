"""The virtual environment: filled when its lock changes, left alone otherwise."""

from pathlib import Path

import pytest

from launch import python


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands run, on an environment of the test's own that exists already."""
    commands: list[list[str]] = []
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    (tmp_path / "venv" / "bin" / "python").touch()
    monkeypatch.setattr(python, "VENV", tmp_path / "venv")
    monkeypatch.setattr(python, "PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setattr(python, "_has_uv", lambda: False)
    monkeypatch.setattr(python, "_has_pip", lambda: True)
    monkeypatch.setattr(python, "_run", lambda command, sentence: commands.append(command))
    return commands


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.lock"
    path.write_text("flask==3.1.3\n")
    return path


def test_a_new_lock_is_installed_with_its_hashes(ran: list[list[str]], lock: Path) -> None:
    python.install(lock)
    assert len(ran) == 1
    assert ran[0][-3:] == ["--require-hashes", "-r", str(lock)]


def test_the_same_lock_is_installed_once(ran: list[list[str]], lock: Path) -> None:
    python.install(lock)
    python.install(lock)
    assert len(ran) == 1


def test_a_changed_lock_is_installed_again(ran: list[list[str]], lock: Path) -> None:
    python.install(lock)
    lock.write_text("flask==3.1.4\n")
    python.install(lock)
    assert len(ran) == 2


def test_an_environment_without_an_installer_is_made_again(
    ran: list[list[str]], lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(python, "_has_pip", lambda: False)
    python.install(lock)
    assert ran[0][1:4] == ["-m", "venv", "--clear"]


def test_a_failed_installation_leaves_no_mark(
    ran: list[list[str]], lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(command: list[str], sentence: str) -> None:
        raise SystemExit(1)

    monkeypatch.setattr(python, "_run", fail)
    with pytest.raises(SystemExit):
        python.install(lock)
    assert not list((lock.parent / "venv").glob(".*sha256"))
