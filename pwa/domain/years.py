"""The years that a calendar is kept for: past them, a date is a slip of the finger."""

from datetime import date

from pwa.domain.errors import Invalid
from pwa.domain.words import N_

KEPT = range(2000, 2101)
ODD = N_("Choisissez une date de 2000 à 2100.")


def check(day: date) -> None:
    """Raise `Invalid` for a day of another time."""
    if day.year not in KEPT:
        raise Invalid(ODD, "year_out_of_range")
