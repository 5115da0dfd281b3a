"""The columns of Pix Certif's mass import of sessions and ours, and the header that places them in a file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from pwa.domain import names
from pwa.domain.roster_values import Finding
from pwa.domain.words import N_, Sentence

MISSING = N_("La colonne « %(column)s » manque : ajoutez-la à la ligne des titres, même si elle reste vide.")
UNKNOWN = N_("Aucun titre n'est reconnu : gardez en première ligne ceux du fichier d'import de Pix Certif.")
REPEATED = N_("Cette colonne est là deux fois : supprimez celle qui est de trop.")
NO_SESSION = N_("Ce fichier ne dit pas de quelle session sont ces candidats : choisissez-la, ou créez-la d'abord.")
NOT_READ = N_("Cette colonne n'est pas lue.")


class Column(StrEnum):
    """A column, worth its title in Pix Certif's file; the last ones are ours, and need not be there."""

    NUMBER = "Numéro de session préexistante"
    SITE = "* Nom du site"
    ROOM = "* Nom de la salle"
    DATE = "* Date de début (format: JJ/MM/AAAA)"
    TIME = "* Heure de début (heure locale format: HH:MM)"
    INVIGILATORS = "* Surveillant(s)"
    NOTES = "Observations (optionnel)"
    LAST_NAME = "* Nom de naissance"
    FIRST_NAME = "* Prénom"
    BIRTH_DATE = "* Date de naissance (format: JJ/MM/AAAA)"
    SEX = "* Sexe (M ou F)"
    BIRTH_INSEE = "Code INSEE de la commune de naissance"
    BIRTH_POSTAL_CODE = "Code postal de la commune de naissance"
    BIRTH_CITY = "Nom de la commune de naissance"
    BIRTH_COUNTRY = "* Pays de naissance"
    RECIPIENT_EMAIL = "E-mail du destinataire des résultats (formateur, enseignant…)"
    CONVOCATION_EMAIL = "E-mail de convocation"
    EXTERNAL_ID = "Identifiant externe"
    EXTRA_TIME = "Temps majoré ? (exemple format: 33%)"
    CLASS_NAME = "Classe"
    SEAT = "Poste"
    CERTIFICATION = "Certification"


OWN_COLUMNS = (Column.CLASS_NAME, Column.SEAT, Column.CERTIFICATION)
SESSION_COLUMNS = (*takewhile(lambda column: column is not Column.LAST_NAME, Column), Column.CERTIFICATION)
CANDIDATE_COLUMNS = tuple(column for column in Column if column not in SESSION_COLUMNS)


def _subject(title: str) -> str:
    """Return what a title is about: no star, no note between brackets, no case or accent."""
    return names.fold(re.sub(r"\([^)]*\)?", " ", title))


_COLUMNS = {_subject(column): column for column in Column}


@dataclass(frozen=True)
class Header:
    """A file's first written line: which column stands where, by its titles or as somebody chose (`chosen`).

    `sessions` tells whether the file must name the sessions of its candidates itself.
    """

    line: int
    titles: Sequence[str]
    chosen: Mapping[Column, int] | None = None
    sessions: bool = True

    def places(self) -> Mapping[Column, int]:
        """Return the place of each known column; the first one when a title comes twice."""
        if self.chosen is not None:
            return self.chosen
        known = [(_COLUMNS.get(_subject(title)), place) for place, title in enumerate(self.titles)]
        return {column: place for column, place in reversed(known) if column}

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong in the header: columns that are missing, or there twice."""
        places = self.places()
        if not places:
            return (self._wrong("", UNKNOWN),)
        if self.sessions and places.keys().isdisjoint(SESSION_COLUMNS):
            return (Finding(self.line, "", "SESSION_REQUIRED", "", NO_SESSION),)
        if self.chosen is not None:
            return ()
        wanted = (*(SESSION_COLUMNS if self.sessions else ()), *CANDIDATE_COLUMNS)
        missing = [column for column in wanted if column not in (*places, *OWN_COLUMNS)]
        return tuple(self._wrong(column, Sentence(MISSING, column=column.value)) for column in missing) + tuple(
            self._wrong(title, REPEATED, title) for title in self._repeated(places)
        )

    def doubts(self) -> list[Finding]:
        """Return the titles of columns that nobody reads."""
        read = set(self.places().values()) | {
            place for place, title in enumerate(self.titles) if _COLUMNS.get(_subject(title))
        }
        return [
            Finding(self.line, title.strip(), "COLUMN_NOT_READ", "", NOT_READ)
            for place, title in enumerate(self.titles)
            if title.strip() and place not in read
        ]

    def _repeated(self, places: Mapping[Column, int]) -> list[str]:
        return [
            title.strip()
            for place, title in enumerate(self.titles)
            if (column := _COLUMNS.get(_subject(title))) and places[column] != place
        ]

    def _wrong(self, title: str, sentence: str, value: str = "") -> Finding:
        return Finding(self.line, title, "CSV_HEADERS_NOT_VALID", value, sentence)
