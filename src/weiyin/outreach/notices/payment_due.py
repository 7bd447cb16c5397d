"""还款日提醒: seven days, three days and on the day itself, until the bill is paid.

The books are asked once more just before each telling.
"""

from __future__ import annotations

from datetime import date

from weiyin.bank.core import Books, StatementStatus
from weiyin.base.errors import NotFound
from weiyin.base.mask import tail
from weiyin.base.money import Money
from weiyin.base.sender import Notice
from weiyin.outreach.notices.kind import Fact, NoticeKind, Telling
from weiyin.outreach.preferences import Topic
from weiyin.storage.outbox import Lane

_PATH = "/p/f/cc_bill_query"


def words(telling: Telling) -> Notice:
    bill, days = telling.fact, telling.fact["days"]
    return Notice(
        "payment_due",
        "今天是还款日" if days == 0 else f"还款日还有{days}天",
        (
            ("信用卡", f"尾号{tail(telling.tail)}"),
            ("剩余应还", _yuan(bill, "left_fen")),
            ("最低还款", _yuan(bill, "minimum_fen")),
            ("到期还款日", bill["due_day"]),
        ),
        _PATH,
    )


def is_paid(fact: Fact, books: Books) -> bool:
    """Paid since, or the day is over: a reminder that lay waiting is not told any more."""
    try:
        bill = books.statement(fact["card_id"], fact["month"])
    except NotFound:
        return True
    late = bill.status is StatementStatus.OVERDUE
    return late or bill.paid >= bill.amount or bill.due_day != date.fromisoformat(fact["due_day"])


def _yuan(bill: Fact, name: str) -> str:
    return f"{Money(bill[name], bill['currency'])}元"


KIND = NoticeKind("payment_due", Lane.REMINDER, Topic.DUE, words, is_over=is_paid)
