"""The answer to an order as a pure view of its entry: the same whenever it is asked for."""

from __future__ import annotations

from weiyin.bank.core import Receipt, ReceiptStatus
from weiyin.bank.holds import HOLD
from weiyin.bank.postings import Posted
from weiyin.base.money import Money

_NOTES = {
    "transfer": "转账成功",
    "topup": "充值成功",
    HOLD: "处理中，款项已预留",
    "hold_void": "已取消，预留款项已释放",
    "hold_expiry": "已过期，预留款项已释放",
}


def receipt_of(posted: Posted, note: str = "") -> Receipt:
    """The first leg is the payer's. A hold is pending; the letting go of one moves nothing."""
    payer = posted.legs[0]
    pending = posted.kind == HOLD
    moved = payer.out_held_fen if pending else -payer.amount_fen
    return Receipt(
        entry_no=posted.entry_no,
        at=posted.at,
        amount=Money(moved, posted.currency),
        balance=Money(payer.balance_fen, posted.currency),
        status=ReceiptStatus.PENDING if pending else ReceiptStatus.POSTED,
        note=note or _NOTES.get(posted.kind, "办理成功"),
    )
