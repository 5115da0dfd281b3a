"""Who plays: the candidates, what each of them will live, and the file that enrols them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pwa.domain.cast import Role, names
from pwa.domain.roster_columns import Column

PASSWORD = "Rep-etition-2030"
SMALLEST = 8
EACH = 240  # seconds in which a phone is told of one misfortune of each kind without gathering
MISFORTUNES = (Role.CLOSES, Role.LOSES, Role.MOVES, Role.RELOADS, Role.HICCUPS, Role.HIDES)
HARMLESS = (Role.RELOADS, Role.HICCUPS, Role.HIDES, Role.STAYS)
"""What nobody should be called for: a quiet room is made of these alone."""


@dataclass(frozen=True)
class Part:
    """One candidate: who, what will happen, and whether they arrive before their presence is confirmed."""

    first_name: str
    last_name: str
    birth_date: str  # JJ/MM/AAAA, as typed and as written in the file
    email: str
    role: Role
    asks: bool


def cast(candidates: int, seconds: int) -> list[Part]:
    """At most an eighth of the room for each misfortune and for early arrivals, as many finish, the others stay.

    No more than there is time for: a phone that is sent more than six messages a minute gathers them.
    """
    eighth = max(1, min(candidates // 8, seconds // EACH))
    roles = [role for role in (*MISFORTUNES, Role.FINISHES) for _ in range(eighth)]
    roles += [Role.STAYS] * (candidates - len(roles))
    return _parts(roles, asking=range(candidates - eighth, candidates))


def quiet_cast(candidates: int) -> list[Part]:
    """A room where nothing happens that needs anybody."""
    return _parts([HARMLESS[index % len(HARMLESS)] for index in range(candidates)], asking=range(0))


def _parts(roles: Sequence[Role], asking: range) -> list[Part]:
    named = enumerate(zip(names(), roles, strict=False))
    return [_part(index, name, role, index in asking) for index, (name, role) in named]


def _part(index: int, name: tuple[str, str], role: Role, asks: bool) -> Part:
    birth_date = f"{index % 28 + 1:02}/{index // 28 % 12 + 1:02}/2009"
    return Part(name[0], name[1], birth_date, f"candidat{index}@example.org", role, asks)


def enrolment(parts: Sequence[Part], day: date) -> bytes:
    """The file that a centre would import: one session on that day, all its candidates."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.value for column in Column], restval="", delimiter=";")
    writer.writeheader()
    for part in parts:
        writer.writerow(_row(part, day))
    return text.getvalue().encode("utf-8-sig")


def _row(part: Part, day: date) -> dict[str, str]:
    return {
        Column.SITE: "Lycée de la Répétition",
        Column.ROOM: "Salle 12",
        Column.DATE: f"{day:%d/%m/%Y}",
        Column.TIME: "08:30",
        Column.INVIGILATORS: "Claire Moreau, Karim Haddad",
        Column.LAST_NAME: part.last_name,
        Column.FIRST_NAME: part.first_name,
        Column.BIRTH_DATE: part.birth_date,
        Column.SEX: "F",
        Column.BIRTH_INSEE: "86194",
        Column.BIRTH_COUNTRY: "FRANCE",
    }
