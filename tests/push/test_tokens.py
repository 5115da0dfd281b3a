"""Tokens of attempts and of candidates who wait: ours or nothing."""

from collections.abc import Callable

import pytest

from pwa.adapters.tokens import Signer
from pwa.domain.errors import Missing

SIGNER = Signer("a secret key for tests")


def test_it_reads_what_it_signed() -> None:
    assert SIGNER.attempt_and_account(SIGNER.sign_attempt(42, 7)) == (42, 7)


def test_a_token_fits_in_an_address() -> None:
    assert SIGNER.sign_attempt(42, 7).replace(".", "").replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("spoil", [lambda token: "", lambda token: token + "A", lambda token: token[:-1],
                                   lambda token: "NDM" + token[3:], lambda token: token.split(".")[0],
                                   lambda token: "é\ud800", lambda token: "." + token])  # fmt: skip
def test_a_forged_token_is_missing(spoil: Callable[[str], str]) -> None:
    with pytest.raises(Missing):
        SIGNER.attempt_and_account(spoil(SIGNER.sign_attempt(42, 7)))


def test_another_key_signs_other_tokens() -> None:
    with pytest.raises(Missing):
        SIGNER.attempt_and_account(Signer("another secret key").sign_attempt(42, 7))


@pytest.mark.parametrize("value", [42, [42], [42, None], ["42", 7], {"42": 7}, [42, 7, 1]])
def test_what_names_no_account_is_missing(value: object) -> None:
    token = SIGNER._attempts.dumps(value)
    with pytest.raises(Missing):
        SIGNER.attempt_and_account(token)


def test_a_token_of_one_kind_is_none_of_the_other() -> None:
    assert SIGNER.candidate_id(SIGNER.sign_candidate(42)) == 42
    with pytest.raises(Missing):
        SIGNER.candidate_id(SIGNER.sign_attempt(42, 7))
    with pytest.raises(Missing):
        SIGNER.candidate_id(SIGNER._candidates.dumps([42]))
