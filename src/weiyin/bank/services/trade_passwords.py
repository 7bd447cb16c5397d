"""交易密码: six digits that a customer knows beside having the phone. Kept as a keyed, salted hash.

The key of the hash lies apart from the store, so a copy of the tables alone tells no password,
short as it is. Five wrong tries lock it until the next day begins in Shanghai.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from itertools import pairwise

from weiyin.bank.service import Service, look, order
from weiyin.base.clock import from_us, shanghai_day, to_us
from weiyin.base.errors import BadInput
from weiyin.base.ids import opaque_token
from weiyin.storage.sql import sql

TRIES = 5
_SHAPE = re.compile(r"[0-9]{6}", re.ASCII)

_FOUND = sql(
    "SELECT salt, hash, tries, tried_us FROM trade_passwords"
    " WHERE book=:book AND customer_no=:customer_no"
)
_SET = sql(
    "INSERT INTO trade_passwords (book, customer_no, salt, hash, tries, tried_us, set_us)"
    " VALUES (:book, :customer_no, :salt, :hash, 0, 0, :now_us)"
    " ON CONFLICT (book, customer_no) DO UPDATE SET salt=excluded.salt, hash=excluded.hash,"
    " tries=0, tried_us=0, set_us=excluded.set_us"
)
_TRIED = sql(
    "UPDATE trade_passwords SET tries=:tries, tried_us=:now_us"
    " WHERE book=:book AND customer_no=:customer_no"
)


@dataclass(frozen=True, slots=True)
class PasswordChecked:
    """`tries_left`: today, 0 when it is locked until tomorrow."""

    right: bool
    tries_left: int
    is_set: bool = True

    @property
    def heard(self) -> str:
        """What the customer is told when it was not right."""
        if not self.is_set:
            return "您尚未设置交易密码，请携带身份证到网点设置"
        if not self.tries_left:
            return "交易密码错误次数过多，今日已锁定，请明日再试或到网点办理"
        return f"交易密码不正确，今日还可以再试{self.tries_left}次"


class TradePasswords(Service):
    name = "trade-passwords"

    @look
    def is_set(self, customer_no: str) -> bool:
        row = self.office.reader.one(_FOUND, book=self.office.book, customer_no=customer_no)
        return row is not None

    @order
    def put(self, key: str, customer_no: str, password: str) -> bool:
        """Set it: at a counter, after the person was seen. Raises BadInput for a weak one."""
        assert key
        check_strength(password)
        office, salt = self.office, opaque_token(self.office.rng)
        office.tx.run(
            _SET, book=office.book, customer_no=customer_no, salt=salt,
            hash=self._hash(customer_no, salt, password), now_us=to_us(office.now),
        )  # fmt: skip
        return True

    @order
    def check(self, key: str, customer_no: str, password: str) -> PasswordChecked:
        """One try, counted whatever comes of it: `key` is new for each."""
        assert key
        office = self.office
        row = office.tx.one(_FOUND, book=office.book, customer_no=customer_no)
        if row is None:
            return PasswordChecked(right=False, tries_left=0, is_set=False)
        salt, kept, tries, tried_us = row
        if shanghai_day(from_us(tried_us)) != office.today:
            tries = 0
        if tries >= TRIES:
            return PasswordChecked(right=False, tries_left=0)
        right = hmac.compare_digest(kept, self._hash(customer_no, salt, password))
        tries = 0 if right else tries + 1
        office.tx.run(
            _TRIED, book=office.book, customer_no=customer_no, tries=tries,
            now_us=to_us(office.now),
        )  # fmt: skip
        return PasswordChecked(right, TRIES - tries)

    def _hash(self, customer_no: str, salt: str, password: str) -> str:
        return self.office.sealer.blind(f"{customer_no}:{salt}:{password}", "bank.trade_password")


def check_strength(password: str) -> None:
    """Six digits, neither all alike nor in a row. Raises BadInput."""
    if not _SHAPE.fullmatch(password):
        raise BadInput("password", "交易密码须为6位数字")
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(password)}
    if steps in ({0}, {1}, {9}):
        raise BadInput("password", "交易密码过于简单，请勿使用连续或相同的数字")
