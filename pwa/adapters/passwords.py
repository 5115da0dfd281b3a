"""Passwords: Werkzeug's scrypt, a few at a time so that a full room signing in does not starve the pages."""

from threading import BoundedSemaphore

from werkzeug.security import check_password_hash, generate_password_hash

SLOW = "scrypt"
FAST = "pbkdf2:sha256:1"
AT_ONCE = 4


class Passwords:
    """Hashes and checks passwords; `fast` is for tests only."""

    def __init__(self, *, fast: bool = False) -> None:
        self._method = FAST if fast else SLOW
        self._turns = BoundedSemaphore(AT_ONCE)
        self._decoy = generate_password_hash("nobody", self._method)

    def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._turns:
            return generate_password_hash(password, self._method)

    def check(self, password_hash: str | None, password: str) -> bool:
        """Tell whether the password is the right one; without an account, or of one erased, take as long and say no."""
        with self._turns:
            right = check_password_hash(password_hash or self._decoy, password)
        return right and bool(password_hash)
