"""The ladder's form: seconds after which more people are rung, each later than the one before."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from pwa.web.forms import Form

SHORTEST, LONGEST = 10, 600
A_DELAY = _("Écrivez un nombre de secondes de 10 à 600.")
LATER = _("Ce délai doit être plus long que le précédent.")
NAMES = ("others", "everybody", "centre", "again")


def _seconds(label: str) -> IntegerField:
    return IntegerField(label, validators=[InputRequired(A_DELAY), NumberRange(SHORTEST, LONGEST, A_DELAY)])


class LadderForm(Form):
    """The delays of `escalation.LADDER`; the last one is a pace, and follows none of the others."""

    others = _seconds(_("Pas affichée : les autres téléphones des mêmes personnes, après"))
    everybody = _seconds(_("Personne n'y va : tous les surveillants et les salles voisines, après"))
    centre = _seconds(_("Toujours personne : le centre, après"))
    again = _seconds(_("Puis tout le monde de nouveau, toutes les"))

    @staticmethod
    def of(ladder: Sequence[int]) -> dict[str, int]:
        """Return what the fields hold at first."""
        return dict(zip(NAMES, ladder, strict=True))

    @property
    def ladder(self) -> list[int]:
        """The delays, in the order in which they come."""
        return [self.read_number(name) for name in NAMES]

    def validate_everybody(self, field: IntegerField) -> None:
        """Refuse a second step that comes no later than the first."""
        _follows(field, self.others)

    def validate_centre(self, field: IntegerField) -> None:
        """Refuse a third step that comes no later than the second."""
        _follows(field, self.everybody)


def _follows(field: IntegerField, previous: IntegerField) -> None:
    if field.data is not None and previous.data is not None and field.data <= previous.data:
        raise ValidationError(str(LATER))
