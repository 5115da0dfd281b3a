"""Contacts: the free lines in which a centre says whom to call, and the telephone numbers in them."""

import re
from dataclasses import dataclass

NATIONAL = r"0(?:[\s./()-]*\d){9}(?!\w)"
INTERNATIONAL = r"\+[1-9](?:[\s.()-]*\d){7,15}(?!\w|[\s.()-]*\d)"
NUMBER = re.compile(rf"(?<![\w+])(?:{NATIONAL}|{INTERNATIONAL})")
"""What is written as a number to dial: a national one, whatever follows it, or one that begins with +."""
LENGTHS = {"0": (10, 10), "+": (9, 16)}
"""Shortest and longest of each, the first sign counted."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a line; `number` is what a telephone dials when it is one, empty otherwise."""

    text: str
    number: str = ""


Line = tuple[Piece, ...]


def read(text: str) -> tuple[Line, ...]:
    """Return the lines that say something, each in pieces that make it up again."""
    return tuple(tuple(_pieces(line)) for line in (raw.strip() for raw in text.splitlines()) if line)


def _pieces(line: str) -> list[Piece]:
    pieces, end = [], 0
    for found in NUMBER.finditer(line):
        if number := _dialled(found.group()):
            pieces += [Piece(line[end : found.start()]), Piece(found.group(), number)]
            end = found.end()
    return [piece for piece in (*pieces, Piece(line[end:])) if piece.text]


def _dialled(written: str) -> str:
    """Return the digits to dial, empty when they make no number; « +33 (0)6… » is dialled without its zero."""
    number = re.sub(r"[^\d+]", "", written.replace("(0)", "") if written.startswith("+") else written)
    shortest, longest = LENGTHS[number[0]]
    return number if shortest <= len(number) <= longest else ""
