"""Presence: it signs again and again, whatever happens to one sign, until it is stopped."""

import logging

import pytest

from pwa.adapters.presence import Presence
from tests.tools.waiting import eventually


def test_it_signs_again_and_again_until_it_is_stopped(caplog: pytest.LogCaptureFixture) -> None:
    signs: list[int] = []

    def sign() -> int:
        signs.append(len(signs))
        if len(signs) == 2:
            raise OSError("no database")
        return 24

    presence = Presence(sign, every=0.01)
    with caplog.at_level(logging.CRITICAL):
        presence.start()
        eventually(lambda: len(signs) > 3, what="signs after one that failed")
    presence.stop()
    assert presence.running == 24
