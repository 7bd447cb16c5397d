"""Pictures and sounds a phone without camera and microphone sends."""

from __future__ import annotations

import struct
import zlib

_WIDTH, _HEIGHT = 240, 160


def picture(hue: int = 0) -> bytes:
    """A small PNG: a sky over a hill, tinted by `hue` (0–255)."""
    rows = bytearray()
    for y in range(_HEIGHT):
        rows.append(0)
        for x in range(_WIDTH):
            hill = _HEIGHT - 40 - ((x - 80) * (x - 80)) // -220 - x // 6
            sky = (110 + y // 2, 170 + y // 3, 225)
            grass = (70 + (hue & 63), 140 - y // 8, 80)
            rows.extend(grass if y > hill else sky)
    header = struct.pack("!IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    pieces = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in pieces)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))


def sound(words: str, *, wide: bool) -> bytes:
    """An AMR file of silence, one 20 ms frame a character; `wide` is the 16 kHz kind."""
    if wide:
        return b"#!AMR-WB\n" + (b"\x04" + bytes(17)) * max(1, len(words))
    return b"#!AMR\n" + (b"\x04" + bytes(12)) * max(1, len(words))


def seconds(words: str) -> int:
    """How long the words take to say, at four characters a second."""
    return max(1, min(60, -(-len(words) // 4)))
