"""Chance that repeats: one seed and one label, one row of numbers, on any Python."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Dice:
    """An `Rng`. Every label has a row of its own, so that one more customer moves no branch.

    The generator is splitmix64 (Steele, Lea, Flood 2014): small, even, and nobody's secret.
    """

    def __init__(self, seed: int, *label: object) -> None:
        name = "/".join(map(str, (seed, *label)))
        self._state = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])

    def getrandbits(self, k: int, /) -> int:
        words = -(-k // 64)
        bits = 0
        for _ in range(words):
            bits = bits << 64 | self._word()
        return bits >> (64 * words - k)

    def below(self, count: int) -> int:
        """0 … `count` - 1."""
        return self.getrandbits(64) * count >> 64

    def between(self, first: int, last: int) -> int:
        """`first` … `last`, both included."""
        return first + self.below(last - first + 1)

    def pick(self, things: Sequence[T]) -> T:
        return things[self.below(len(things))]

    def percent(self, chance: int) -> bool:
        """True `chance` times in a hundred."""
        return self.below(100) < chance

    def sample(self, things: Sequence[T], count: int) -> list[T]:
        """`count` different ones, in chance order."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(count)]

    def _word(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & _MASK
        return z ^ z >> 31
