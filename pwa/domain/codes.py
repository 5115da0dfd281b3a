"""Codes: the access code candidates type, the password invigilators type."""

from collections.abc import Callable, Sequence

LETTERS = "BCDFGHJKMPQRTVWXY"
DIGITS = "2346789"
PASSWORD_PREFIX = "C-"  # noqa: S105  it is printed before every session password
CODE_LENGTH = 6

Choice = Callable[[Sequence[str]], str]


def access_code(choose: Choice) -> str:
    """Return four letters and two digits, none of which can be taken for another."""
    return "".join([choose(LETTERS) for _ in range(4)] + [choose(DIGITS) for _ in range(2)])


def session_password(choose: Choice) -> str:
    """Return six characters, shown to people after the prefix « C- »."""
    return "".join(choose(LETTERS + DIGITS) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """Return what was typed as codes are compared: upper case, no space."""
    return "".join(typed.split()).upper()


def read_password(typed: str) -> str:
    """Return a typed session password as it is compared, with or without its prefix."""
    typed = read_code(typed)
    bare = typed.removeprefix(PASSWORD_PREFIX)
    return bare if len(bare) == CODE_LENGTH else typed
