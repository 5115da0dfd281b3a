"""The changing sign: the same for whoever asks within 30 s, another one after, never two candidates' alike for long."""

from pathlib import Path

import pytest

from pwa.domain.signs import PERIOD, SYMBOLS, sign
from tests.domain.known import MICROSECOND, NOW, after

SECRET = b"secret"
SPRITE = Path(__file__).parents[2] / "static" / "icons" / "icons.svg"


def test_it_holds_for_its_half_minute_and_says_until_when() -> None:
    shown = sign(SECRET, 1, NOW)
    assert shown.until == after(PERIOD)
    assert sign(SECRET, 1, after(PERIOD) - MICROSECOND) == shown


def test_another_one_follows() -> None:
    seen = {sign(SECRET, 1, after(PERIOD * window)) for window in range(20)}
    assert len({(one.digits, one.symbol) for one in seen}) > 15


@pytest.mark.parametrize(("secret", "candidate_id"), [(SECRET, 2), (b"another", 1)])
def test_it_is_a_candidate_s_own_and_the_secret_s(secret: bytes, candidate_id: int) -> None:
    mine = [sign(SECRET, 1, after(PERIOD * window)) for window in range(3)]
    assert mine != [sign(secret, candidate_id, after(PERIOD * window)) for window in range(3)]


def test_it_is_two_digits_and_a_symbol_with_its_french_name() -> None:
    seen = [sign(SECRET, candidate_id, NOW) for candidate_id in range(500)]
    assert {one.symbol for one in seen} == set(SYMBOLS)
    assert {one.name for one in seen} == set(SYMBOLS.values())
    assert all(len(one.digits) == 2 and one.digits.isdigit() for one in seen)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_symbol_is_drawn(symbol: str) -> None:
    assert f'<symbol id="{symbol}"' in SPRITE.read_text(encoding="utf-8")
