"""Signed tokens: what a page holds to speak for an attempt or a candidate who waits, or a program for a calendar."""

import hashlib
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from itsdangerous import Signer as Derivation

from pwa.domain.errors import Missing


class Signer:
    """Signs and reads tokens; they do not expire by themselves, the state of what they name decides.

    `sign_secret` is what the changing signs on screens are drawn from.
    """

    def __init__(self, secret_key: str) -> None:
        options = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
        self._attempts = URLSafeSerializer(secret_key, salt="attempt", signer_kwargs=options)
        self._candidates = URLSafeSerializer(secret_key, salt="candidate", signer_kwargs=options)
        self._seals = Derivation(secret_key, salt="seal", key_derivation="hmac", digest_method=hashlib.sha256)
        self._calendars = URLSafeSerializer(secret_key, salt="calendar", signer_kwargs=options)
        drawn_from = Derivation(secret_key, salt="sign", key_derivation="hmac", digest_method=hashlib.sha256)
        self.sign_secret = drawn_from.derive_key()

    def sign_attempt(self, attempt_id: int, account_id: int) -> str:
        """A token for the page of this attempt, given to this account."""
        return self._attempts.dumps([attempt_id, account_id])

    def attempt_and_account(self, token: str) -> tuple[int, int]:
        """The attempt a token speaks for and the account it was given to; Missing when it is not one of ours."""
        match _read(self._attempts, token):
            case [int(attempt_id), int(account_id)]:
                return attempt_id, account_id
            case _:
                raise Missing

    def sign_candidate(self, candidate_id: int) -> str:
        """A token for the page on which this candidate waits."""
        return self._candidates.dumps(candidate_id)

    def candidate_id(self, token: str) -> int:
        """The candidate a token speaks for; Missing when it is not one of ours."""
        match _read(self._candidates, token):
            case int(candidate_id):
                return candidate_id
            case _:
                raise Missing

    def seal(self, text: str) -> str:
        """What proves that a text comes from this installation."""
        return self._seals.get_signature(text).decode()

    def is_sealed(self, text: str, seal: str) -> bool:
        """Whether a text came from this installation with that seal."""
        return self._seals.verify_signature(text, seal)

    def sign_calendar(self, centre_id: int) -> str:
        """A token in the address of this centre's calendar, for programs that follow it."""
        return self._calendars.dumps(centre_id)

    def calendar_centre(self, token: str) -> int:
        """The centre whose calendar a token opens; Missing when it is not one of ours."""
        match _read(self._calendars, token):
            case int(centre_id):
                return centre_id
            case _:
                raise Missing


def _read(serializer: URLSafeSerializer, token: str) -> Any:
    try:
        return serializer.loads(token)
    except (BadData, UnicodeError):
        raise Missing from None
