"""Reports on candidates: what the centre says of one when it finalises, by the codes of the field."""

from enum import StrEnum

from pwa.domain.errors import Invalid
from pwa.domain.words import N_

LONGEST = 500
"""Characters of a report."""

UNKNOWN = N_("Choisissez un signalement.")
SAY_WHAT = N_("Écrivez ce qui est à corriger.")
TOO_LONG = N_("Écrivez 500 caractères au plus.")


class Code(StrEnum):
    """What is reported; the numbers are the field's, where others are of the past."""

    IDENTITY = "C1"
    EXTRA_TIME = "C2"
    SIGNATURE = "C4"
    FRAUD = "C6"
    TECHNICAL = "C7"
    CANDIDATE = "C8"


LABELS = {
    Code.IDENTITY: N_("Nom, prénom ou date de naissance à corriger"),
    Code.EXTRA_TIME: N_("Temps majoré à ajouter ou à corriger"),
    Code.SIGNATURE: N_("Signature manquante"),
    Code.FRAUD: N_("Suspicion de fraude"),
    Code.TECHNICAL: N_("Incident technique non bloquant"),
    Code.CANDIDATE: N_("Incident non bloquant lié au candidat"),
}
TO_SAY = (Code.IDENTITY, Code.EXTRA_TIME)
"""Those that mean nothing without the right value."""


def read(code: str) -> Code:
    """Return the code that somebody chose; raises `Invalid` when it is none."""
    try:
        return Code(code)
    except ValueError:
        raise Invalid(UNKNOWN, "code_unknown") from None


def check(code: Code, text: str) -> None:
    """Raise `Invalid` when a report does not say what it must, or too much."""
    if len(text) > LONGEST:
        raise Invalid(TOO_LONG, "text_too_long")
    if code in TO_SAY and not text:
        raise Invalid(SAY_WHAT, "text_missing")
