"""The figures' table and its verdict."""

from dataclasses import replace

import pytest

from tests.figures import report
from tests.figures.lighthouse import CATEGORIES, Figures

GOOD = Figures(dict.fromkeys(CATEGORIES, 100), 900, 1200, 0.004, 73.5, 32, ())


def test_the_table_has_a_line_a_page() -> None:
    head, rule, line = report.as_table({"board": GOOD}).splitlines()
    assert len({text.count("|") for text in (head, rule, line)}) == 1
    assert line == "| board | 100 | 100 | 100 | 100 | 0.90 s | 1.20 s | 0.004 | 73.5 | 32 |"


def test_a_good_page_breaks_nothing() -> None:
    assert list(report.broken({"board": GOOD})) == []


@pytest.mark.parametrize(
    ("page", "figures", "said"),
    [
        ("home", replace(GOOD, scores={**GOOD.scores, "seo": 94}, missed=("x: y",)), "home : seo 94, promis 95 (x: y)"),
        ("board", replace(GOOD, kilobytes=80.2), "board : 80.2 ko, promis 80"),
        ("home", replace(GOOD, first_paint=1001), "home : première image à 1001 ms, promise sous 1000"),
    ],
)
def test_a_broken_promise_is_said(page: str, figures: Figures, said: str) -> None:
    assert list(report.broken({page: figures})) == [said]


def test_only_the_board_is_weighed() -> None:
    assert list(report.broken({"test": replace(GOOD, kilobytes=120)})) == []
