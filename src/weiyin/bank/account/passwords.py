"""查询密码: six digits for asking by telephone. Kept as a salted scrypt verifier, sealed.

Whoever takes it from its owner makes the verifier at once (`verifier`); the digits go no further.
"""

from __future__ import annotations

import re
from itertools import pairwise

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from weiyin.bank.events import CustomerEvent, put_event
from weiyin.bank.service import Office
from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.storage.sql import sql

_COST, _BLOCK, _LANES, _BYTES = 2**14, 8, 1, 32
_SHAPE = re.compile(r"[0-9]{6}", re.ASCII)
_VERIFIER = re.compile(r"[0-9a-f]{32}:[0-9a-f]{64}", re.ASCII)

_PUT = sql(
    "INSERT INTO query_passwords (book, customer_no, sealed, changed_us)"
    " VALUES (:book, :customer_no, :sealed, :at_us)"
    " ON CONFLICT (book, customer_no) DO UPDATE SET sealed=excluded.sealed,"
    " changed_us=excluded.changed_us"
)


def verifier(password: str, rng: Rng = SYSTEM_RNG) -> str:
    """Salt and scrypt hash (N=2^14, r=8, p=1) in hex. Raises BadInput for a weak password."""
    if not _SHAPE.fullmatch(password):
        raise BadInput("password", "查询密码须为6位数字")
    if {(int(b) - int(a)) % 10 for a, b in pairwise(password)} in ({0}, {1}, {9}):
        raise BadInput("password", "密码过于简单，请勿使用连续或相同的数字")
    salt = rng.getrandbits(128).to_bytes(16)
    return f"{salt.hex()}:{_scrypt(salt).derive(password.encode()).hex()}"


def is_right(password: str, kept: str) -> bool:
    """Whether `password` is the one that `kept` was made from."""
    salt, _, hashed = kept.partition(":")
    try:
        _scrypt(bytes.fromhex(salt)).verify(password.encode(), bytes.fromhex(hashed))
    except InvalidKey:
        return False
    return True


def put(office: Office, key: str, customer_no: str, made: str) -> None:
    """Keep it in place of the one before, and tell its owner. Raises BadInput for another shape."""
    if not _VERIFIER.fullmatch(made):
        raise BadInput("password", "密码未能识别，请重新输入")
    place = {"table": "query_passwords", "column": "sealed", "row": f"{office.book}/{customer_no}"}
    office.tx.run(
        _PUT, book=office.book, customer_no=customer_no, at_us=to_us(office.now),
        sealed=office.sealer.seal(made, **place),
    )  # fmt: skip
    put_event(
        office.tx,
        CustomerEvent(
            book=office.book,
            customer_no=customer_no,
            kind="query_password",
            title="查询密码已重置",
            facts=(("提示", "如非本人操作，请立即联系客服"),),
            at=office.now,
            key=key,
        ),
    )


def _scrypt(salt: bytes) -> Scrypt:
    return Scrypt(salt, _BYTES, _COST, _BLOCK, _LANES)
