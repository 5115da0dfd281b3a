"""The place of birth: in France an INSEE code, or a postal code and a commune; abroad 99 and a commune.

Codes are checked by their shape, and by the official lists where there is an atlas. Each check raises Invalid about
its own field (see roster_fields).
"""

import re
from collections.abc import Container
from dataclasses import dataclass

from pwa.domain import names
from pwa.domain.atlas import Atlas
from pwa.domain.errors import Invalid
from pwa.domain.roster_fields import optional_text
from pwa.domain.words import N_, Sentence

ABROAD = "99"

_INSEE = re.compile(r"(0[1-9]|[1-8]\d|9[0-8]|2[AB])\d{3}", re.ASCII)
_POSTAL = re.compile(r"\d{5}", re.ASCII)
_MOST_NAMES = 5

NO_COUNTRY = N_("Aucun pays ne porte ce nom : écrivez-le en français, par exemple MAROC ; pour l'outre-mer, FRANCE.")
MAYBE_COUNTRY = N_("Aucun pays ne porte ce nom : peut-être %(country)s.")
NO_COMMUNE = N_("Ce code INSEE n'est celui d'aucune commune : corrigez-le, ou écrivez le code postal et la commune.")
NO_POSTAL_CODE = N_("Ce code postal n'existe pas : corrigez-le, ou écrivez le code INSEE de la commune.")
OTHER_COMMUNE = N_("Le code postal %(code)s est celui de : %(names)s. Corrigez le code postal ou la commune.")


def birth_country(text: str, atlas: Atlas | None = None) -> str:
    """Return the country of birth, by its name."""
    country = optional_text(text)
    if not country:
        raise Invalid(N_("Écrivez le pays de naissance, par exemple FRANCE."), "CANDIDATE_BIRTH_COUNTRY_REQUIRED")
    if not any(character.isalpha() for character in names.fold(country)):
        raise Invalid(N_("Écrivez le nom du pays de naissance, en lettres."), "CANDIDATE_BIRTH_COUNTRY_NOT_FOUND")
    if atlas and not atlas.has_country(country):
        near = atlas.country_like(country)
        sentence = Sentence(MAYBE_COUNTRY, country=near) if near else NO_COUNTRY
        raise Invalid(sentence, "CANDIDATE_BIRTH_COUNTRY_NOT_FOUND")
    return country


@dataclass(frozen=True)
class BirthPlace:
    """The four fields as they were written; each answer depends on the others."""

    insee: str
    postal_code: str
    city: str
    country: str
    atlas: Atlas | None = None

    def checked_insee(self) -> str:
        """Return the INSEE code, « 99 » when born abroad, "" when the postal code and the commune say it."""
        return self._insee_abroad() if self._is_abroad() else self._insee_in_france()

    def checked_postal_code(self) -> str:
        """Return the postal code, "" when born abroad or when the INSEE code says it."""
        return self._postal_code_abroad() if self._is_abroad() else self._postal_code_in_france()

    def checked_city(self) -> str:
        """Return the commune; "" only when the INSEE code says it."""
        city = optional_text(self.city)
        if not city and self._is_abroad():
            sentence = N_("Née ou né hors de France : écrivez le nom de la commune de naissance.")
            raise Invalid(sentence, "CANDIDATE_FOREIGN_BIRTH_CITY_REQUIRED")
        if not city and self.postal_code.strip() and not self.insee.strip():
            raise Invalid(N_("Écrivez le nom de la commune de naissance."), "CANDIDATE_BIRTH_CITY_REQUIRED")
        if city and not self._is_abroad() and not self.insee.strip():
            self._check_served(city)
        return city

    def _check_served(self, city: str) -> None:
        """Refuse a commune that its postal code does not serve."""
        code = self._with_zero(self.postal_code.strip(), self.atlas.by_postal_code if self.atlas else ())
        served = self.atlas.of_postal_code(code) if self.atlas else ()
        if self.atlas and served and not self.atlas.serves(code, city):
            told = ", ".join(served[:_MOST_NAMES]) + ("…" if len(served) > _MOST_NAMES else "")
            sentence = Sentence(OTHER_COMMUNE, code=code, names=told)
            raise Invalid(sentence, "CANDIDATE_BIRTH_POSTAL_CODE_CITY_NOT_VALID")

    def _with_zero(self, code: str, known: Container[str]) -> str:
        """Return a code with the first zero that a spreadsheet took away, when that makes one that is known."""
        return f"0{code}" if len(code) == 4 and f"0{code}" in known else code

    def _is_abroad(self) -> bool:
        return names.fold(self.country) != "france"

    def _insee_abroad(self) -> str:
        if self.insee.strip() != ABROAD:
            sentence = N_("Née ou né hors de France : écrivez 99 ; née ou né en France : écrivez FRANCE comme pays.")
            raise Invalid(sentence, "CANDIDATE_FOREIGN_INSEE_CODE_NOT_VALID")
        return ABROAD

    def _insee_in_france(self) -> str:
        code = self._with_zero(self.insee.strip().upper(), self.atlas.communes if self.atlas else ())
        if not (code or self.postal_code.strip() or self.city.strip()):
            sentence = N_("Écrivez le code INSEE de la commune de naissance, ou bien son code postal et son nom.")
            raise Invalid(sentence, "CANDIDATE_BIRTH_INFORMATION_REQUIRED")
        if code == ABROAD:
            sentence = N_("99 veut dire hors de France : corrigez le pays, ou écrivez le code INSEE de la commune.")
            raise Invalid(sentence, "CANDIDATE_BIRTH_INSEE_CODE_NOT_VALID")
        if code and not _INSEE.fullmatch(code):
            sentence = N_("Écrivez les 5 caractères du code INSEE, zéro compris, par exemple 01004 ou 2A004.")
            raise Invalid(sentence, "CANDIDATE_BIRTH_INSEE_CODE_NOT_VALID")
        if code and self.atlas and not self.atlas.has_commune(code):
            raise Invalid(NO_COMMUNE, "CANDIDATE_BIRTH_INSEE_CODE_NOT_VALID")
        return code

    def _postal_code_abroad(self) -> str:
        if self.postal_code.strip():
            sentence = N_("Née ou né hors de France : laissez le code postal vide.")
            raise Invalid(sentence, "CANDIDATE_FOREIGN_POSTAL_CODE_MUST_BE_EMPTY")
        return ""

    def _postal_code_in_france(self) -> str:
        code = self._with_zero(self.postal_code.strip(), self.atlas.by_postal_code if self.atlas else ())
        if code and self.insee.strip():
            sentence = N_("Écrivez le code INSEE ou le code postal, pas les deux : laissez celui-ci vide.")
            raise Invalid(sentence, "CANDIDATE_BIRTH_INSEE_CODE_OR_BIRTH_POSTAL_CODE_AND_BIRTH_CITY_REQUIRED")
        if not code and self.city.strip() and not self.insee.strip():
            raise Invalid(
                N_("Écrivez le code postal de la commune de naissance."), "CANDIDATE_BIRTH_POSTAL_CODE_REQUIRED"
            )
        if code and not _POSTAL.fullmatch(code):
            sentence = N_("Écrivez les 5 chiffres du code postal, zéro compris, par exemple 01000.")
            raise Invalid(sentence, "CANDIDATE_BIRTH_POSTAL_CODE_NOT_FOUND")
        if code and self.atlas and not self.atlas.of_postal_code(code):
            raise Invalid(NO_POSTAL_CODE, "CANDIDATE_BIRTH_POSTAL_CODE_NOT_FOUND")
        return code
