"""购汇 and 结汇: at the price that was shown, within the quota, its purpose declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weiyin.bank.fx.exchange import Swap, exchange
from weiyin.bank.fx.quota import Side, check_quota, in_dollars, use_quota
from weiyin.bank.quotes.quote import (
    CURRENCIES,
    NAMES,
    Quote,
    check_agreed,
    fen_of,
    fresh_quote,
)
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.storage.sql import sql

_ADD = sql(
    "INSERT INTO fx_deals (book, deal_no, customer_no, side, symbol, quantity, price, amount_fen,"
    " usd_cents, purpose, at_us) VALUES (:book, :deal_no, :customer_no, :side, :symbol, :quantity,"
    " :price, :amount_fen, :usd_cents, :purpose, :at_us)"
)
_OF = sql(
    "SELECT deal_no, side, symbol, quantity, price, amount_fen, usd_cents, purpose, at_us"
    " FROM fx_deals WHERE customer_no=:customer_no AND book=:book ORDER BY at_us DESC, deal_no"
    " LIMIT CAST(:room AS INTEGER)"
)
_TITLE = {Side.BUY: "购汇", Side.SELL: "结汇"}


@dataclass(frozen=True, slots=True)
class Deal:
    """`amount` of the currency for `paid` yuan; `price`: as `Quote` counts, `dollars`: quota."""

    deal_no: str
    side: Side
    amount: Money
    price: int
    paid: Money
    dollars: Money
    purpose: str
    at: datetime


def price_of(quote: Quote, side: Side) -> int:
    """What one lot costs the customer, or brings them."""
    return quote.ask if side is Side.BUY else quote.bid


def offer_deal(office: Office, customer_no: str, side: Side, amount: Money, purpose: str) -> Deal:
    """What it would be now, nothing written. Raises BadInput, NotAllowed (`quota`, `stale`)."""
    if amount.currency not in CURRENCIES:
        raise BadInput("currency", "不支持该币种")
    check_amount(amount)
    price = price_of(fresh_quote(office, amount.currency), side)
    dollars = in_dollars(office, amount)
    check_quota(office, customer_no, side, dollars)
    paid = Money(fen_of(amount.fen, price))
    if not paid:
        raise BadInput("amount", "金额过小，请增加金额")
    return Deal("", side, amount, price, paid, dollars, purpose, office.now)


def deal(
    office: Office, key: str, customer_no: str, account_no: str, side: Side, amount: Money,
    purpose: str, agreed: int,
) -> Deal:  # fmt: skip
    """Do it at the `agreed` price. Raises Conflict when the market has moved away from it."""
    offered = offer_deal(office, customer_no, side, amount, purpose)
    check_agreed(office, offered.price, agreed)
    paid = Money(fen_of(amount.fen, agreed))
    use_quota(office, customer_no, side, offered.dollars)
    sign = 1 if side is Side.BUY else -1
    exchange(
        office,
        Swap(
            key, f"fx_{side}", customer_no, account_no, amount.currency, sign * amount.fen,
            sign * paid.fen, f"{_TITLE[side]}{NAMES[amount.currency]}",
        ),
    )  # fmt: skip
    office.tx.run(
        _ADD, book=office.book, deal_no=key, customer_no=customer_no, side=side,
        symbol=amount.currency, quantity=amount.fen, price=agreed, amount_fen=paid.fen,
        usd_cents=offered.dollars.fen, purpose=purpose, at_us=to_us(office.now),
    )  # fmt: skip
    return Deal(key, side, amount, agreed, paid, offered.dollars, purpose, office.now)


def deals_of(office: Office, customer_no: str, room: int) -> tuple[Deal, ...]:
    """Newest first."""
    rows = office.reader.all(_OF, book=office.book, customer_no=customer_no, room=room)
    return tuple(map(_deal, rows))


def _deal(row: tuple[Any, ...]) -> Deal:
    no, side, symbol, quantity, price, fen, cents, purpose, at_us = row
    return Deal(
        no, Side(side), Money(quantity, symbol), price, Money(fen), Money(cents, "USD"), purpose,
        from_us(at_us),
    )  # fmt: skip
