"""What the rules' tests know of a candidate, and moments written as seconds after a beginning."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pwa.domain.facts import Ending, Facts, TestFacts

NOW = datetime(2030, 11, 20, 14, 2, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def after(seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> datetime:
    """The moment that long after NOW."""
    return NOW + timedelta(seconds=seconds, minutes=minutes, hours=hours)


def a_test(**known: Any) -> TestFacts:
    """A test that entered and gave its last sign of life at NOW, in the window « one »."""
    usual: dict[str, Any] = {"state": Ending.RUNNING, "entered_at": NOW, "last_heartbeat_at": NOW, "epoch": "one"}
    return TestFacts(**(usual | known))


def taking(**known: Any) -> Facts:
    """A candidate whose test is `a_test`."""
    return Facts(test=a_test(**known))
