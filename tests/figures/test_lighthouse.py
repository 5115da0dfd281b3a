"""What is read of a report of Lighthouse."""

from typing import Any

from tests.figures.lighthouse import CATEGORIES, Figures


def told() -> dict[str, Any]:
    category = {"score": 0.97, "auditRefs": [{"id": "meta-description", "weight": 1}, {"id": "note", "weight": 0}]}
    audits: dict[str, Any] = {
        "meta-description": {"id": "meta-description", "title": "No description", "score": 0},
        "note": {"id": "note", "title": "Only said", "score": 0},
        "network-requests": {"details": {"items": [{"transferSize": 1500}, {"transferSize": 500}]}},
    }
    for name in ("first-contentful-paint", "largest-contentful-paint", "cumulative-layout-shift"):
        audits[name] = {"id": name, "title": name, "score": 1, "numericValue": 0.5}
    return {"categories": dict.fromkeys(CATEGORIES, category), "audits": audits}


def test_scores_are_out_of_a_hundred_and_bytes_are_summed() -> None:
    figures = Figures.read(told())
    assert figures.scores == dict.fromkeys(CATEGORIES, 97)
    assert (figures.kilobytes, figures.requests) == (2, 2)


def test_only_what_costs_points_is_told() -> None:
    assert Figures.read(told()).missed == ("meta-description: No description",)
