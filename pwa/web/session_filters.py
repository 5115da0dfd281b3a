"""The filters of the centre's list of sessions: asked in the address, so that a list can be kept and sent."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types
from wtforms.validators import Length, Optional

from pwa.adapters.spoken import later
from pwa.domain.sessions import LABELS, State
from pwa.domain.words import N_
from pwa.operations.session_list import Sought
from pwa.web.forms import Form, trimmed

ARCHIVED = "archived"
LONGEST = 200


class FiltersForm(Form):
    """What is looked for; no field names a person, as all of it stands in the address."""

    class Meta:
        """Nothing changes by looking."""

        csrf = False

    text = StringField(
        _("Rechercher un site, une salle, un numéro"), filters=[trimmed], validators=[Length(max=LONGEST)]
    )
    state = SelectField(
        _("État"),
        default="",
        choices=[
            SelectChoice("", later(N_("Tous"))),
            *(SelectChoice(state.value, later(label)) for state, label in LABELS.items()),
            SelectChoice(ARCHIVED, later(N_("Archivées"))),
        ],
    )
    room = SelectField(
        _("Salle"), default="", filters=[trimmed], validate_choice=False, validators=[Length(max=LONGEST)]
    )
    first_day = DateField(_("Du"), validators=[Optional()])
    last_day = DateField(_("Au"), validators=[Optional()])

    @classmethod
    def asked(cls) -> "FiltersForm":
        """Return the form as the address fills it."""
        form = cls(request.args)
        form.validate()
        return form

    @property
    def sought(self) -> Sought:
        """What is looked for; a field that says nothing sensible looks for nothing."""
        state = self._right("state") or ""
        return Sought(
            text=self._right("text") or "",
            state=State(state) if state in list(State) else None,
            room=self._right("room") or "",
            first_day=self._day("first_day"),
            last_day=self._day("last_day"),
            archived=state == ARCHIVED,
        )

    @property
    def asked_for(self) -> dict[str, str]:
        """What of it is said, for the address of another page of the same list."""
        return {name: request.args[name] for name in self._fields if request.args.get(name)}

    def offer(self, rooms: Sequence[str]) -> None:
        """Give the rooms to choose from."""
        chosen = [self.room.data] if self.room.data and self.room.data not in rooms else []
        every = SelectChoice("", later(N_("Toutes")))
        self.room.choices = [every, *(SelectChoice(room, room) for room in (*chosen, *rooms))]

    def _right(self, name: str) -> Any:
        return None if self[name].errors else self[name].data

    def _day(self, name: str) -> date | None:
        found: date | None = self._right(name)
        return found
