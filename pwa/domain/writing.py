"""What people type, paste or send in a file, without the characters that are no writing."""

import re

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""Characters that are no writing, some of which no database holds."""


def one_line(text: str) -> str:
    """Return what was written on one line, whatever spaces and line ends were in it."""
    return " ".join(CONTROLS.sub("", text).split())


def several_lines(text: str) -> str:
    """Return what was written on several lines; a new line, of which browsers send two characters, is one."""
    return CONTROLS.sub("", text).replace("\r\n", "\n").strip()
