"""The form of a room: its name, its size, the way of its numbers, and the cells that are no seats."""

import re
from collections.abc import Iterator

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types
from wtforms.validators import InputRequired, NumberRange

from pwa.adapters.spoken import later
from pwa.domain.seat_plans import MOST, NUMBERINGS, Numbering, Shape, gaps_within
from pwa.operations.seat_plans import Drawing
from pwa.web.forms import Form, text_field

A_SIZE = _("Écrivez un nombre de 1 à 20.")
CELL = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
"""A gap as its box writes it: row and column, from 0."""


def _size(label: str, default: int) -> IntegerField:
    return IntegerField(label, default=default, validators=[InputRequired(A_SIZE), NumberRange(1, MOST, A_SIZE)])


class RoomForm(Form):
    """A room as staff draw it."""

    centre_id = SelectField(_("Centre"), coerce=int)
    name = text_field(_("Nom de la salle"))
    rows = _size(_("Rangées"), 4)
    columns = _size(_("Colonnes"), 6)
    numbering = SelectField(
        _("Numéros des postes"),
        choices=[SelectChoice(way.value, later(words)) for way, words in NUMBERINGS.items()],
    )

    @property
    def drawing(self) -> Drawing:
        """What was drawn, once the form is valid."""
        return Drawing(self.read_text("name"), self.shape)

    @property
    def shape(self) -> Shape:
        """The room of that size, brought within what a room can have."""
        rows, columns = (min(max(self.read_number(name), 1), MOST) for name in ("rows", "columns"))
        chosen = self.read_text("numbering")
        numbering = Numbering(chosen) if chosen in list(Numbering) else Numbering.ROWS
        return Shape(rows, columns, gaps_within(rows, columns, _ticked()), numbering)


def _ticked() -> Iterator[tuple[int, int]]:
    found = (CELL.fullmatch(value) for value in request.form.getlist("gap"))
    return ((int(match[1]), int(match[2])) for match in found if match)
