"""How long things take: half of the time, and 99 times in 100."""

from hypothesis import given
from hypothesis import strategies as st

from pwa.domain.percentiles import Spread, spread


def test_nothing_took_no_time() -> None:
    assert spread([]) == Spread(0, None, None)


def test_a_hundred_values() -> None:
    assert spread([float(value) for value in range(100, 0, -1)]) == Spread(100, 50.0, 99.0)


@given(st.lists(st.floats(0, 1000), min_size=1))
def test_what_is_told_did_happen(values: list[float]) -> None:
    told = spread(values)
    assert told.half is not None
    assert told.most is not None
    assert min(values) <= told.half <= told.most <= max(values)
    assert {told.half, told.most} <= set(values)
