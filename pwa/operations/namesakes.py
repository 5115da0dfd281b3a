"""Namesakes: people of one session who have the same name are told apart by their birth dates."""

from collections import Counter
from collections.abc import Sequence

from pwa.models.tables import Candidate


def told_apart(people: Sequence[Candidate]) -> dict[int, str]:
    """Return how to name each of a session's people, by id: « Léa ABADIE », « Lucas DUPONT (31/12/2009) »."""
    count = Counter(one.full_name for one in people)
    return {one.id: _born(one) if count[one.full_name] > 1 else one.full_name for one in people}


def _born(one: Candidate) -> str:
    return f"{one.full_name} ({one.birth_date:%d/%m/%Y})" if one.last_name else ""
