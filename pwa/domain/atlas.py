"""The atlas: which communes and countries there are, by the official codes and however people spell their names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from pwa.domain import names

_SHORT = {"st": "saint", "ste": "sainte"}
_DISTRICT = re.compile(r"(\d+)(?:er|e|eme)? arrondissement$")
_DELIVERY = re.compile(r" cedex( \d+)?$")


def key(name: str) -> str:
    """Return what makes two spellings one commune's or country's: « St-Étienne », « SAINT ETIENNE » are the same."""
    words = [_SHORT.get(word, word.lstrip("0")) for word in _DELIVERY.sub("", names.fold(name)).split()]
    return "".join(_DISTRICT.sub(r"\1", " ".join(words)).split())


@dataclass(frozen=True)
class Atlas:
    """Communes by INSEE code, names of communes by postal code, countries by the key of their names."""

    communes: Mapping[str, str]
    by_postal_code: Mapping[str, tuple[str, ...]]
    countries: Mapping[str, str]
    _known: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)

    def has_commune(self, insee: str) -> bool:
        """Tell whether a code is that of a commune, of today or of yesterday."""
        return insee in self.communes

    def of_postal_code(self, code: str) -> tuple[str, ...]:
        """Return the names of the communes that a postal code serves; none when there is no such code."""
        return self.by_postal_code.get(code, ())

    def serves(self, code: str, city: str) -> bool:
        """Tell whether a postal code serves the commune of that name."""
        if code not in self._known:
            self._known[code] = frozenset(map(key, self.of_postal_code(code)))
        return key(city) in self._known[code]

    def has_country(self, name: str) -> bool:
        """Tell whether a country or territory has that name."""
        return key(name) in self.countries

    def country_like(self, name: str) -> str | None:
        """Return the country whose name is nearly that, None when none is."""
        near = get_close_matches(key(name), self.countries, 1, 0.75)
        return self.countries[near[0]] if near else None

    def country_names(self) -> list[str]:
        """Return the usual names of the countries, in the order of the alphabet."""
        return sorted(set(self.countries.values()), key=names.fold)


def atlas(communes: Iterable[tuple[str, str, str]], countries: Iterable[tuple[str, str, str]]) -> Atlas:
    """Return the atlas of these communes (code, name, postal codes) and countries (code, name, whole name or "")."""
    by_code: dict[str, str] = {}
    by_postal_code: dict[str, list[str]] = {}
    for code, name, postal_codes in communes:
        by_code.setdefault(code, name)
        for postal_code in postal_codes.split():
            by_postal_code.setdefault(postal_code, []).append(name)
    known = [(spelt, name) for _, name, whole in countries for spelt in (name, whole) if spelt]
    return Atlas(
        by_code,
        {code: tuple(dict.fromkeys(served)) for code, served in by_postal_code.items()},
        {key(spelt): name for spelt, name in known},
    )
