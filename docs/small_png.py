"""The same picture in a smaller PNG: browsers filter lines as for photographs, flat pages are smaller without."""

import struct
import zlib
from collections.abc import Callable, Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PLAIN, SEE_THROUGH = (8, 2, 0, 0, 0), (8, 6, 0, 0, 0)
BYTES = {PLAIN: 3, SEE_THROUGH: 4}
"""Bytes a pixel, by what Chromium writes: eight bits a colour, without or with transparency."""

Guess = Callable[[int, int, int], int]
"""A filter of the PNG specification: what is foretold of a byte by those at its left, above, and above at the left."""


def _paeth(left: int, up: int, corner: int) -> int:
    from_left, from_up, from_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if from_left <= from_up and from_left <= from_corner:
        return left
    return up if from_up <= from_corner else corner


GUESSES: tuple[Guess, ...] = (
    lambda left, up, corner: 0,
    lambda left, up, corner: left,
    lambda left, up, corner: up,
    lambda left, up, corner: (left + up) // 2,
    _paeth,
)


def shrink(png: bytes) -> bytes:
    """The picture again, without filters; ValueError when it is not of eight bits a colour."""
    chunks = dict(_chunks(png))
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if tuple(kind) not in BYTES:
        raise ValueError(f"not a picture of eight bits a colour: {kind}")
    data = zlib.decompress(b"".join(content for name, content in _chunks(png) if name == b"IDAT"))
    plain = b"".join(b"\0" + line for line in _lines(data, BYTES[tuple(kind)], width, height))
    parts = ((b"IHDR", chunks[b"IHDR"]), (b"IDAT", zlib.compress(plain, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place < len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        yield name, png[place + 8 : place + 8 + length]
        place += 12 + length


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _lines(data: bytes, size: int, width: int, height: int) -> Iterator[bytes]:
    """Each line of pixels, its filter undone."""
    length = width * size
    above = bytes(length)
    for start in range(0, height * (length + 1), length + 1):
        guess, line = GUESSES[data[start]], bytearray(data[start + 1 : start + 1 + length])
        for place, up in enumerate(above):
            left = line[place - size] if place >= size else 0
            corner = above[place - size] if place >= size else 0
            line[place] = (line[place] + guess(left, up, corner)) % 256
        above = bytes(line)
        yield above
