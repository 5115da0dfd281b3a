"""An admission lives fifteen minutes; a request, as long as somebody is heard asking."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain import admission
from tests.domain.known import MICROSECOND, NOW, after


@pytest.mark.parametrize(
    ("now", "live"), [(NOW, True), (after(minutes=15) - MICROSECOND, True), (after(minutes=15), False)]
)
def test_an_admission_is_live_for_fifteen_minutes(now: datetime, live: bool) -> None:
    assert admission.is_live(NOW + admission.VALIDITY, now) is live
    assert admission.has_lapsed(NOW + admission.VALIDITY, now) is not live


def test_an_admission_tells_when_it_was_given() -> None:
    assert admission.given_at(after(minutes=15)) == NOW


@given(st.datetimes().map(lambda moment: moment.replace(tzinfo=NOW.tzinfo)))
def test_without_an_admission_nothing_is_live_nor_lapsed(now: datetime) -> None:
    assert not admission.is_live(None, now)
    assert not admission.has_lapsed(None, now)


def test_a_request_is_forgotten_after_ninety_seconds_of_silence() -> None:
    assert not admission.is_forgotten(NOW, after(90) - MICROSECOND)
    assert admission.is_forgotten(NOW, after(90))


def test_a_request_is_withdrawn_four_seconds_after_its_page_was_closed() -> None:
    assert not admission.is_withdrawn(NOW, after(4) - MICROSECOND)
    assert admission.is_withdrawn(NOW, after(4))


def test_a_request_whose_page_is_open_is_not_withdrawn() -> None:
    assert not admission.is_withdrawn(None, after(hours=1))


def test_nobody_asking_is_never_forgotten() -> None:
    assert not admission.is_forgotten(None, after(hours=1))


def test_our_absence_withdraws_and_forgets_no_request() -> None:
    assert not admission.is_forgotten(NOW, after(150) - MICROSECOND, after(60))
    assert admission.is_forgotten(NOW, after(150), after(60))
    assert not admission.is_withdrawn(NOW, after(64) - MICROSECOND, after(60))
    assert admission.is_withdrawn(NOW, after(64), after(60))
    assert admission.is_withdrawn(after(60), after(64), NOW)
