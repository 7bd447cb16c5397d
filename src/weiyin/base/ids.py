"""Identifiers: time-ordered ids for rows, opaque tokens for anything a stranger might see."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from weiyin.base.clock import to_us

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_SHIFTS = {length: tuple(range(5 * length - 10, -1, -10)) for length in (26, 32)}


class Rng(Protocol):
    """Where randomness comes from; `secrets.SystemRandom` in production, seeded in a replay."""

    def getrandbits(self, k: int, /) -> int: ...


class Chance:
    """The machine's own randomness, unless a replay has lent the whole process its dice."""

    def __init__(self) -> None:
        self._source: Rng = secrets.SystemRandom()

    def getrandbits(self, k: int, /) -> int:
        return self._source.getrandbits(k)

    @contextmanager
    def replayed(self, dice: Rng) -> Iterator[None]:
        """All chance comes from `dice` meanwhile. For the seeded simulation alone."""
        own, self._source = self._source, dice
        try:
            yield
        finally:
            self._source = own


SYSTEM_RNG = Chance()


def row_id(at: datetime, rng: Rng = SYSTEM_RNG) -> str:
    """26 characters, sorted by time of making: 50 bits of microseconds, 80 of chance."""
    return _base32((to_us(at) << 80) | rng.getrandbits(80), 26)


def is_row_id(said: str) -> bool:
    """Whether a stranger's words have a row id's shape: only such are looked up."""
    return len(said) == 26 and set(said) <= set(_ALPHABET)


def opaque_token(rng: Rng = SYSTEM_RNG) -> str:
    """32 characters, 160 bits of chance: for handles, sessions, `state` and nonces."""
    return _base32(rng.getrandbits(160), 32)


def token_key(token: str) -> str:
    """What a table keeps of a token: whoever reads the table cannot use it. Any text has one."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def digits(count: int, rng: Rng = SYSTEM_RNG) -> str:
    """`count` decimal digits, each equally likely (the bias of 128 spare bits is below 2⁻¹⁰⁰)."""
    return str(rng.getrandbits(128 + 4 * count) % 10**count).zfill(count)


def _base32(number: int, length: int) -> str:
    """`length` characters, an even number of them."""
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in _SHIFTS[length]])
