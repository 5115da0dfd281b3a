"""Periods of the certification's calendar: days that follow one another, both ends included."""

from datetime import date

from pwa.domain import years
from pwa.domain.errors import Invalid
from pwa.domain.words import N_

LONGEST = 366
"""Days that a period lasts at most."""
BACKWARDS = N_("Le dernier jour vient avant le premier : écrivez-les dans l'ordre.")
TOO_LONG = N_("Une période dure un an au plus : faites-en plusieurs.")


def check(starts_on: date, ends_on: date) -> None:
    """Raise `Invalid` when two days make no period."""
    years.check(starts_on)
    years.check(ends_on)
    if ends_on < starts_on:
        raise Invalid(BACKWARDS, "period_backwards")
    if (ends_on - starts_on).days >= LONGEST:
        raise Invalid(TOO_LONG, "period_too_long")


def is_over(ends_on: date, today: date) -> bool:
    """Tell whether a period belongs to the past."""
    return ends_on < today


def is_on(starts_on: date, ends_on: date, today: date) -> bool:
    """Tell whether a day is within a period."""
    return starts_on <= today <= ends_on
