"""The form of a period: its name, its first and last day."""

from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import DateField
from wtforms.validators import InputRequired, ValidationError

from pwa.adapters.spoken import say
from pwa.domain import periods
from pwa.domain.errors import Invalid
from pwa.operations.periods import Written
from pwa.web.forms import Form, text_field

A_DAY = _("Choisissez une date.")


class PeriodForm(Form):
    """A period as administrators write it."""

    name = text_field(_("Nom de la période"))
    starts_on = DateField(_("Premier jour"), validators=[InputRequired(A_DAY)])
    ends_on = DateField(_("Dernier jour"), validators=[InputRequired(A_DAY)])

    def validate_starts_on(self, field: DateField) -> None:
        """Refuse a day of another time."""
        if field.data:
            _judge(field.data, field.data)

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse days that make no period."""
        if field.data and not self.starts_on.errors:
            _judge(self.starts_on.data or field.data, field.data)

    @property
    def written(self) -> Written:
        """What was written, once the form is valid."""
        return Written(self.read_text("name"), self.starts_on.data or date.min, self.ends_on.data or date.min)


def _judge(first: date, last: date) -> None:
    try:
        periods.check(first, last)
    except Invalid as refused:
        raise ValidationError(say(refused.sentence)) from None
