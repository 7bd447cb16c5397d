"""积存: grams bought for yuan and redeemed for yuan, at the price that was shown."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank import tariffs
from weiyin.bank.fx.exchange import Swap, exchange, held
from weiyin.bank.quotes.quote import METALS, check_agreed, fen_of, fresh_quote, quantity_for
from weiyin.bank.service import Office
from weiyin.bank.wealth.suitability import check_risk
from weiyin.base.errors import BadInput
from weiyin.base.money import Money

_NAME, RISK = "积存金", "R3"
"""Of accumulated metal: its price may fall, and the bank promises nothing."""


@dataclass(frozen=True, slots=True)
class Accumulation:
    """`quantity` ten-thousandths of a gram for `amount`; `price` a gram, as `Quote` counts."""

    symbol: str
    quantity: int
    price: int
    amount: Money


def gram_words(quantity: int) -> str:
    """`1.2345克`, at least two decimals."""
    grams, rest = divmod(abs(quantity), 10_000)
    parts = f"{rest:04d}"
    shown = parts if parts[2:] != "00" else parts[:2]
    return f"{'-' if quantity < 0 else ''}{grams:,}.{shown}克"


def check_suitable(office: Office, customer_no: str) -> None:
    """Raises NotAllowed("risk_test") or ("risk")."""
    check_risk(office, customer_no, _NAME, RISK)


def offer_purchase(office: Office, customer_no: str, symbol: str, amount: Money) -> Accumulation:
    """What so many yuan buy now. Raises BadInput, NotAllowed (`risk`, `stale`)."""
    _check_symbol(symbol)
    check_suitable(office, customer_no)
    least = Money(tariffs.at(office.reader, office.book, "metal.least_fen", office.today))
    if amount < least:
        raise BadInput("amount", f"每次积存不低于 {least} 元")
    price = fresh_quote(office, symbol).ask
    return Accumulation(symbol, quantity_for(amount.fen, price), price, amount)


def offer_redemption(office: Office, customer_no: str, symbol: str, quantity: int) -> Accumulation:
    """What so many grams bring now. Raises BadInput, NotAllowed (`funds`, `stale`)."""
    _check_symbol(symbol)
    has = held(office.reader, office.book, customer_no).get(symbol, 0)
    if not 0 < quantity <= has:
        raise BadInput("grams", f"可赎回 {gram_words(has)}，请填写不超过它的克数")
    price = fresh_quote(office, symbol).bid
    amount = Money(fen_of(quantity, price))
    if not amount:
        raise BadInput("grams", "克数过小，请增加")
    return Accumulation(symbol, quantity, price, amount)


def buy(
    office: Office, key: str, customer_no: str, account_no: str, symbol: str, amount: Money,
    agreed: int,
) -> Accumulation:  # fmt: skip
    """At the `agreed` price. Raises Conflict when the market has moved away from it."""
    offered = offer_purchase(office, customer_no, symbol, amount)
    check_agreed(office, offered.price, agreed)
    quantity = quantity_for(amount.fen, agreed)
    _swap(office, key, "metal_buy", customer_no, account_no, symbol, quantity, amount.fen)
    return Accumulation(symbol, quantity, agreed, amount)


def redeem(
    office: Office, key: str, customer_no: str, account_no: str, symbol: str, quantity: int,
    agreed: int,
) -> Accumulation:  # fmt: skip
    """At the `agreed` price. Raises Conflict when the market has moved away from it."""
    offered = offer_redemption(office, customer_no, symbol, quantity)
    check_agreed(office, offered.price, agreed)
    amount = Money(fen_of(quantity, agreed))
    _swap(office, key, "metal_redeem", customer_no, account_no, symbol, -quantity, -amount.fen)
    return Accumulation(symbol, quantity, agreed, amount)


def _swap(
    office: Office, key: str, kind: str, customer_no: str, account_no: str, symbol: str,
    quantity: int, fen: int,
) -> None:  # fmt: skip
    memo = f"{'积存' if fen > 0 else '赎回'}{METALS[symbol]}"
    exchange(office, Swap(key, kind, customer_no, account_no, symbol, quantity, fen, memo))


def _check_symbol(symbol: str) -> None:
    if symbol not in METALS:
        raise BadInput("metal", "请选择黄金或白银")
