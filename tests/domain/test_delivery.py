"""What each answer of a push service leads to, row by row."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain.delivery import Answer, Decision, back_off, decide

NOW = datetime(2030, 11, 20, 14, 2, tzinfo=UTC)
CREATED, EXPIRES = NOW - timedelta(seconds=10), NOW + timedelta(seconds=170)
LAST_YEAR = NOW - timedelta(days=365)


def _decide(answer: Answer, **known: Any) -> Decision:
    """The decision for a first try, ten seconds after the alert, to a phone known for a year."""
    usual: dict[str, Any] = {
        "tries": 1,
        "dropped_topic": False,
        "minimal": False,
        "created_at": CREATED,
        "expires_at": EXPIRES,
        "device_created_at": LAST_YEAR,
        "now": NOW,
        "jitter": 0.5,
    }
    return decide(answer, **usual | known)


def _in(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_an_accepted_message_is_over(status: int) -> None:
    assert _decide(Answer(status)) == Decision("accepted", "accepted")


def test_accepted_after_the_alert_s_life_is_accepted_all_the_same() -> None:
    assert _decide(Answer(201), now=EXPIRES + timedelta(seconds=1)).state == "accepted"


def test_400_is_our_mistake_and_not_repeated() -> None:
    assert _decide(Answer(400)) == Decision("failed", "malformed")
    assert _decide(Answer(400, reason="BadJwtToken")) == Decision("failed", "malformed")


def test_a_refused_topic_is_dropped_once() -> None:
    refused = Answer(400, reason="BadWebPushTopic")
    assert _decide(refused) == Decision("due", "topic_refused", NOW, drop_topic=True)
    assert _decide(refused, dropped_topic=True) == Decision("failed", "malformed", drop_topic=True)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("device_created_at", [LAST_YEAR, NOW])
def test_a_refused_key_deletes_nothing(status: int, device_created_at: datetime) -> None:
    decision = _decide(Answer(status), device_created_at=device_created_at)
    assert decision == Decision("failed", "key_refused", device="renew")


@pytest.mark.parametrize("status", [404, 410])
def test_a_gone_device_is_switched_off(status: int) -> None:
    assert _decide(Answer(status)) == Decision("gone", "gone", device="switch_off")


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("age", [0, 59.9])
@pytest.mark.parametrize("waited", [0, 50])
def test_a_device_just_made_has_a_second_chance(status: int, age: float, waited: float) -> None:
    decision = _decide(Answer(status), device_created_at=_in(-age), created_at=_in(-waited))
    assert decision == Decision("due", "gone_early", _in(30))


def test_a_device_of_a_minute_has_none() -> None:
    assert _decide(Answer(410), device_created_at=_in(-60)).state == "gone"


def test_a_second_chance_comes_once() -> None:
    young = {"device_created_at": _in(-1), "created_at": _in(-1)}
    again = _decide(Answer(410), **young)
    assert again.due_at
    assert _decide(Answer(410), **young, tries=2, now=again.due_at).state == "gone"


def test_a_second_chance_is_kept_for_after_other_troubles() -> None:
    young = {"device_created_at": _in(-5), "created_at": _in(-5)}
    assert _decide(Answer(410), **young, tries=3).outcome == "gone_early"


def test_a_second_chance_past_the_alert_s_life_leaves_the_device_alone() -> None:
    decision = _decide(Answer(410), device_created_at=NOW, expires_at=_in(30))
    assert decision == Decision("failed", "gone_early")


@pytest.mark.parametrize("status", [406, 429])
@pytest.mark.parametrize(("retry_after", "wait"), [(20.0, 20.5), (0.0, 1.0), (None, 1.0)])
def test_a_service_that_asks_to_slow_down_is_obeyed(status: int, retry_after: float | None, wait: float) -> None:
    assert _decide(Answer(status, retry_after)) == Decision("due", "throttled", _in(wait))


@pytest.mark.parametrize("status", [406, 429, 503])
@pytest.mark.parametrize("retry_after", [170.0, 86_400.0])
def test_a_wait_past_the_alert_s_life_is_a_failure_now(status: int, retry_after: float) -> None:
    decision = _decide(Answer(status, retry_after))
    assert (decision.state, decision.due_at, decision.device) == ("failed", None, "keep")


def test_too_large_is_made_minimal_once() -> None:
    assert _decide(Answer(413)) == Decision("due", "too_large", NOW, minimal=True)
    assert _decide(Answer(413), minimal=True) == Decision("failed", "too_large", minimal=True)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 507, 599])
def test_a_service_in_trouble_is_tried_later(status: int) -> None:
    assert _decide(Answer(status)) == Decision("due", "service_error", _in(1))


def test_a_service_in_trouble_may_say_when() -> None:
    assert _decide(Answer(503, 12.0)).due_at == _in(12.5)


@pytest.mark.parametrize("problem", ["network", "timeout", "tls", "proxy", "refused_address", "paused"])
def test_a_problem_on_the_way_is_tried_later(problem: str) -> None:
    assert _decide(Answer(problem=problem), tries=2) == Decision("due", problem, _in(2))


def test_a_paused_service_is_tried_after_its_pause() -> None:
    assert _decide(Answer(problem="paused", retry_after=5.0)).due_at == _in(5.5)


def test_an_answer_that_says_nothing_is_a_network_problem() -> None:
    assert _decide(Answer()).outcome == "network"


def test_a_problem_at_the_end_of_the_alert_s_life_is_a_failure() -> None:
    assert _decide(Answer(problem="network"), expires_at=_in(1)) == Decision("failed", "network")


def test_bad_keys_ask_for_a_new_subscription() -> None:
    assert _decide(Answer(problem="bad_keys")) == Decision("failed", "bad_keys", device="renew")


def test_an_endpoint_no_longer_allowed_is_a_failure() -> None:
    assert _decide(Answer(problem="refused_endpoint")) == Decision("failed", "refused_endpoint")


@pytest.mark.parametrize("status", [402, 405, 411, 415, 422, 451])
def test_another_refusal_is_our_mistake(status: int) -> None:
    assert _decide(Answer(status)) == Decision("failed", "refused")


@pytest.mark.parametrize("status", [100, 301, 302, 307, 308, 999])
def test_an_answer_out_of_place_may_pass(status: int) -> None:
    assert _decide(Answer(status)).state == "due"


@pytest.mark.parametrize(("tries", "seconds"), [(0, 1), (1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (10_000, 30)])
def test_each_try_waits_longer_up_to_half_a_minute(tries: int, seconds: float) -> None:
    assert back_off(tries, 0.5) == seconds


def test_back_offs_are_spread() -> None:
    assert back_off(3, 0.0) == 2.0
    assert back_off(3, 0.999) == pytest.approx(6.0, abs=0.01)


PROBLEMS = ["network", "timeout", "tls", "proxy", "refused_address", "paused", "refused_endpoint", "bad_keys"]
ANSWERS = st.one_of(
    st.builds(Answer, st.integers(100, 599), st.none() | st.floats(0, 86_400), st.none(), st.just("BadWebPushTopic")),
    st.builds(Answer, st.none(), st.none() | st.floats(0, 60), st.sampled_from(PROBLEMS)),
)


@given(ANSWERS, st.integers(1, 50), st.booleans(), st.booleans(), st.floats(0, 200), st.floats(0, 0.999))
def test_whatever_the_answer_the_decision_holds_together(
    answer: Answer, tries: int, dropped: bool, minimal: bool, left: float, jitter: float
) -> None:
    """Due within the alert's life and not before now; flags never fall back; a device is switched off only if gone."""
    expires_at = NOW + timedelta(seconds=left)
    decision = _decide(
        answer, tries=tries, dropped_topic=dropped, minimal=minimal, expires_at=expires_at, jitter=jitter
    )
    assert (decision.due_at is not None) == (decision.state == "due")
    assert decision.due_at is None or NOW <= decision.due_at < expires_at
    assert decision.drop_topic >= dropped
    assert decision.minimal >= minimal
    assert decision.device != "switch_off" or answer.status in (404, 410)
    assert len(decision.outcome) <= 24
