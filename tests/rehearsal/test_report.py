"""The report: which promises are kept, and how it is told to people and to programs."""

import json

import pytest

from tests.rehearsal import report
from tests.rehearsal.findings import Findings
from tests.rehearsal.measures import BUDGETS, CHANGE, CLOSED, LABELS, Measures


@pytest.fixture
def findings() -> Findings:
    measures = Measures(tuple(BUDGETS))
    for what, budget in BUDGETS.items():
        measures.add(what, budget.seconds / 2)
    return Findings((), measures)


def test_a_percentile_is_a_value_that_was_measured() -> None:
    measures = Measures()
    for value in range(1, 101):
        measures.add(CHANGE, value)
    assert [measures.percentile(CHANGE, percent) for percent in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert measures.percentile(CLOSED, 50) is None


def test_every_promise_kept_is_a_success(findings: Findings) -> None:
    assert report.is_kept(findings)
    assert "Toutes les promesses sont tenues." in report.as_table(findings)


@pytest.mark.parametrize("what", list(BUDGETS))
def test_one_budget_missed_is_a_failure(findings: Findings, what: str) -> None:
    findings.measures.add(what, BUDGETS[what].seconds + 0.1)
    assert not report.is_kept(findings)
    assert "MANQUÉE" in report.as_table(findings)


def test_a_budget_that_was_not_measured_is_missed() -> None:
    assert not report.is_kept(Findings(()))


def test_what_was_not_promised_is_not_missed() -> None:
    assert report.is_kept(Findings((), Measures(promised=())))


def test_something_lost_or_falsely_alarmed_is_a_failure(findings: Findings) -> None:
    findings.false_alarms.append("Salle 12 · L. D. · signal perdu")
    assert not report.is_kept(findings)
    findings.false_alarms.clear()
    findings.lost.append("window_closed · Léa D'ALMEIDA")
    assert not report.is_kept(findings)


def test_the_json_holds_the_figures_of_the_table(findings: Findings) -> None:
    figures = json.loads(report.as_json(findings, 24, 60))
    assert figures["measures"].keys() == LABELS.keys()
    assert figures["measures"][CLOSED]["p95"] == BUDGETS[CLOSED].seconds / 2
    assert (figures["false_alarms"], figures["lost_events"], figures["kept"]) == ([], [], True)


def test_what_arrived_twice_is_counted_and_no_failure(findings: Findings) -> None:
    assert json.loads(report.as_json(findings, 24, 60))["duplicates"] == 0
    assert "notifications en double : 0" in report.as_table(findings)
