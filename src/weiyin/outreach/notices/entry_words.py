"""What kind of movement an entry is, in the bank's own words."""

from __future__ import annotations

from weiyin.base.money import Money
from weiyin.outreach.notices.kind import Fact, Telling

_KINDS = {
    "transfer": "转账",
    "transfer_in": "跨行转入",
    "salary": "工资",
    "purchase": "消费",
    "repayment": "还款",
    "topup": "手机充值",
    "bill": "缴费",
    "bill_refund": "缴费退款",
    "interest": "结息",
    "fee": "手续费",
    "withdrawal": "取现",
    "deposit": "存入",
    "reversal": "冲正",
}
_THEIR_WORDS = frozenset({"transfer", "transfer_in", "reversal"})
"""Kinds whose memo somebody else may have written: the bank's notice does not speak in it."""


def movement(fact: Fact) -> str:
    """`消费`, or the memo where it is the bank's own."""
    memo = "" if fact["kind"] in _THEIR_WORDS else fact.get("memo")
    return memo or _KINDS.get(fact["kind"], "账户变动")


def amount_of(fact: Fact) -> Money:
    """Signed: money in is positive."""
    return Money(fact["amount_fen"], fact["currency"])


def reaches_threshold(telling: Telling) -> bool:
    return abs(amount_of(telling.fact).fen) >= telling.wanted.threshold.fen
