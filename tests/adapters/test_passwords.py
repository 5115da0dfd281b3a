"""Passwords: what is kept of one, and who is told yes."""

import pytest

from pwa.adapters.passwords import AT_ONCE, Passwords


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(fast=True)


def test_the_right_password_is_right(passwords: Passwords) -> None:
    kept = passwords.hash("un mot de passe")
    assert passwords.check(kept, "un mot de passe")
    assert not passwords.check(kept, "un mot de passé")
    assert not passwords.check(kept, "")


def test_what_is_kept_tells_nothing(passwords: Passwords) -> None:
    first, second = passwords.hash("un mot de passe"), passwords.hash("un mot de passe")
    assert first != second
    assert "mot" not in first


def test_nobody_has_no_password(passwords: Passwords) -> None:
    assert not passwords.check(None, "nobody")
    assert not passwords.check(None, "")


def test_a_real_hash_is_scrypt() -> None:
    kept = Passwords().hash("un mot de passe")
    assert kept.startswith("scrypt:")
    assert len(kept) < 255
    assert Passwords(fast=True).check(kept, "un mot de passe")


def test_a_refusal_gives_its_turn_back(passwords: Passwords) -> None:
    for _ in range(AT_ONCE + 1):
        with pytest.raises(AttributeError):
            passwords.hash(None)  # type: ignore[arg-type]
    assert passwords.check(passwords.hash("x"), "x")
