"""What people type, paste or send in a file, without the characters that are no writing."""

import re

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Characters that are no writing: some no database holds, others are seen by nobody or turn the text around them."""


def one_line(text: str) -> str:
    """Return what was written on one line, whatever spaces and line ends were in it."""
    return " ".join(CONTROLS.sub("", text).split())


def several_lines(text: str) -> str:
    """Return what was written on several lines; a new line, of which browsers send two characters, is one."""
    return CONTROLS.sub("", text).replace("\r\n", "\n").strip()
