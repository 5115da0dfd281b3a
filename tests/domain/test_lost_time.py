"""Lost time: what each rule gives back for an interruption, what is proposed in all, and who shared an outage."""

from datetime import datetime

import pytest

from pwa.domain import lost_time
from pwa.domain.lost_time import NO_LOSS, NOT_BACK, NOT_COUNTED, RULES, Decision, Loss, Rule
from pwa.domain.spans import WORDS, Cause
from tests.domain.known import MICROSECOND, NOW, after


def loss(
    began: float = 0,
    ended: float | None = 120,
    cause: Cause = Cause.NETWORK,
    claimed: float | None = None,
    decision: Decision | None = None,
    of: int = 1,
    number: int = 1,
) -> Loss:
    """An interruption, in seconds after NOW."""

    def at(seconds: float | None) -> datetime | None:
        return None if seconds is None else after(seconds)

    return Loss(number, of, cause, after(began), at(ended), at(claimed), decision)


@pytest.mark.parametrize(
    ("rule", "ended", "claimed", "seconds"),
    [
        (Rule.LAST_BEAT, 120, None, 120),
        (Rule.LAST_BEAT, 20, 5, 20),
        (Rule.LAST_BEAT, None, None, 0),
        (Rule.CLAIMED, 120, 45, 75),
        (Rule.CLAIMED, 120, 120, 0),
        (Rule.CLAIMED, 120, -30, 120),
        (Rule.CLAIMED, 120, None, 0),
        (Rule.CLAIMED, None, 45, 0),
        (Rule.OVER_MINUTE, 60, None, 0),
        (Rule.OVER_MINUTE, 61, None, 61),
        (Rule.OVER_MINUTE, None, None, 0),
        (Rule.NONE, 600, 5, 0),
    ],
)
def test_each_rule_counts_its_own_way(rule: Rule, ended: float | None, claimed: float | None, seconds: float) -> None:
    assert lost_time.lost(loss(ended=ended, claimed=claimed), rule) == after(seconds) - NOW


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("cause", Cause)
def test_only_what_costs_time_is_given_back(cause: Cause, rule: Rule) -> None:
    given = lost_time.lost(loss(cause=cause, claimed=30), rule)
    assert bool(given) == (WORDS[cause].costs_time and rule is not Rule.NONE)


def test_every_rule_has_its_words() -> None:
    assert RULES.keys() == set(Rule)
    assert len({words.label for words in RULES.values()}) == len({words.help for words in RULES.values()}) == len(Rule)


@pytest.mark.parametrize(("lengths", "minutes"), [([], 0), ([1], 1), ([60], 1), ([61], 2), ([20, 20, 20], 1)])
def test_the_sum_is_rounded_up_once_in_favour_of_the_candidate(lengths: list[float], minutes: int) -> None:
    losses = [loss(began=1000 * place, ended=1000 * place + length) for place, length in enumerate(lengths)]
    assert lost_time.minutes(losses, Rule.LAST_BEAT) == minutes


@pytest.mark.parametrize("decision", Decision)
def test_what_is_decided_is_proposed_no_more(decision: Decision) -> None:
    losses = [loss(decision=decision), loss(began=300, ended=360, number=2)]
    assert lost_time.to_decide(losses, Rule.LAST_BEAT) == losses[1:]
    assert lost_time.minutes(losses, Rule.LAST_BEAT) == 1


@pytest.mark.parametrize(
    ("losses", "rule", "sentence"),
    [
        ([], Rule.LAST_BEAT, NO_LOSS),
        ([loss(cause=Cause.HIDDEN, ended=None)], Rule.LAST_BEAT, NO_LOSS),
        ([loss(ended=None)], Rule.LAST_BEAT, NOT_BACK),
        ([loss(ended=30)], Rule.OVER_MINUTE, NOT_COUNTED),
        ([loss()], Rule.NONE, NOT_COUNTED),
    ],
)
def test_nothing_to_grant_is_said_with_its_reason(losses: list[Loss], rule: Rule, sentence: str) -> None:
    assert lost_time.refusal(losses, rule) == sentence


def test_those_who_were_cut_within_ten_seconds_shared_an_outage() -> None:
    one, two, three = loss(number=1, of=1), loss(4, number=2, of=2), loss(10, None, number=3, of=3)
    late = loss(10 + MICROSECOND.total_seconds(), number=4, of=4)
    assert lost_time.outages([late, three, two, one]) == [(one, two, three)]


def test_one_candidate_cut_twice_is_no_outage() -> None:
    assert lost_time.outages([loss(0, 3), loss(5, 9, number=2)]) == []


@pytest.mark.parametrize(("cause", "shared"), [(cause, words.costs_time) for cause, words in WORDS.items()])
def test_what_happens_at_one_place_alone_is_no_outage(cause: Cause, shared: bool) -> None:
    together = [loss(cause=cause), loss(2, cause=cause, of=2, number=2)]
    assert bool(lost_time.outages(together)) == (shared and cause not in (Cause.CLOSED, Cause.MOVED))


def test_an_outage_is_counted_from_its_first_interruption() -> None:
    cut = [loss(7 * place, of=place, number=place) for place in range(4)]
    assert [[one.id for one in outage] for outage in lost_time.outages(cut)] == [[0, 1], [2, 3]]
