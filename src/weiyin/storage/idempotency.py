"""A key made by the client, the hash of its question, and the answer it got: once and for all.

Nothing is kept of a question that was refused, so that it can be put right under the same key.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256

from weiyin.base.clock import to_us
from weiyin.base.errors import Conflict
from weiyin.storage.sql import sql
from weiyin.storage.unit import Reader, Tx

_RECALL = sql("SELECT question, answer FROM idempotency WHERE scope=:scope AND key=:key")
_KEEP = sql(
    "INSERT INTO idempotency (scope, key, question, answer, at_us)"
    " VALUES (:scope, :key, :question, :answer, :at_us) ON CONFLICT (scope, key) DO NOTHING"
)
_KNOWN = sql("SELECT 1 FROM idempotency WHERE scope=:scope AND key=:key")
_FORGET = sql("DELETE FROM idempotency WHERE at_us < :before_us")


def recall(tx: Reader, scope: str, key: str, question: bytes) -> bytes | None:
    """The answer kept for `key`, or None. Raises Conflict when `key` holds another question."""
    found = tx.one(_RECALL, scope=scope, key=key)
    if found is None:
        return None
    kept_question, answer = found
    if not hmac.compare_digest(bytes(kept_question), sha256(question).digest()):
        raise Conflict(f"key {key!r} of {scope!r} was used for another question")
    return bytes(answer)


def keep(tx: Tx, scope: str, key: str, question: bytes, answer: bytes, at: datetime) -> None:
    """Keep the answer, in the unit that did the deed. Raises Conflict when `key` is taken."""
    digest = sha256(question).digest()
    if not tx.run(_KEEP, scope=scope, key=key, question=digest, answer=answer, at_us=to_us(at)):
        raise Conflict(f"key {key!r} of {scope!r} is taken")


def is_known(tx: Reader, scope: str, key: str) -> bool:
    """Whether any answer is kept under `key`."""
    return tx.one(_KNOWN, scope=scope, key=key) is not None


def forget_before(tx: Tx, moment: datetime) -> int:
    """Drop answers older than `moment`; how many."""
    return tx.run(_FORGET, before_us=to_us(moment))
