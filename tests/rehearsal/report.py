"""The report: one table for people, or the same figures as one JSON object."""

import json
from typing import Any

from tests.rehearsal.findings import Findings
from tests.rehearsal.measures import BUDGETS, LABELS, Measures

PERCENTILES = {"p50": 50, "p95": 95, "p99": 99, "max": 100}
SHOWN = ("p50", "p95", "max")


def is_kept(findings: Findings) -> bool:
    """Whether every promise was: the budgets, nothing lost, nobody called for nothing."""
    return findings.is_clean and all(findings.measures.is_met(what) for what in BUDGETS)


def as_json(findings: Findings, candidates: int, seconds: int) -> str:
    """Durations in seconds."""
    measures = {what: _figures(findings.measures, what) for what in LABELS}
    return json.dumps(
        {
            "candidates": candidates,
            "seconds": seconds,
            "measures": measures,
            "false_alarms": findings.false_alarms,
            "lost_events": findings.lost,
            "duplicates": findings.duplicates,
            "repeated_requests": findings.measures.failures,
            "kept": is_kept(findings),
        },
        ensure_ascii=False,
        indent=2,
    )


def as_table(findings: Findings) -> str:
    """What a person reads in a terminal."""
    width = max(map(len, LABELS.values()))
    head = f"{'':{width}}  {'n':>5}  " + "  ".join(f"{name:>8}" for name in SHOWN) + "  promesse"
    lines = [head, *(_line(findings.measures, what, width) for what in LABELS), ""]
    lines += _list("fausses alertes", findings.false_alarms) + _list("événements perdus", findings.lost)
    lines.append(f"notifications en double : {findings.duplicates}")
    lines += _list("requêtes refaites après une panne", findings.measures.failures)
    lines.append("Toutes les promesses sont tenues." if is_kept(findings) else "Une promesse n'est pas tenue.")
    return "\n".join(lines)


def _line(measures: Measures, what: str, width: int) -> str:
    figures = _figures(measures, what)
    cells = "  ".join(f"{_duration(figures[name]):>8}" for name in SHOWN)
    return f"{LABELS[what]:{width}}  {figures['count']:>5}  {cells}  {_promise(measures, what)}".rstrip()


def _promise(measures: Measures, what: str) -> str:
    budget = measures.budget(what)
    if budget is None:
        return ""
    verdict = "tenue" if measures.is_met(what) else "MANQUÉE"
    return f"p{budget.percent} ≤ {_duration(budget.seconds)} : {verdict}"


def _figures(measures: Measures, what: str) -> dict[str, Any]:
    figures: dict[str, Any] = {"count": len(measures.taken[what])}
    for name, percent in PERCENTILES.items():
        value = measures.percentile(what, percent)
        figures[name] = None if value is None else round(value, 4)
    budget = measures.budget(what)
    if budget:
        figures["budget"] = {"percentile": f"p{budget.percent}", "seconds": budget.seconds}
        figures["kept"] = measures.is_met(what)
    return figures


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "—"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s".replace(".", ",")


def _list(title: str, entries: list[str]) -> list[str]:
    return [f"{title} : {len(entries)}", *(f"  - {entry}" for entry in entries)]
