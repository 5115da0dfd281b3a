"""Reports on a question: which reasons it may have, what becomes of it, what the candidate reads."""

import pytest

from pwa.domain.errors import Illegal, Invalid
from pwa.domain.question_reports import DECIDED, LABELS, Reason, State, check_open, read_reason, reasons, told
from pwa.domain.questions import Part, Piece, Question, asked, at, spare_for

PLAIN = Question("plain", "text", "Quoi ?")
ALWAYS = (Reason.SITE_DOWN, Reason.SITE_BLOCKED, Reason.SOFTWARE, Reason.PLATFORM, Reason.ACCESSIBILITY)


def with_parts(*parts: Part) -> Question:
    return Question("rich", "text", "Quoi ?", parts=tuple(Piece(part) for part in parts))


def test_some_reasons_are_always_offered() -> None:
    assert reasons(PLAIN, None) == ALWAYS


@pytest.mark.parametrize(
    ("part", "reason"),
    [(Part.IMAGE, "E1"), (Part.EMBED, "E2"), (Part.ATTACHMENT, "E3"), (Part.FOCUS, "E10")],
)
def test_a_part_of_the_question_offers_its_own(part: Part, reason: str) -> None:
    assert set(reasons(with_parts(part), None)) == {*ALWAYS, Reason(reason)}


@pytest.mark.parametrize(("extra_time", "offered"), [(33, True), (None, False), (0, False)])
def test_extra_time_offers_its_own(extra_time: int | None, offered: bool) -> None:
    assert (Reason.EXTRA_TIME in reasons(PLAIN, extra_time)) is offered


def test_all_of_them_stand_in_the_order_of_their_codes() -> None:
    every = reasons(with_parts(*Part), 33)
    assert every == tuple(Reason)
    assert [reason.value for reason in every] == ["E1", "E2", "E3", "E4", "E5", "E8", "E9", "E10", "E11", "E12"]


def test_each_reason_has_its_words() -> None:
    assert LABELS.keys() == set(Reason)


def test_a_reason_is_read_by_its_code() -> None:
    assert read_reason("E4", PLAIN, None) is Reason.SITE_DOWN


@pytest.mark.parametrize(
    ("code", "fault"),
    [("", "reason_missing"), ("E1", "reason_unknown"), ("E6", "reason_unknown"), ("e4", "reason_unknown")],
)
def test_what_is_no_reason_here_is_refused(code: str, fault: str) -> None:
    with pytest.raises(Invalid, match=fault):
        read_reason(code, PLAIN, None)


def test_an_open_report_may_be_decided() -> None:
    check_open(State.OPEN, None)


@pytest.mark.parametrize("state", DECIDED)
def test_another_one_may_not(state: State) -> None:
    with pytest.raises(Illegal, match="report_decided") as refused:
        check_open(state, "Karim Haddad")
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("state", "at_question", "is_replaced", "says"),
    [
        (State.OPEN, 4, True, None),
        (State.CLOSED, 4, True, None),
        (State.REFUSED, 4, True, "vous pouvez répondre à la question 4"),
        (State.REFUSED, 5, True, None),
        (State.VALIDATED, 4, True, "Voici une autre question 4"),
        (State.VALIDATED, 5, True, None),
        (State.VALIDATED, 5, False, "la question 4 est retirée"),
        (State.VALIDATED, 6, False, None),
    ],
)
def test_the_candidate_is_told_as_long_as_it_matters(
    state: State, at_question: int, is_replaced: bool, says: str | None
) -> None:
    sentence = told(state, 4, at_question, is_replaced=is_replaced)
    assert sentence is None if says is None else says in str(sentence)


# The question under a number


FIRST, SECOND = Question("first", "text", "1"), Question("second", "text", "2")
SPARE, OTHER = Question("spare", "text", "3", spare=True), Question("other", "text", "4", spare=True)
FILE = (FIRST, SPARE, SECOND, OTHER)


def test_spare_questions_are_not_asked() -> None:
    assert asked(FILE) == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("substitutes", "shown"), [({}, SECOND), ({"2": "other"}, OTHER), ({"1": "spare"}, SECOND), ({"2": "gone"}, SECOND)]
)
def test_a_number_is_its_own_question_unless_another_was_given(substitutes: dict[str, str], shown: Question) -> None:
    assert at(FILE, 2, substitutes) is shown


@pytest.mark.parametrize(("given", "next_one"), [(set(), SPARE), ({"spare"}, OTHER), ({"spare", "other"}, None)])
def test_a_spare_question_is_given_once(given: set[str], next_one: Question | None) -> None:
    assert spare_for(FILE, given) is next_one
