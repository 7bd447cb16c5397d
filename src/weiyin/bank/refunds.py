"""A shop gives back what was spent with a card, whole or in parts: entries that answer the spend.

They are never more than it was, whoever answers: the shop, or the bank in a dispute.
"""

from __future__ import annotations

from datetime import datetime

from weiyin.bank import house
from weiyin.bank.ledger import find_entry, post
from weiyin.bank.postings import Leg, Posted, Posting
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount
from weiyin.base.errors import Conflict
from weiyin.base.money import Money
from weiyin.storage.sql import sql

PURCHASE, REFUND = "purchase", "refund"

_ANSWERED = sql(
    "SELECT SUM(l.amount_fen) FROM ledger_lines l JOIN ledger_entries e ON e.book=l.book"
    " AND e.entry_no=l.entry_no WHERE l.book=:book AND l.account_no=:account_no AND l.bucket=0"
    " AND l.seq>:seq AND e.about=:entry_no"
)


def refund(office: Office, key: str, entry_no: str, amount: Money, at: datetime) -> Posted:
    """Raises NotFound, Conflict beyond what was spent."""
    check_amount(amount)
    spend = find_entry(office.tx, office.book, entry_no)
    leg = spend.legs[0]
    row = office.tx.one(
        _ANSWERED, book=office.book, account_no=leg.account_no, seq=leg.seq, entry_no=entry_no
    )
    given_back = int((row and row[0]) or 0)
    if leg.amount_fen >= 0 or given_back + amount.fen > -leg.amount_fen:
        raise Conflict(f"{entry_no} is refunded beyond its amount", heard="退款超过原交易金额")
    posting = Posting(
        key=key, kind=REFUND, at=at, currency=amount.currency, memo=f"{spend.memo}退款",
        about=entry_no,
        legs=(Leg(leg.account_no, amount.fen), Leg(house.MERCHANTS, -amount.fen)),
    )  # fmt: skip
    return post(office.tx, office.book, posting, office.rng)
