"""An order as the answer that the page of a confirmed draft goes by."""

from __future__ import annotations

from dataclasses import replace

from weiyin.bank.bills.orders import OPEN, Order, State
from weiyin.bank.bills.telling import deed_of, word_on
from weiyin.bank.core import Receipt, ReceiptStatus
from weiyin.bank.postings import Posted
from weiyin.bank.receipts import receipt_of
from weiyin.bank.service import Office


def order_receipt(office: Office, order: Order, held: Posted) -> Receipt:
    """`held` is the entry that set the money aside."""
    receipt = receipt_of(held)
    if order.state in OPEN:
        return receipt
    status = ReceiptStatus.POSTED if order.state is State.DONE else ReceiptStatus.REFUSED
    note = word_on(order.state, deed_of(office, order), order.why)
    return replace(receipt, at=order.ended or receipt.at, status=status, note=note, balance=None)
