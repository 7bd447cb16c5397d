"""The shelf: products and funds with the terms on which they are dealt in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from weiyin.bank.accounts import HOUSE, NewAccount, open_account
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_TERMS = (
    "kind, issuer, about, opens, closes, starts, matures, hold_days, step_fen, buy_days, pay_days,"
    " buy_fees, redeem_fees, cooling_hours"
)
_COLUMNS = (
    "p.code, p.name, p.risk, p.term_days, p.benchmark, p.start_fen, p.sale_window,"
    f" {', '.join(f't.{name.strip()}' for name in _TERMS.split(','))}"
)
_FROM = (
    f"SELECT {_COLUMNS} FROM wealth_products p"
    " JOIN wealth_terms t ON t.book=p.book AND t.code=p.code WHERE p.book=:book"
)
_ALL = sql(f"{_FROM} ORDER BY p.place, p.code")
_ONE = sql(f"{_FROM} AND p.code=:code")
_KNOWN = sql("SELECT 1 FROM wealth_terms WHERE book=:book AND code=:code")
_PUT = sql(
    f"INSERT INTO wealth_terms (book, code, {_TERMS}) VALUES (:book, :code, :kind, :issuer, :about,"
    " :opens, :closes, :starts, :matures, :hold_days, :step_fen, :buy_days, :pay_days, :buy_fees,"
    " :redeem_fees, :cooling_hours) ON CONFLICT (book, code) DO UPDATE SET kind=excluded.kind,"
    " issuer=excluded.issuer, about=excluded.about, opens=excluded.opens, closes=excluded.closes,"
    " starts=excluded.starts, matures=excluded.matures, hold_days=excluded.hold_days,"
    " step_fen=excluded.step_fen, buy_days=excluded.buy_days, pay_days=excluded.pay_days,"
    " buy_fees=excluded.buy_fees, redeem_fees=excluded.redeem_fees,"
    " cooling_hours=excluded.cooling_hours"
)

_BUCKETS = 4
"""A product's own accounts are touched by all who hold it."""
FEES = ((0, 0),)


class Kind(StrEnum):
    WEALTH = "wealth"
    CASH = "cash"
    """A net value of 1.0000 for ever, income credited every day."""
    FUND = "fund"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a product is dealt in. A closed one has `starts` and `matures`; others are open."""

    kind: Kind
    issuer: str
    about: str
    opens: date
    closes: date | None = None
    starts: date | None = None
    matures: date | None = None
    hold_days: int = 0
    step: Money = field(default_factory=lambda: Money(1))
    buy_days: int = 1
    pay_days: int = 2
    buy_fees: tuple[tuple[int, int], ...] = FEES
    redeem_fees: tuple[tuple[int, int], ...] = FEES
    cooling_hours: int = 0


@dataclass(frozen=True, slots=True)
class Product:
    """`benchmark` is what the manager aims at, never a promise."""

    code: str
    name: str
    risk: str
    term_days: int
    benchmark: str
    start: Money
    window: str
    terms: Terms

    @property
    def custody_no(self) -> str:
        """The ledger account of the money that the product's manager has of our customers."""
        return f"W.{self.code}"

    @property
    def transit_no(self) -> str:
        """Money paid in and not confirmed yet, or redeemed and not paid out yet."""
        return f"WT.{self.code}"

    @property
    def issued_no(self) -> str:
        """The other side of all units there are."""
        return f"WU.{self.code}"

    @property
    def leaving_no(self) -> str:
        """Units whose redemption is not confirmed yet."""
        return f"WX.{self.code}"

    @property
    def unit(self) -> str:
        """The currency of its units."""
        return f"U.{self.code}"

    def check_on_sale(self, day: date) -> None:
        """Raises NotAllowed("window")."""
        terms = self.terms
        if day < terms.opens:
            raise NotAllowed("window", f"{self.name}将于{terms.opens}开始发售，请届时购买")
        if terms.closes is not None and day > terms.closes:
            raise NotAllowed("window", f"{self.name}已于{terms.closes}结束发售，请选购其他产品")

    def check_amount(self, amount: Money, *, more: bool) -> None:
        """`more`: it is held already, and the start amount does not apply. Raises BadInput."""
        least, step = self.terms.step if more else self.start, self.terms.step
        if amount < least:
            raise BadInput("amount", f"{'追加' if more else '起购'}金额为{least}元，请提高金额")
        if amount.fen % step.fen:
            raise BadInput("amount", f"购买金额须为{step}元的整数倍")


def put_terms(tx: Tx, book: str, code: str, terms: Terms, at: datetime) -> None:
    """Deal in a product of the shelf; the first time its own ledger accounts are opened."""
    is_new = tx.one(_KNOWN, book=book, code=code) is None
    tx.run(
        _PUT, book=book, code=code, kind=terms.kind, issuer=terms.issuer, about=terms.about,
        opens=terms.opens.isoformat(), closes=_iso(terms.closes), starts=_iso(terms.starts),
        matures=_iso(terms.matures), hold_days=terms.hold_days, step_fen=terms.step.fen,
        buy_days=terms.buy_days, pay_days=terms.pay_days, buy_fees=_json(terms.buy_fees),
        redeem_fees=_json(terms.redeem_fees), cooling_hours=terms.cooling_hours,
    )  # fmt: skip
    if is_new:
        product = access_product(tx, book, code)
        for no, currency in (
            (product.custody_no, "CNY"), (product.transit_no, "CNY"),
            (product.issued_no, product.unit), (product.leaving_no, product.unit),
        ):  # fmt: skip
            new = NewAccount(no, HOUSE, currency=currency, floor_fen=None, buckets=_BUCKETS)
            open_account(tx, book, new, at)


def products(reader: Reader, book: str) -> tuple[Product, ...]:
    """All that is dealt in here, in the order of the shelf."""
    return tuple(map(_product, reader.all(_ALL, book=book)))


def access_product(reader: Reader, book: str, code: str) -> Product:
    """Raises NotFound."""
    row = reader.one(_ONE, book=book, code=code)
    if row is None:
        raise NotFound(f"product {code}", heard="没有找到该产品，或该产品暂不支持在线办理")
    return _product(row)


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _day(words: str) -> date | None:
    return date.fromisoformat(words) if words else None


def _json(steps: tuple[tuple[int, int], ...]) -> str:
    return msgspec.json.encode(steps).decode()


def _steps(words: str) -> tuple[tuple[int, int], ...]:
    return msgspec.json.decode(words, type=tuple[tuple[int, int], ...])


def _product(row: tuple[Any, ...]) -> Product:
    code, name, risk, days, benchmark, start, window, kind, issuer, about, *rest = row
    opens, closes, starts, matures, hold, step, buys, pays, buy_fees, redeem_fees, cooling = rest
    terms = Terms(
        Kind(kind), issuer, about, date.fromisoformat(opens), _day(closes), _day(starts),
        _day(matures), hold, Money(step), buys, pays, _steps(buy_fees), _steps(redeem_fees),
        cooling,
    )  # fmt: skip
    return Product(code, name, risk, days, benchmark, Money(start), window, terms)
