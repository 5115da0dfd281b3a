"""The form of time granted: minutes and a reason, each chosen or written; what is written counts."""

from flask_babel import gettext, ngettext
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types
from wtforms.validators import Length, NumberRange, Optional

from pwa.adapters.spoken import later
from pwa.domain.errors import Invalid
from pwa.domain.grants import LONGEST_REASON, MOST, REASONS, WRONG_MINUTES, Terms
from pwa.web.forms import Form, read_ticked

OFFERED = (5, 10, 15)
"""Minutes that are one tap away."""


class GrantForm(Form):
    """Time for one candidate, for those ticked, or for all who are in the test."""

    minutes = RadioField(choices=[SelectChoice(str(minutes)) for minutes in OFFERED], default="10")
    other = IntegerField(validators=[Optional(), NumberRange(-MOST, MOST, later(WRONG_MINUTES))])
    reason = SelectField(choices=[SelectChoice(reason) for reason in ("", *REASONS)], default="")
    words = StringField(validators=[Length(max=LONGEST_REASON)], filters=[lambda text: " ".join((text or "").split())])
    confirm = BooleanField()
    whom = RadioField(choices=[SelectChoice("all"), SelectChoice("ticked")], default="all")

    @property
    def terms(self) -> Terms:
        """What is granted; raises `Invalid` with the first thing that is wrong."""
        if not self.validate():
            raise Invalid(str(next(iter(self.errors.values()))[0]))
        minutes = int(self.minutes.data) if self.other.data is None else self.other.data
        return Terms(minutes, self.read_text("words") or self.read_text("reason"), bool(self.confirm.data))

    @property
    def ticked(self) -> list[int] | None:
        """The candidates who were ticked; None for all who are in the test."""
        return None if self.whom.data == "all" else read_ticked("candidate")


def told(terms: Terms, whom: str) -> str:
    """Return what was done, in the words of a toast."""
    minutes = abs(terms.minutes)
    if terms.minutes > 0:
        length = ngettext("%(num)s minute ajoutée", "%(num)s minutes ajoutées", minutes)
    else:
        length = ngettext("%(num)s minute retirée", "%(num)s minutes retirées", minutes)
    return str(gettext("%(length)s : %(whom)s.", length=length, whom=whom))
