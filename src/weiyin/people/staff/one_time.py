"""The second factor: one-time codes by time (RFC 6238), six digits, 30 seconds, each used once."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from weiyin.base.clock import to_us
from weiyin.base.ids import SYSTEM_RNG, Rng

CODE_LIFE = timedelta(seconds=30)
_DIGITS = 6
_SLACK = 1
"""Steps that a telephone's clock may be away from ours, either way."""


def new_seed(rng: Rng = SYSTEM_RNG) -> str:
    """160 bits of chance in base 32, as authenticator apps take them."""
    return base64.b32encode(rng.getrandbits(160).to_bytes(20)).decode()


def code_at(seed: str, at: datetime) -> str:
    """The code of a moment."""
    return _code(seed, _step(at))


def step_of(seed: str, code: str, at: datetime, used: int) -> int | None:
    """The step whose code this is: near `at`, and after `used`, the last one spent."""
    now = _step(at)
    for step in range(max(now - _SLACK, used + 1), now + _SLACK + 1):
        if hmac.compare_digest(_code(seed, step).encode(), code.encode()):
            return step
    return None


def seed_uri(seed: str, login: str, bank: str) -> str:
    """What an authenticator app scans (the de-facto `otpauth` scheme)."""
    label = quote(f"{bank}:{login}")
    return f"otpauth://totp/{label}?{urlencode({'secret': seed, 'issuer': bank})}"


def _step(at: datetime) -> int:
    return to_us(at) // (CODE_LIFE // timedelta(microseconds=1))


def _code(seed: str, step: int) -> str:
    # SHA-1 is what authenticator apps speak; HMAC does not rest on its collisions.
    return HOTP(base64.b32decode(seed), _DIGITS, SHA1()).generate(step).decode()  # noqa: S303
