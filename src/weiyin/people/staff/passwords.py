"""Passwords of staff: long, kept as a salted scrypt verifier, and judged in the same time always.

Making and judging one takes a quarter of a second of a processor: never do it inside a unit of
work, which others wait for.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from weiyin.base.errors import BadInput
from weiyin.base.ids import SYSTEM_RNG, Rng

# OWASP Password Storage Cheat Sheet: N=2^15, r=8, p=3 is one of the equal recommendations.
_COST, _BLOCK, _LANES, _BYTES = 2**15, 8, 3, 32
SHORTEST, LONGEST = 12, 128
_NOBODYS = f"{'00' * 16}:{'00' * 32}"


def verifier(password: str, rng: Rng = SYSTEM_RNG) -> str:
    """Salt and hash in hex. Raises BadInput for a password that is too short or too plain."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput("password", f"密码须为{SHORTEST}至{LONGEST}个字符")
    if len(set(password)) < 5:
        raise BadInput("password", "密码过于简单，请使用更多不同的字符")
    salt = rng.getrandbits(128).to_bytes(16)
    return f"{salt.hex()}:{_scrypt(salt).derive(password.encode()).hex()}"


def is_right(password: str, kept: str | None) -> bool:
    """Whether `kept` was made from `password`; for None it takes as long, and is wrong."""
    salt, _, hashed = (kept or _NOBODYS).partition(":")
    try:
        _scrypt(bytes.fromhex(salt)).verify(password[:LONGEST].encode(), bytes.fromhex(hashed))
    except InvalidKey:
        return False
    return kept is not None


def _scrypt(salt: bytes) -> Scrypt:
    return Scrypt(salt, _BYTES, _COST, _BLOCK, _LANES)
