"""The signature of a branch's machine: over moment, address and body, with that branch's own key.

The key of a branch is made from the install's one key, so nothing is stored for it, and a machine
that is stolen speaks for no other branch.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

from weiyin.base.mask import Secret

FRESH_S = 300
_SECONDS = re.compile(r"\d{10}", re.ASCII)


def branch_key(key: Secret, book: str, place_id: str) -> bytes:
    """What the machine of that branch is given, once, at its installing."""
    return hmac.digest(key.reveal().encode(), f"branch\n{book}\n{place_id}".encode(), sha256)


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
