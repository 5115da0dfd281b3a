"""The breaker: a service that is down does not slow the others."""

from pwa.adapters.breaker import FIRST_PAUSE, LONGEST_PAUSE, THRESHOLD, Breaker


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def _broken(clock: Clock, failures: int = THRESHOLD) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(failures):
        breaker.record("down", reached=False)
    return breaker


def test_a_few_failures_pause_nothing() -> None:
    assert _broken(Clock(), THRESHOLD - 1).pause("down") == 0


def test_failures_in_a_row_pause_their_host_only() -> None:
    breaker = _broken(Clock())
    assert breaker.pause("down") == FIRST_PAUSE
    assert breaker.pause("up") == 0


def test_after_the_pause_one_goes_ahead_and_the_others_wait() -> None:
    clock = Clock()
    breaker = _broken(clock)
    clock.seconds += FIRST_PAUSE
    assert breaker.pause("down") == 0
    assert breaker.pause("down") == FIRST_PAUSE


def test_pauses_grow_up_to_a_limit() -> None:
    assert _broken(Clock(), THRESHOLD + 1).pause("down") == 2 * FIRST_PAUSE
    assert _broken(Clock(), 10_000).pause("down") == LONGEST_PAUSE


def test_one_success_forgets_everything() -> None:
    breaker = _broken(Clock())
    breaker.record("down", reached=True)
    assert breaker.pause("down") == 0
    breaker.record("down", reached=False)
    assert breaker.pause("down") == 0
