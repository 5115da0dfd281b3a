"""Refusals, by name: each carries a code for machines and a sentence for the person who meets it."""

from pwa.domain.words import N_

NO_SESSION = "no_session"
"""The code of what is missing with its session, which may have been a training."""


class Refused(Exception):
    """Something was asked that cannot be done; `sentence` says what happened and what to do (French)."""

    code = "refused"
    sentence: str = N_("Cette action n'est pas possible.")

    def __init__(self, sentence: str | None = None, code: str | None = None) -> None:
        self.sentence = sentence or self.sentence
        self.code = code or self.code
        super().__init__(self.code)


class Missing(Refused):
    """It does not exist, or not for this person: the two are never told apart."""

    code = "missing"
    sentence = N_("Cette page n'existe pas, ou vous n'y avez pas accès.")


class Illegal(Refused):
    """The state does not allow the move."""

    code = "illegal_move"


class Closed(Refused):
    """It was there for this person, and is so no more."""

    code = "closed"


class Invalid(Refused):
    """What was sent cannot be understood."""

    code = "invalid"


class Locked(Refused):
    """Too many failures: to be tried again later."""

    code = "locked"
