"""What was let in lately, so that a captured signature does not open the door to other words.

The memory is by signature, not by (timestamp, nonce): WeChat joins the sorted parts without a
delimiter, so swapped parts have the same signature and meet the same memory. It belongs to one
process; in safe mode the signature covers the message itself, which is why it is recommended.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

_GENERATION_S = 600.0
"""Freshness lets a timestamp live from 5 minutes ahead of us to 5 minutes behind."""


class NonceMemory:
    """Two generations of what was seen: bounded, and each entry lives one to two of them."""

    def __init__(self, monotonic: Callable[[], float], capacity: int = 100_000) -> None:
        self._monotonic = monotonic
        self._capacity = capacity
        self._young: dict[str, tuple[bytes, float]] = {}
        self._old: dict[str, tuple[bytes, float]] = {}
        self._turned = monotonic()

    def admit(self, signature: str, question: bytes, *, fresh: bool, retry_s: float) -> bool:
        """Whether a push that proved itself may pass.

        `question` is everything that must be the same when WeChat delivers again. A push that is
        no longer fresh passes only as a known one, first seen at most `retry_s` seconds ago.
        """
        now = self._monotonic()
        digest = hashlib.blake2b(question, digest_size=16).digest()
        known = self._young.get(signature) or self._old.get(signature)
        if known is not None:
            same = hmac.compare_digest(known[0], digest)
            return same and (fresh or now - known[1] <= retry_s)
        if fresh:
            self._remember(signature, digest, now)
        return fresh

    def _remember(self, signature: str, digest: bytes, now: float) -> None:
        if len(self._young) >= self._capacity or now - self._turned > _GENERATION_S:
            self._old, self._young, self._turned = self._young, {}, now
        self._young[signature] = (digest, now)
