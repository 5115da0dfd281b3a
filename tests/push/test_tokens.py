"""Tokens of attempts: ours or nothing."""

from collections.abc import Callable

import pytest

from pwa.adapters.tokens import Signer
from pwa.domain.errors import Missing

SIGNER = Signer("a secret key for tests")


def test_it_reads_what_it_signed() -> None:
    assert SIGNER.attempt_id(SIGNER.sign_attempt(42)) == 42


def test_a_token_fits_in_an_address() -> None:
    assert SIGNER.sign_attempt(42).replace(".", "").replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("spoil", [lambda token: "", lambda token: token + "A", lambda token: token[:-1],
                                   lambda token: "NDM" + token[3:], lambda token: token.split(".")[0],
                                   lambda token: "é\ud800", lambda token: "." + token])  # fmt: skip
def test_a_forged_token_is_missing(spoil: Callable[[str], str]) -> None:
    with pytest.raises(Missing):
        SIGNER.attempt_id(spoil(SIGNER.sign_attempt(42)))


def test_another_key_signs_other_tokens() -> None:
    with pytest.raises(Missing):
        SIGNER.attempt_id(Signer("another secret key").sign_attempt(42))
