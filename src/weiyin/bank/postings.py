"""The words of the ledger: what is asked of it (`Posting`) and what it answers (`Posted`).

A posting moves money between accounts: its legs sum to zero. Money into an account is positive.
Beside the posted amount a leg may set money aside: `out_held` on its way out (no longer
available), `in_held` on its way in (not yet available). All amounts here are whole fen of the
posting's currency: the ledger counts, `Money` is for whoever talks about it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec

from weiyin.base.clock import from_us
from weiyin.base.errors import BadInput, Conflict
from weiyin.base.money import MAX_FEN

_MAX_KEY = 128
_encode = msgspec.json.Encoder().encode


class KeyReused(Conflict):
    """A key came back with another question: an alarm, not just a refusal (see `alarm`)."""

    def __init__(self, book: str, key: str) -> None:
        super().__init__(f"key {key!r} of book {book!r} holds another question")
        self.book, self.key = book, key


class Leg(msgspec.Struct, frozen=True, gc=False):
    """One account's part of a posting. `other` is the counterparty as its owner may see it."""

    account_no: str
    amount_fen: int
    out_held_fen: int = 0
    in_held_fen: int = 0
    other: str = ""


class Posting(msgspec.Struct, frozen=True):
    """`key` is the client's; `question` the hash of what was asked under it (else of the legs)."""

    key: str
    kind: str
    legs: tuple[Leg, ...]
    at: datetime
    currency: str = "CNY"
    memo: str = ""
    about: str = ""
    """The entry this one answers: what it reverses, or the hold it ends."""
    question: bytes = b""

    def digest(self) -> bytes:
        """What a second asking under the same key must equal."""
        if self.question:
            return self.question
        return hash_of((self.kind, self.currency, self.memo, self.about, self.legs))


class PostedLeg(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What an entry did to one account, and the account's balance right after it."""

    account_no: str
    bucket: int
    seq: int
    amount_fen: int
    out_held_fen: int
    in_held_fen: int
    balance_fen: int


class Posted(msgspec.Struct, frozen=True):
    """An entry of the journal: the stored answer to its posting."""

    entry_no: str
    key: str
    kind: str
    at_us: int
    currency: str
    memo: str
    about: str
    legs: tuple[PostedLeg, ...]

    @property
    def at(self) -> datetime:
        return from_us(self.at_us)

    def leg(self, account_no: str) -> PostedLeg:
        return next(leg for leg in self.legs if leg.account_no == account_no)


def hash_of(question: object) -> bytes:
    """SHA-256 of a question's facts, told as JSON."""
    return hashlib.sha256(_encode(question)).digest()


def check_posting(posting: Posting) -> None:
    """The shape every posting must have, whatever the accounts hold. Raises BadInput."""
    if not 0 < len(posting.key) <= _MAX_KEY:
        raise BadInput("key", "缺少有效的业务流水号")
    legs = posting.legs
    if len(legs) < 2 or len({leg.account_no for leg in legs}) != len(legs):
        raise BadInput("legs", "一笔记账须涉及至少两个不同账户")
    posted = held = 0
    for leg in legs:
        if type(leg.amount_fen) is not int or abs(leg.amount_fen) > MAX_FEN:
            raise BadInput("amount", "金额超出可办理范围")
        posted += leg.amount_fen
        held += leg.in_held_fen - leg.out_held_fen
    if posted or held:
        raise BadInput("legs", "借贷不平")
