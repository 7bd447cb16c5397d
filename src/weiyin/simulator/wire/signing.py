"""The platform's signature: SHA-1 over the sorted parts, in lower-case hexadecimal."""

from __future__ import annotations

import hashlib
import hmac


def sign(*parts: str) -> str:
    """`sign(token, timestamp, nonce)` for the URL; with the cipher text added, for the message."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def genuine(claimed: str, *parts: str) -> bool:
    """Whether `claimed` signs `parts`; never tells by its timing how much of it is right."""
    return hmac.compare_digest(claimed.encode(), sign(*parts).encode())
