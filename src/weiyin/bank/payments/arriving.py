"""Money that another bank sends to an account of this one: credited at once, or not taken.

What is refused here the clearing house sends back, with the reason; nothing of it is kept. Whoever
sends must name the account's owner, so that a mistyped number pays no stranger.
"""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.account.classes import check_room
from weiyin.bank.house import CLEARING
from weiyin.bank.ledger import post
from weiyin.bank.payees import find_payee
from weiyin.bank.payments.banks import bank_name
from weiyin.bank.postings import Leg, Posted, Posting
from weiyin.bank.service import Office
from weiyin.bank.spending import MAX_MEMO, check_amount
from weiyin.base.mask import mask_name
from weiyin.base.money import Money
from weiyin.base.text import clean

ARRIVED = "transfer_in"


@dataclass(frozen=True, slots=True)
class Arrival:
    """`number` and `name`: of the payee here. `from_bank`: a code; `from_name`: who paid."""

    number: str
    name: str
    amount: Money
    from_bank: str
    from_name: str
    memo: str = ""


def take(office: Office, key: str, one: Arrival) -> Posted:
    """Credit it. Raises NotFound (no such account of such a name), NotAllowed (`closed`, …)."""
    check_amount(one.amount)
    payee = find_payee(office.reader, office.blinds, office.book, office.bank, one.number, one.name)
    check_room(office.reader, office.book, payee.account_no, one.amount, office.today)
    fen, payer = one.amount.fen, f"{mask_name(one.from_name)} {bank_name(one.from_bank)}"
    posting = Posting(
        key=key, kind=ARRIVED, at=office.now, currency=one.amount.currency,
        memo=clean(one.memo, MAX_MEMO) or "跨行转入",
        legs=(Leg(CLEARING, -fen), Leg(payee.account_no, fen, other=payer)),
    )  # fmt: skip
    return post(office.tx, office.book, posting, office.rng)
