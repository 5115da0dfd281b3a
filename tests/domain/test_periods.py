"""What days make a period, and when it is over."""

from datetime import date, timedelta

import pytest

from pwa.domain import years
from pwa.domain.errors import Invalid
from pwa.domain.periods import BACKWARDS, LONGEST, TOO_LONG, check, is_on, is_over

DAY = date(2030, 11, 20)


@pytest.mark.parametrize("days", [0, 1, LONGEST - 1])
def test_a_day_or_a_year_make_a_period(days: int) -> None:
    check(DAY, DAY + timedelta(days=days))


@pytest.mark.parametrize(("days", "sentence"), [(-1, BACKWARDS), (LONGEST, TOO_LONG)])
def test_days_backwards_or_too_many_make_none(days: int, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(DAY, DAY + timedelta(days=days))
    assert refused.value.sentence == sentence


@pytest.mark.parametrize("odd", [date.min, date(1999, 12, 31), date(2101, 1, 1), date.max])
def test_days_of_another_time_make_none(odd: date) -> None:
    for days in ((odd, odd), (DAY, odd), (odd, DAY)):
        with pytest.raises(Invalid) as refused:
            check(*days)
        assert refused.value.sentence == years.ODD


@pytest.mark.parametrize("last", [date(2000, 1, 1), date(2100, 12, 31)])
def test_the_calendar_goes_from_2000_to_2100(last: date) -> None:
    check(last, last)


def test_both_ends_are_within() -> None:
    around = [DAY + timedelta(days=days) for days in range(-1, 4)]
    assert [is_on(DAY, DAY + timedelta(days=2), day) for day in around] == [False, True, True, True, False]
    assert [is_over(DAY + timedelta(days=2), day) for day in around] == [False, False, False, False, True]
