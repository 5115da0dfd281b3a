"""A school's own export: which of its columns says what, guessed from the titles, chosen by a person, then kept."""

import hashlib
from collections.abc import Mapping, Sequence

from pwa.domain import names
from pwa.domain.errors import Invalid
from pwa.domain.roster_columns import CANDIDATE_COLUMNS, Column, Header
from pwa.domain.words import N_, Sentence

FRANCE = "FRANCE"
"""The country of birth of everybody when no column says it."""
REQUIRED = (Column.LAST_NAME, Column.FIRST_NAME, Column.BIRTH_DATE, Column.SEX)
FIELDS = CANDIDATE_COLUMNS

LABELS = {
    Column.LAST_NAME: N_("Nom de naissance"),
    Column.FIRST_NAME: N_("Prénom"),
    Column.BIRTH_DATE: N_("Date de naissance"),
    Column.SEX: N_("Sexe"),
    Column.BIRTH_INSEE: N_("Code INSEE de la commune de naissance"),
    Column.BIRTH_POSTAL_CODE: N_("Code postal de la commune de naissance"),
    Column.BIRTH_CITY: N_("Commune de naissance"),
    Column.BIRTH_COUNTRY: N_("Pays de naissance"),
    Column.RECIPIENT_EMAIL: N_("E-mail de qui reçoit les résultats"),
    Column.CONVOCATION_EMAIL: N_("E-mail de convocation"),
    Column.EXTERNAL_ID: N_("Identifiant externe"),
    Column.EXTRA_TIME: N_("Temps majoré"),
    Column.CLASS_NAME: N_("Classe"),
    Column.SEAT: N_("Poste"),
}
_TITLES = {
    Column.LAST_NAME: ("nom de naissance", "nom de famille", "nom patronymique", "nom eleve", "nom de l eleve", "nom"),
    Column.FIRST_NAME: ("prenom", "prenom eleve", "prenom de l eleve", "prenom 1", "prenoms"),
    Column.BIRTH_DATE: ("date de naissance", "date naissance", "ne e le", "nee le", "ne le", "naissance", "date naiss"),
    Column.SEX: ("sexe", "genre", "civilite"),
    Column.BIRTH_INSEE: ("code insee", "insee", "code commune", "code commune naissance", "code insee naissance"),
    Column.BIRTH_POSTAL_CODE: ("code postal naissance", "code postal de naissance", "cp naissance"),
    Column.BIRTH_CITY: ("commune de naissance", "ville de naissance", "lieu de naissance", "commune naissance"),
    Column.BIRTH_COUNTRY: ("pays de naissance", "pays naissance", "pays"),
    Column.RECIPIENT_EMAIL: (),
    Column.CONVOCATION_EMAIL: ("e mail", "email", "mail", "courriel", "adresse e mail", "mel"),
    Column.EXTERNAL_ID: ("identifiant externe", "ine", "identifiant", "id national", "numero", "matricule"),
    Column.EXTRA_TIME: ("temps majore", "tiers temps", "majoration"),
    Column.CLASS_NAME: ("classe", "division", "groupe", "code structure"),
    Column.SEAT: ("poste", "place"),
}

MISSING = N_("Choisissez la colonne de : %(field)s.")
TWICE = N_("La colonne « %(title)s » est choisie deux fois : gardez-la pour une seule information.")
GONE = N_("Cette colonne n'est pas dans le fichier. Choisissez-en une de la liste.")


def digest(titles: Sequence[str]) -> str:
    """Return what tells files with the same titles, however these are spaced and accented."""
    return hashlib.sha256("\x1f".join(names.fold(title) for title in titles).encode()).hexdigest()


def guess(titles: Sequence[str]) -> dict[Column, int]:
    """Return the columns that their titles give away, each once; those of Pix Certif's file first."""
    folded = [names.fold(title) for title in titles]
    found = {column: place for column, place in Header(1, titles).places().items() if column in FIELDS}
    for column, known in _TITLES.items():
        place = next((folded.index(title) for title in known if title in folded), None)
        if place is not None and column not in found and place not in found.values():
            found[column] = place
    return found


def check(titles: Sequence[str], chosen: Mapping[Column, int]) -> None:
    """Refuse a choice that lacks what everybody must have, takes a column twice, or one that is not there."""
    for column in REQUIRED:
        if column not in chosen:
            raise Invalid(Sentence(MISSING, field=LABELS[column]), "mapping_incomplete")
    taken: set[int] = set()
    for place in chosen.values():
        if not 0 <= place < len(titles):
            raise Invalid(GONE, "mapping_unknown")
        if place in taken:
            raise Invalid(Sentence(TWICE, title=titles[place].strip()), "mapping_twice")
        taken.add(place)
