"""Ten wrong passwords lock for two minutes, twenty for four; thirty, for good when so asked."""

from datetime import timedelta

import pytest

from pwa.domain.lockouts import after_failure, is_locked
from tests.domain.known import MICROSECOND, NOW, after


@pytest.mark.parametrize(("failures", "minutes"), [(10, 2), (20, 4), (30, 8), (40, 16)])
def test_every_ten_failures_lock_twice_as_long(failures: int, minutes: int) -> None:
    lock = after_failure(failures - 1, NOW, for_good=False)
    assert (lock.failures, lock.locked_until) == (failures, NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("failures", [1, 9, 11, 19, 21, 29])
def test_between_the_tens_nothing_locks(failures: int) -> None:
    lock = after_failure(failures - 1, NOW, for_good=True)
    assert (lock.locked_until, lock.blocked) == (None, False)


@pytest.mark.parametrize("failures", [30, 31, 40])
def test_thirty_failures_block_for_good(failures: int) -> None:
    assert after_failure(failures - 1, NOW, for_good=True).blocked


def test_a_session_password_never_blocks_for_good() -> None:
    assert not after_failure(29, NOW, for_good=False).blocked


def test_a_lock_opens_at_its_hour() -> None:
    assert is_locked(after(minutes=2), after(minutes=2) - MICROSECOND)
    assert not is_locked(after(minutes=2), after(minutes=2))
    assert not is_locked(None, NOW)
