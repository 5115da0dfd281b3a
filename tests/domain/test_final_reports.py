"""Reports on candidates: codes, and what must be said with some."""

import pytest

from pwa.domain.errors import Invalid
from pwa.domain.final_reports import LABELS, SAY_WHAT, TOO_LONG, UNKNOWN, Code, check, read


def test_the_codes_are_the_field_s() -> None:
    assert [code.value for code in LABELS] == ["C1", "C2", "C4", "C6", "C7", "C8"]
    assert read("C6") is Code.FRAUD


@pytest.mark.parametrize("code", ["", "C3", "c1"])
def test_others_are_refused(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(code)
    assert refused.value.sentence == UNKNOWN


@pytest.mark.parametrize("code", Code)
def test_a_correction_says_what_is_right(code: Code) -> None:
    check(code, "Né le 18/05/2009")
    if code not in (Code.IDENTITY, Code.EXTRA_TIME):
        check(code, "")
        return
    with pytest.raises(Invalid) as refused:
        check(code, "")
    assert refused.value.sentence == SAY_WHAT


def test_a_report_is_short() -> None:
    check(Code.FRAUD, "a" * 500)
    with pytest.raises(Invalid) as refused:
        check(Code.FRAUD, "a" * 501)
    assert refused.value.sentence == TOO_LONG
