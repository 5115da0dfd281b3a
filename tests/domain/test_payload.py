"""What a push carries, in at most 2,000 bytes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain.payload import MAX_BYTES, compose, minimal

SITE = "https://surveillance.example.org"
URL = f"{SITE}/sessions/1042/surveiller#candidate-7"
SHOWN, OPENED = f"{SITE}/api/v1/deliveries/abc/shown", f"{SITE}/api/v1/deliveries/abc/opened"


def _read(payload: bytes) -> dict[str, Any]:
    assert len(payload) <= MAX_BYTES
    return dict(json.loads(payload))


def test_one_payload_serves_every_browser() -> None:
    payload = compose("Salle 102 : poste 12", "Signal perdu", URL, "alert-7", SHOWN, OPENED, "fr", False)
    assert _read(payload) == {
        "web_push": 8030,
        "mutable": True,
        "notification": {
            "title": "Salle 102 : poste 12",
            "body": "Signal perdu",
            "lang": "fr",
            "dir": "auto",
            "tag": "alert-7",
            "navigate": URL,
            "silent": False,
            "mutable": True,
            "data": {"url": URL, "shown": SHOWN, "opened": OPENED},
        },
    }


def test_accents_travel_as_they_are() -> None:
    assert "Zoé".encode() in compose("Zoé", "", URL, "t", SHOWN, OPENED)


def test_a_long_body_is_cut_to_the_last_byte_that_fits() -> None:
    payload = compose("Titre", "a" * 5000, URL, "t", SHOWN, OPENED)
    assert len(payload) == MAX_BYTES
    assert _read(payload)["notification"]["body"].endswith("a…")


@pytest.mark.parametrize("character", ['"', "\\", "\n", "\x01", "é", "👍🏽", "\ud800"])
def test_a_body_that_grows_when_written_fits_too(character: str) -> None:
    payload = compose(f"{character}x" * 1000, f"Poste 12 {character * 9}x" * 1000, URL, "t", SHOWN, OPENED)
    assert len(_read(payload)["notification"]["body"]) > 10
    assert len(payload) > MAX_BYTES - 20


def test_control_characters_are_left_at_home() -> None:
    notification = _read(compose("a\x00b\x1b[31m", "une ligne\nune autre\x07", URL, "t", SHOWN, OPENED))["notification"]
    assert notification["title"] == "a b [31m"
    assert notification["body"] == "une ligne\nune autre "


def test_a_long_title_leaves_room_for_the_body() -> None:
    notification = _read(compose("T" * 5000, "Signal perdu", URL, "t", SHOWN, OPENED))["notification"]
    assert notification["body"] == "Signal perdu"
    assert len(notification["title"].encode()) == 250


def test_a_silent_one_says_so() -> None:
    assert _read(compose("T", "", URL, "t", SHOWN, OPENED, "en", True))["notification"]["silent"] is True


def test_the_minimal_one_still_leads_somewhere() -> None:
    payload = minimal("Salle 102 : " + "poste " * 50, URL, "alert-7", SHOWN, OPENED)
    notification = _read(payload)["notification"]
    assert len(payload) < 700
    assert notification["title"].startswith("Salle 102")
    assert (notification["body"], notification["navigate"], notification["tag"]) == ("", URL, "alert-7")
    assert notification["data"]["shown"] == SHOWN


def test_addresses_that_do_not_fit_are_an_error() -> None:
    with pytest.raises(ValueError, match="no room"):
        compose("T", "", URL + "x" * 2000, "t", SHOWN, OPENED)


@given(st.text(st.characters()), st.text(st.characters(), max_size=3000))
def test_whatever_is_written_the_payload_fits_and_can_be_read(title: str, body: str) -> None:
    assert _read(compose(title, body, URL, "t", SHOWN, OPENED))["web_push"] == 8030
