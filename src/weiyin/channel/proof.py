"""The signature of a machine of the bank's own: over moment, address and body, with its own key.

The key of each is made from one key of the install, so nothing is stored for it, and a machine that
is stolen speaks for no other.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

from weiyin.base.mask import Secret

FRESH_S = 300
_SECONDS = re.compile(r"\d{10}", re.ASCII)


def branch_key(key: Secret, book: str, place_id: str) -> bytes:
    """What the machine of that branch is given, once, at its installing; `key` is `feed_key`."""
    return hmac.digest(key.reveal().encode(), f"branch\n{book}\n{place_id}".encode(), sha256)


def core_feed_key(key: Secret, book: str) -> bytes:
    """What the core signs with when it tells of `book`; `key` is `core_key`."""
    return hmac.digest(key.reveal().encode(), f"core\n{book}".encode(), sha256)


def signature_of(key: bytes, timestamp: str, path: str, body: bytes) -> str:
    return hmac.digest(key, f"{timestamp}\n{path}\n".encode() + body, sha256).hex()


def is_proven(
    key: bytes, timestamp: str, signature: str, path: str, body: bytes, now_s: int
) -> bool:
    """Whether the machine said exactly this, within five minutes of `now_s`."""
    if not _SECONDS.fullmatch(timestamp) or abs(int(timestamp) - now_s) > FRESH_S:
        return False
    wanted = signature_of(key, timestamp, path, body)
    return hmac.compare_digest(wanted.encode(), signature.encode(errors="replace"))
