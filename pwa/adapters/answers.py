"""Reading a push service's answer: the few facts that are kept, none of its text."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from requests import Response
from urllib3.exceptions import HTTPError

from pwa.domain.delivery import Answer

LONGEST_RETRY_AFTER = 86_400.0
READ_BYTES = 2048
# The words Apple's service gives as reasons; anything else a service says is not repeated.
REASONS = frozenset({
    "BadAuthorizationHeader", "BadDeviceToken", "BadJwtToken", "BadMessageId", "BadPath", "BadWebPushTopic",
    "BadWebPushRequest", "ExpiredJwtToken", "ExpiredToken", "Forbidden", "InternalServerError", "MethodNotAllowed",
    "PayloadEmpty", "PayloadTooLarge", "ServiceUnavailable", "Shutdown", "TooManyRequests", "Unregistered",
    "VapidPkHashMismatch",
})  # fmt: skip


def read(response: Response, now: datetime) -> Answer:
    """The answer in our words; `now` is what a date in Retry-After is measured from."""
    return Answer(
        status=response.status_code,
        retry_after=_retry_after(response.headers.get("Retry-After", ""), now),
        reason=_reason(_beginning(response)),
        message_id=_message_id(response.headers.get("apns-id", "")),
    )


def _beginning(response: Response) -> bytes:
    """What one read gives of the body: enough for a reason, and a service cannot keep us reading."""
    try:
        return bytes(response.raw.read1(READ_BYTES))
    except (HTTPError, OSError):
        return b""


def _reason(body: bytes) -> str | None:
    words = re.findall(r"[A-Za-z]{4,40}", body.decode("utf-8", "replace"))
    return next((word for word in words if word in REASONS), None)


def _message_id(text: str) -> str | None:
    return text if re.fullmatch(r"[A-Za-z0-9-]{1,64}", text) else None


def _retry_after(text: str, now: datetime) -> float | None:
    """Seconds from now: the header holds seconds or an HTTP date; None when it holds neither."""
    text = text.strip()
    if re.fullmatch(r"[0-9]+", text):
        return min(float(text[:10]), LONGEST_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - now).total_seconds()), LONGEST_RETRY_AFTER)
