"""账单日提醒 and 还款日提醒: what a credit card's bill asks for, and until when.

Reminders of the due day stop as soon as the bill is paid: the books are asked before each telling.
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

PATH = "/p/f/cc_bill_query"


def ready_words(telling: Telling) -> Notice:
    bill = telling.fact
    return Notice(
        "bill_ready",
        "信用卡账单提醒",
        (
            ("信用卡", f"尾号{tail(telling.tail)}"),
            ("账单月份", bill["month"]),
            ("应还金额", _yuan(bill, "amount_fen")),
            ("最低还款", _yuan(bill, "minimum_fen")),
            ("到期还款日", bill["due_day"]),
        ),
        PATH,
    )


def due_words(telling: Telling) -> Notice:
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
        PATH,
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


READY = NoticeKind("bill_ready", Lane.REMINDER, Topic.BILL, ready_words)
DUE = NoticeKind("payment_due", Lane.REMINDER, Topic.DUE, due_words, is_over=is_paid)
