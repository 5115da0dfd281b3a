"""Codes are made of signs that nobody confuses, and read as people type them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain import codes

CONFUSED = set("0O1IL5SZ")


@given(st.randoms())
def test_an_access_code_is_four_letters_and_two_digits(chance: random.Random) -> None:
    code = codes.access_code(chance.choice)
    assert len(code) == codes.CODE_LENGTH
    assert code[:4].isalpha()
    assert code[4:].isdigit()


@given(st.randoms())
def test_a_session_password_is_six_clear_signs(chance: random.Random) -> None:
    password = codes.session_password(chance.choice)
    assert len(password) == codes.CODE_LENGTH
    assert not CONFUSED & set(password)


def test_no_sign_can_be_taken_for_another() -> None:
    assert not CONFUSED & set(codes.LETTERS + codes.DIGITS)


@pytest.mark.parametrize("typed", ["BCDF23", "bcdf23", " bcdf 23 ", "Bc\u00a0Df\t23"])
def test_a_code_is_read_whatever_its_case_and_spaces(typed: str) -> None:
    assert codes.read_code(typed) == "BCDF23"


@pytest.mark.parametrize("typed", ["BCD234", "C-BCD234", "c-bcd234", " c - bcd 234 "])
def test_a_password_is_read_with_or_without_its_prefix(typed: str) -> None:
    assert codes.read_password(typed) == "BCD234"


def test_a_password_too_short_keeps_its_prefix_and_fits_nothing() -> None:
    assert codes.read_password("C-BCD2") == "C-BCD2"


@given(st.randoms())
def test_a_password_made_is_a_password_read(chance: random.Random) -> None:
    password = codes.session_password(chance.choice)
    assert codes.read_password(codes.PASSWORD_PREFIX + password) == password
