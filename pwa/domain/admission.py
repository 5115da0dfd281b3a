"""Admission: the invigilator lets one candidate enter once, within 15 minutes."""

from datetime import datetime, timedelta

from pwa.domain.connectivity import GRACE

VALIDITY = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(seconds=90)


def given_at(admitted_until: datetime) -> datetime:
    """Return when an admission was given."""
    return admitted_until - VALIDITY


def is_live(admitted_until: datetime | None, now: datetime) -> bool:
    """Tell whether an admission can still be used: strictly less than 15 minutes old, neither used nor cancelled."""
    return admitted_until is not None and now < admitted_until


def has_lapsed(admitted_until: datetime | None, now: datetime) -> bool:
    """Tell whether an admission ran out unused."""
    return admitted_until is not None and now >= admitted_until


def forgotten_at(request_seen_at: datetime | None, resumed_at: datetime | None) -> datetime | None:
    """Return when a page that asks will have been silent for too long, or silent since our return (`resumed_at`)."""
    return request_seen_at and max(request_seen_at, resumed_at or request_seen_at) + FORGOTTEN_AFTER


def withdrawn_at(request_left_at: datetime | None, resumed_at: datetime | None) -> datetime | None:
    """Return when the request of a page that was closed lapses: later if another could not come in its place."""
    return request_left_at and max(request_left_at, resumed_at or request_left_at) + GRACE


def is_forgotten(request_seen_at: datetime | None, now: datetime, resumed_at: datetime | None = None) -> bool:
    """Tell whether the page that asks has fallen silent; a hidden page may only call once a minute."""
    moment = forgotten_at(request_seen_at, resumed_at)
    return moment is not None and now >= moment


def is_withdrawn(request_left_at: datetime | None, now: datetime, resumed_at: datetime | None = None) -> bool:
    """Tell whether the page that asked was closed, and no other came in its place (a reload takes a moment)."""
    moment = withdrawn_at(request_left_at, resumed_at)
    return moment is not None and now >= moment
