"""System packages: nothing when nothing is missing, one sentence when we may not install."""

import pytest

from launch import system


def test_nothing_missing_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_apt_get", lambda *words: pytest.fail("apt-get was called"))
    system.require([])


def test_a_person_without_rights_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as stopped:
        system.require(["chromium", "dbus-daemon"])
    assert stopped.value.code == 1
    assert capsys.readouterr().err == "Il manque des paquets du système : sudo apt-get install chromium dbus-daemon\n"


def test_root_installs_after_an_update(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda program: f"/usr/bin/{program}")
    monkeypatch.setattr(system, "_apt_get", lambda *words: called.append(words))
    system.require(["chromium"])
    assert called == [("update",), ("install", "--yes", "--no-install-recommends", "chromium")]
