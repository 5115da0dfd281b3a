"""What a push carries, in at most 2,000 bytes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain.payload import MAX_BYTES, Notification, compose, minimal, vibration

SITE = "https://surveillance.example.org"
URL = f"{SITE}/sessions/1042/surveiller#candidate-7"
RECEIPTS = f"{SITE}/api/v1/deliveries/abc"
SHOWN, OPENED, CLAIM = f"{RECEIPTS}/shown", f"{RECEIPTS}/opened", f"{RECEIPTS}/claim"


def said(title: str, body: str = "", url: str = URL, tag: str = "t", **more: Any) -> Notification:
    return Notification(title, body, url, tag, RECEIPTS, **more)


def _read(payload: bytes) -> dict[str, Any]:
    assert len(payload) <= MAX_BYTES
    return dict(json.loads(payload))


def test_one_payload_serves_every_browser() -> None:
    payload = compose(said("Salle 102 : poste 12", "Signal perdu", tag="alert-7", badge=3, version=41))
    assert _read(payload) == {
        "web_push": 8030,
        "mutable": True,
        "app_badge": 3,
        "notification": {
            "title": "Salle 102 : poste 12",
            "body": "Signal perdu",
            "lang": "fr",
            "dir": "auto",
            "tag": "alert-7",
            "navigate": URL,
            "silent": False,
            "mutable": True,
            "app_badge": 3,
            "data": {"url": URL, "shown": SHOWN, "opened": OPENED, "version": 41},
        },
    }


def test_accents_travel_as_they_are() -> None:
    assert "Zoé".encode() in compose(said("Zoé", ""))


def test_a_long_body_is_cut_to_the_last_byte_that_fits() -> None:
    payload = compose(said("Titre", "a" * 5000))
    assert len(payload) == MAX_BYTES
    assert _read(payload)["notification"]["body"].endswith("a…")


@pytest.mark.parametrize("character", ['"', "\\", "\n", "\x01", "é", "👍🏽", "\ud800"])
def test_a_body_that_grows_when_written_fits_too(character: str) -> None:
    payload = compose(said(f"{character}x" * 1000, f"Poste 12 {character * 9}x" * 1000))
    assert len(_read(payload)["notification"]["body"]) > 10
    assert len(payload) > MAX_BYTES - 20


def test_control_characters_are_left_at_home() -> None:
    notification = _read(compose(said("a\x00b\x1b[31m", "une ligne\nune autre\x07")))["notification"]
    assert notification["title"] == "a b [31m"
    assert notification["body"] == "une ligne\nune autre "


def test_a_long_title_leaves_room_for_the_body() -> None:
    notification = _read(compose(said("T" * 5000, "Signal perdu")))["notification"]
    assert notification["body"] == "Signal perdu"
    assert len(notification["title"].encode()) == 250


def test_a_silent_one_says_so() -> None:
    assert _read(compose(said("T", silent=True)))["notification"]["silent"] is True


def test_what_can_be_taken_has_a_button_and_an_address() -> None:
    notification = _read(compose(said("T", claim="J'y vais")))["notification"]
    assert notification["actions"] == [{"action": "claim", "title": "J'y vais", "navigate": URL}]
    assert notification["data"]["claim"] == CLAIM


def test_what_cannot_be_taken_has_neither_button_nor_address() -> None:
    notification = _read(compose(said("T")))["notification"]
    assert "actions" not in notification
    assert "claim" not in notification["data"]


def test_the_worse_the_longer_it_shakes() -> None:
    shakes = [sum(vibration(severity)) for severity in range(8)]
    assert shakes == sorted(shakes, reverse=True)
    assert len(set(shakes)) == 3


@pytest.mark.parametrize(("silent", "shakes"), [(False, [300, 120, 300, 120, 300]), (True, None)])
def test_a_silent_one_never_shakes(silent: bool, shakes: list[int] | None) -> None:
    notification = _read(compose(said("T", silent=silent, vibrate=vibration(0))))["notification"]
    assert notification["data"].get("vibrate") == shakes


def test_the_minimal_one_still_leads_somewhere() -> None:
    payload = minimal(said("Salle 102 : " + "poste " * 50, "x" * 900, tag="alert-7", claim="J'y vais", badge=3))
    notification = _read(payload)["notification"]
    assert len(payload) < 700
    assert notification["title"].startswith("Salle 102")
    assert (notification["body"], notification["navigate"], notification["tag"]) == ("", URL, "alert-7")
    assert notification["data"]["shown"] == SHOWN


def test_addresses_that_do_not_fit_are_an_error() -> None:
    with pytest.raises(ValueError, match="no room"):
        compose(said("T", url=URL + "x" * 2000))


@given(st.text(st.characters()), st.text(st.characters(), max_size=3000))
def test_whatever_is_written_the_payload_fits_and_can_be_read(title: str, body: str) -> None:
    assert _read(compose(said(title, body)))["web_push"] == 8030
