"""The hash chain of each account (of each bucket of a hot one), and the search for tampering.

    line hash = SHA-256(previous line's hash ‖ digest of the journal row ‖ the line's own facts)

The first line follows the genesis hash of the account's opening facts; the last hash is the `head`
kept with the account's balance. A changed, missing, added or reordered row of journal or lines
therefore shows at the line where it happened, or at the account when the tail is gone.
"""

from __future__ import annotations

import hashlib

import msgspec

from weiyin.bank.postings import Posted, PostedLeg

_encode = msgspec.json.Encoder().encode
_sha256 = hashlib.sha256


def genesis(book: str, no: str, bucket: int, customer_no: str, kind: str, currency: str) -> bytes:
    """What the first line of an account follows: facts that never change."""
    return _sha256(_encode((book, no, bucket, customer_no, kind, currency))).digest()


def entry_digest(book: str, entry: Posted, question: bytes) -> bytes:
    """All of a journal row."""
    return _sha256(_encode((book, question, entry))).digest()


def line_hash(head: bytes, digest: bytes, leg: PostedLeg, at_us: int, other: str) -> bytes:
    """All of a line, and everything before it."""
    return _sha256(head + digest + _encode((leg, at_us, other))).digest()
