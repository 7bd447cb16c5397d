"""Identifiers: time-ordered ids for rows, opaque tokens for anything a stranger might see."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Protocol

from weiyin.base.clock import to_us

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread


class Rng(Protocol):
    """Where randomness comes from; `secrets.SystemRandom` in production, seeded in a replay."""

    def getrandbits(self, k: int, /) -> int: ...


SYSTEM_RNG: Rng = secrets.SystemRandom()


def row_id(at: datetime, rng: Rng = SYSTEM_RNG) -> str:
    """26 characters, sorted by time of making: 50 bits of microseconds, 80 of chance."""
    return _base32((to_us(at) << 80) | rng.getrandbits(80), 26)


def opaque_token(rng: Rng = SYSTEM_RNG) -> str:
    """32 characters, 160 bits of chance: for handles, sessions, `state` and nonces."""
    return _base32(rng.getrandbits(160), 32)


def digits(count: int, rng: Rng = SYSTEM_RNG) -> str:
    """`count` decimal digits, each equally likely (the bias of 128 spare bits is below 2⁻¹⁰⁰)."""
    return str(rng.getrandbits(128 + 4 * count) % 10**count).zfill(count)


def _base32(number: int, length: int) -> str:
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(5 * (length - 1), -1, -5))
