"""A customer's money leaving by a hold: whose it is, in what standing, within the day's limit."""

from __future__ import annotations

from datetime import datetime

from weiyin.bank.account.classes import ClassUse, uncount
from weiyin.bank.accounts import PAYING, Account
from weiyin.bank.batch import Batch
from weiyin.bank.core import HoldOrder
from weiyin.bank.holds import NewHold, hold
from weiyin.bank.parties import Parties
from weiyin.bank.postings import Posted, hash_of
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.base.money import Money
from weiyin.base.text import clean
from weiyin.storage.store import Reader, Tx

MAX_MEMO = 60


def check_amount(amount: Money) -> None:
    """Raises BadInput for anything but a positive amount of money."""
    if type(amount) is not Money or amount.fen <= 0:
        raise BadInput("amount", "金额须大于零")


def check_payer(account: Account, customer_no: str) -> None:
    """Only from one's own current account; another's is simply not found."""
    if account.customer_no != customer_no:
        raise NotFound(f"account {account.no}")
    if account.kind not in PAYING:
        raise NotAllowed("kind", "该账户不支持付款")


def check_owner(reader: Reader, book: str, customer_no: str, account_no: str) -> None:
    """Raises as `check_payer`, for an account that is to pay later."""
    batch = Batch(reader, book)
    batch.load([account_no], [account_no])
    check_payer(batch.account(account_no), customer_no)


def hold_for(
    tx: Tx, book: str, order: HoldOrder, at: datetime, rng: Rng = SYSTEM_RNG,
    *, question: bytes = b"", other: str = "",
) -> tuple[Posted, bool]:  # fmt: skip
    """Hold money of a customer; the answer, and whether it was made now (not replayed)."""
    check_amount(order.amount)
    memo = clean(order.memo, MAX_MEMO)
    asked = question or hash_of(
        (
            "hold", order.customer_no, order.from_account, order.to_account, order.amount.fen,
            order.amount.currency, memo, str(order.expires),
        )
    )  # fmt: skip
    batch = Batch(tx, book, rng)
    batch.load([order.key], [order.from_account])
    if (done := batch.recall(order.key, asked)) is not None:
        return done, False
    payer = batch.account(order.from_account)
    check_payer(payer, order.customer_no)
    spend(tx, book, order.customer_no, order.amount.fen, at)
    classes = ClassUse(tx, book, shanghai_day(at))
    classes.judge(payer, order.to_account, order.amount.fen)
    classes.count(payer, order.to_account, order.amount.fen)
    classes.write(tx)
    new = NewHold(
        order.key, order.from_account, order.to_account, order.amount, at,
        memo, other, order.expires, asked,
    )  # fmt: skip
    return hold(tx, book, new, rng), True


def spend(tx: Tx, book: str, customer_no: str, fen: int, at: datetime) -> None:
    """Judge and count against today's limit; a negative amount gives back."""
    parties = Parties(tx, book, [customer_no], shanghai_day(at))
    party = parties.get(customer_no)
    if fen > 0:
        party.judge_standing()
        parties.judge_limit(party, fen)
    parties.spend(party, fen)
    parties.write(tx)


def give_back(
    tx: Tx, book: str, customer_no: str, account_no: str, fen: int, spent_at: datetime,
    now: datetime,
) -> None:  # fmt: skip
    """What did not leave does not count against the limits, if the day is still the same."""
    if shanghai_day(spent_at) != shanghai_day(now):
        return
    spend(tx, book, customer_no, -fen, now)
    uncount(tx, book, account_no, Money(fen), shanghai_day(now))
