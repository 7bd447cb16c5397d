"""The debit card at work: authorised, settled, taken back.

An authorisation is a hold against the shops' account. Spending is no transfer: the day's limit of
transfers does not count it, the bounds of a class II or III account do.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.bank import holds, house
from weiyin.bank.account.classes import ClassUse, uncount
from weiyin.bank.account.controls import Use, check_use
from weiyin.bank.batch import Batch
from weiyin.bank.core import Card, CardStatus
from weiyin.bank.holds import NewHold
from weiyin.bank.parties import Parties
from weiyin.bank.postings import Posted
from weiyin.bank.refunds import PURCHASE
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import NotAllowed
from weiyin.base.money import Money

HOLD_DAYS = 30


def authorise(
    office: Office, key: str, card: Card, amount: Money, shop: str, uses: frozenset[Use]
) -> Posted:
    """Hold the sum. Raises NotAllowed: `card`, a switch, `locked`, `class_limit`, `funds` ….

    The answer's entry number names the hold.
    """
    check_amount(amount)
    tx, book, now = office.tx, office.book, office.now
    if card.status is not CardStatus.ACTIVE:
        raise NotAllowed("card", "该卡已挂失或停用，不能交易")
    check_use(tx, book, card.card_id, uses, now)
    Parties(tx, book, [card.customer_no], office.today).get(card.customer_no).judge_standing()
    batch, classes = Batch(tx, book), ClassUse(tx, book, office.today)
    batch.load([key], [card.account_no])
    payer = batch.account(card.account_no)
    classes.judge(payer, house.MERCHANTS, amount.fen)
    classes.count(payer, house.MERCHANTS, amount.fen)
    classes.write(tx)
    expires = now + timedelta(days=HOLD_DAYS)
    new = NewHold(key, card.account_no, house.MERCHANTS, amount, now, shop, shop, expires)
    return holds.hold(tx, book, new, office.rng)


def settle(office: Office, key: str, hold_no: str, amount: Money) -> Posted:
    """The shop's settlement: once, whole or less."""
    return holds.post_hold(
        office.tx, office.book, key, hold_no, office.now, amount=amount, kind=PURCHASE,
        rng=office.rng,
    )  # fmt: skip


def cancel(office: Office, key: str, hold_no: str, made: datetime) -> Posted:
    """The reversal of an authorisation that was not settled."""
    found = holds.find_hold(office.tx, office.book, hold_no)
    done = holds.void_hold(office.tx, office.book, key, hold_no, office.now, office.rng)
    if shanghai_day(made) == office.today:
        uncount(office.tx, office.book, found.from_account, found.amount, office.today)
    return done
