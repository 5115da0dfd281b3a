"""References: who deletes a row must find what names it without reading whole tables, however large the site."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table, UniqueConstraint

from pwa.models.tables import Base


def found_first(table: Table) -> Iterator[str]:
    """The columns by which rows are found at once: the first of each index."""
    yield table.primary_key.columns[0].name
    yield from (one.columns[0].name for one in table.constraints if isinstance(one, UniqueConstraint))
    yield from (one.columns[0].name for one in table.indexes)


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: str(table.name))
def test_every_reference_is_found_by_an_index(table: Table) -> None:
    assert {key.parent.name for key in table.foreign_keys} - set(found_first(table)) == set()
