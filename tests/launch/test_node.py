"""Programs of npm: installed once for a lock file, and again when it changes."""

import subprocess
from pathlib import Path

import pytest

from launch import node


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What was run; npm succeeds."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        (tmp_path / "node_modules").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(node, "require", lambda packages: None)
    (tmp_path / "package-lock.json").write_text("{}")
    return commands


def test_a_folder_is_filled_once(called: list[list[str]], tmp_path: Path) -> None:
    assert node.install(tmp_path) == node.install(tmp_path) == tmp_path / "node_modules"
    assert len(called) == 1
    assert called[0][:2] == ["npm", "ci"]


def test_a_new_lock_file_fills_it_again(called: list[list[str]], tmp_path: Path) -> None:
    node.install(tmp_path)
    (tmp_path / "package-lock.json").write_text('{"name": "figures"}')
    node.install(tmp_path)
    assert len(called) == 2


def test_a_failure_is_one_sentence(
    called: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "network down\n")
    monkeypatch.setattr(subprocess, "run", lambda command, **_: failed)
    with pytest.raises(SystemExit):
        node.install(tmp_path)
    assert capsys.readouterr().err == "network down\nLes programmes de mesure n'ont pas pu être installés.\n"
