"""Text cut where a reader sees a boundary: an accent, an emoji or a flag is never cut in two (after UAX 29)."""

from collections.abc import Iterator
from unicodedata import category

ELLIPSIS = "…"
_JOINER = "\u200d"
_NON_JOINER = "\u200c"


def cut(text: str, max_bytes: int) -> str:
    """`text` in at most `max_bytes` of UTF-8, with an ellipsis when something is missing; lone surrogates become �."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if _size(text) <= max_bytes:
        return text
    ellipsis = ELLIPSIS if max_bytes >= _size(ELLIPSIS) else ""
    return _beginning(text, max_bytes - _size(ellipsis)).rstrip() + ellipsis


def clusters(text: str) -> Iterator[str]:
    """The characters as a reader counts them."""
    start, flags = 0, 0
    for at in range(1, len(text)):
        flags = flags + 1 if _is_flag_half(text[at - 1]) else 0
        if not _holds(text[at - 1], text[at], half_flag=flags % 2 == 1):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _beginning(text: str, max_bytes: int) -> str:
    kept, used = [], 0
    for cluster in clusters(text):
        used += _size(cluster)
        if used > max_bytes:
            break
        kept.append(cluster)
    return "".join(kept)


def _size(text: str) -> int:
    return len(text.encode())


def _holds(before: str, after: str, *, half_flag: bool) -> bool:
    """Whether nothing may be cut between two code points; `half_flag` when `before` opens a pair of flag letters."""
    if before == _JOINER or after in (_JOINER, _NON_JOINER):
        return True
    if (before, after) == ("\r", "\n") or (half_flag and _is_flag_half(after)):
        return True
    return category(after) in ("Mn", "Mc", "Me") or _is_modifier(after) or _is_syllable_part(before, after)


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_modifier(character: str) -> bool:
    """Skin tones, and the tags that spell the flags of regions."""
    return "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f"


def _is_syllable_part(before: str, after: str) -> bool:
    """Hangul written letter by letter: a vowel or a final after what can open the syllable."""
    opened = "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    return opened and "\u1160" <= after <= "\u11ff"
