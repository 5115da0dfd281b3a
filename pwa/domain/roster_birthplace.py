"""The place of birth: in France an INSEE code, or a postal code and a commune; abroad 99 and a commune.

Codes are checked by their shape only. Each check raises Invalid about its own field (see roster_fields).
"""

import re
from dataclasses import dataclass

from pwa.domain import names
from pwa.domain.errors import Invalid
from pwa.domain.roster_fields import optional_text
from pwa.domain.words import N_

ABROAD = "99"

_INSEE = re.compile(r"(0[1-9]|[1-8]\d|9[0-8]|2[AB])\d{3}", re.ASCII)
_POSTAL = re.compile(r"\d{5}", re.ASCII)


def birth_country(text: str) -> str:
    """Return the country of birth, by its name."""
    country = optional_text(text)
    if not country:
        raise Invalid(N_("Écrivez le pays de naissance, par exemple FRANCE."), "CANDIDATE_BIRTH_COUNTRY_REQUIRED")
    if not any(character.isalpha() for character in names.fold(country)):
        raise Invalid(N_("Écrivez le nom du pays de naissance, en lettres."), "CANDIDATE_BIRTH_COUNTRY_NOT_FOUND")
    return country


@dataclass(frozen=True)
class BirthPlace:
    """The four fields as they were written; each answer depends on the others."""

    insee: str
    postal_code: str
    city: str
    country: str

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
        return city

    def _is_abroad(self) -> bool:
        return names.fold(self.country) != "france"

    def _insee_abroad(self) -> str:
        if self.insee.strip() != ABROAD:
            sentence = N_("Née ou né hors de France : écrivez 99 ; née ou né en France : écrivez FRANCE comme pays.")
            raise Invalid(sentence, "CANDIDATE_FOREIGN_INSEE_CODE_NOT_VALID")
        return ABROAD

    def _insee_in_france(self) -> str:
        code = self.insee.strip().upper()
        if not (code or self.postal_code.strip() or self.city.strip()):
            sentence = N_("Écrivez le code INSEE de la commune de naissance, ou bien son code postal et son nom.")
            raise Invalid(sentence, "CANDIDATE_BIRTH_INFORMATION_REQUIRED")
        if code == ABROAD:
            sentence = N_("99 veut dire hors de France : corrigez le pays, ou écrivez le code INSEE de la commune.")
            raise Invalid(sentence, "CANDIDATE_BIRTH_INSEE_CODE_NOT_VALID")
        if code and not _INSEE.fullmatch(code):
            sentence = N_("Écrivez les 5 caractères du code INSEE, zéro compris, par exemple 01004 ou 2A004.")
            raise Invalid(sentence, "CANDIDATE_BIRTH_INSEE_CODE_NOT_VALID")
        return code

    def _postal_code_abroad(self) -> str:
        if self.postal_code.strip():
            sentence = N_("Née ou né hors de France : laissez le code postal vide.")
            raise Invalid(sentence, "CANDIDATE_FOREIGN_POSTAL_CODE_MUST_BE_EMPTY")
        return ""

    def _postal_code_in_france(self) -> str:
        code = self.postal_code.strip()
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
        return code
