"""A payment as the answer to an order: what the page of a confirmed draft goes by."""

from __future__ import annotations

from dataclasses import replace

from weiyin.bank.core import Receipt, ReceiptStatus
from weiyin.bank.payments.orders import Payment, State
from weiyin.bank.postings import Posted
from weiyin.bank.receipts import receipt_of

_ENDED = {
    State.DONE: (ReceiptStatus.POSTED, "转账成功"),
    State.REFUSED: (ReceiptStatus.REFUSED, "转账未成功，款项已退回"),
    State.RETURNED: (ReceiptStatus.REFUSED, "转账已被对方银行退回，款项已入账"),
    State.CANCELLED: (ReceiptStatus.REFUSED, "转账已撤销，款项已退回"),
}


def payment_status(payment: Payment, held: Posted) -> Receipt:
    """`held` is the entry that set the money aside."""
    receipt = receipt_of(held)
    if payment.state not in _ENDED:
        return receipt
    status, note = _ENDED[payment.state]
    ended = payment.ended or receipt.at
    told = f"{note}（{payment.why}）" if payment.why else note
    return replace(receipt, at=ended, status=status, note=told, balance=None)
