"""WeChat's signature: SHA-1 over the sorted, joined parts, in lower-case hexadecimal.

`signature` covers token, timestamp and nonce; `msg_signature` covers the sealed message as well.
The parts are joined without a delimiter, so the shapes of timestamp and nonce must be strict.
"""

from __future__ import annotations

import hashlib
import hmac
import re

_SHAPE = re.compile(r"[0-9a-f]{40}")


def sign(*parts: str) -> str:
    """The signature of `parts`, whatever their order."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def is_signed(given: str, *parts: str) -> bool:
    """Whether `given` is the signature of `parts`, in time that does not depend on `given`."""
    shaped = _SHAPE.fullmatch(given) is not None
    return hmac.compare_digest(given if shaped else "0" * 40, sign(*parts)) and shaped
