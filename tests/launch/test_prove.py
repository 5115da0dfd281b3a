"""`bin/test`: everything runs whatever fails, pytest speaks last, and words are for pytest alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from launch import prove

Run = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `main` with these words while the programs named in `failing` fail: its result, and what was called."""

    def run(*words: str, failing: tuple[str, ...] = ()) -> tuple[int, list[str]]:
        called: list[str] = []

        def fails(command: list[str]) -> bool:
            called.append(" ".join(command))
            return command[0] in failing

        monkeypatch.setattr(prove, "_fails", fails)
        return prove.main(words), called

    monkeypatch.setattr(prove, "install", lambda lock: None)
    monkeypatch.setattr(prove, "require", lambda packages: None)
    return run


def test_everything_runs_and_pytest_speaks_last(run: Run) -> None:
    result, called = run()
    assert result == 0
    assert [command.split()[0] for command in called] == ["ruff", "ruff", "mypy", "pytest"]


@pytest.mark.parametrize("program", ["ruff", "mypy", "pytest"])
def test_one_failure_fails_the_whole_and_stops_nothing(run: Run, program: str) -> None:
    result, called = run(failing=(program,))
    assert result == 1
    assert called[-1].startswith("pytest")


def test_words_are_handed_to_pytest_alone(run: Run) -> None:
    assert run("-k", "name") == (0, ["pytest -k name"])


def test_what_is_missing_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda program: None)
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    monkeypatch.setattr(Path, "rglob", lambda *_: iter(()))
    names = ["chromium", "firefox-esr", "dbus-daemon", "libnotify4", "fonts-liberation", "postgresql"]
    assert prove.missing() == names
