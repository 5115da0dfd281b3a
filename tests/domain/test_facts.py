"""What is known of a candidate says by itself whether the test runs."""

import pytest

from pwa.domain.attempts import State
from pwa.domain.facts import Ending
from tests.domain.known import a_test


@pytest.mark.parametrize("ending", Ending)
def test_only_a_running_test_runs(ending: Ending) -> None:
    assert a_test(state=ending).running is (ending is Ending.RUNNING)


def test_every_ending_is_a_state_of_the_candidate() -> None:
    assert {ending.value for ending in Ending} < {state.value for state in State}
