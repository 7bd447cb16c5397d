"""The yearly quota of exchange: 50,000 US dollars a person, of buying and of selling each.

《个人外汇管理办法实施细则》(汇发〔2007〕1号) article 2. Other currencies count by their middle
price against the dollar's on the day of the deal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from weiyin.bank import tariffs
from weiyin.bank.quotes.quote import find_quote
from weiyin.bank.service import Office
from weiyin.base.errors import NotAllowed
from weiyin.base.money import Money
from weiyin.storage.sql import sql

_USED = sql(
    "SELECT used_cents FROM fx_quotas WHERE book=:book AND customer_no=:customer_no AND year=:year"
    " AND side=:side"
)
_BEGIN = sql(
    "INSERT INTO fx_quotas (book, customer_no, year, side, used_cents)"
    " VALUES (:book, :customer_no, :year, :side, 0)"
    " ON CONFLICT (book, customer_no, year, side) DO NOTHING"
)
_USE = sql(
    "UPDATE fx_quotas SET used_cents=used_cents+:cents WHERE book=:book"
    " AND customer_no=:customer_no AND year=:year AND side=:side"
    " AND used_cents+:cents<=CAST(:most AS BIGINT)"
)


class Side(StrEnum):
    BUY = "buy"
    """购汇: the customer buys currency."""
    SELL = "sell"
    """结汇."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Of one side in one year, in US dollars."""

    year: int
    most: Money
    used: Money

    @property
    def left(self) -> Money:
        return self.most - self.used


def quota_of(office: Office, customer_no: str, side: Side) -> Quota:
    """The quota of the present year."""
    year = office.today.year
    row = office.reader.one(_USED, book=office.book, customer_no=customer_no, year=year, side=side)
    used = 0 if row is None else row[0]
    return Quota(year, Money(_most(office), "USD"), Money(used, "USD"))


def in_dollars(office: Office, amount: Money) -> Money:
    """What it counts for, a cent up."""
    if amount.currency == "USD":
        return amount
    price = find_quote(office.reader, office.book, amount.currency).middle
    dollar = find_quote(office.reader, office.book, "USD").middle
    return Money(-(-amount.fen * price // dollar), "USD")


def check_quota(office: Office, customer_no: str, side: Side, dollars: Money) -> None:
    """Raises NotAllowed("quota") saying what is left."""
    left = quota_of(office, customer_no, side).left
    if dollars > left:
        raise NotAllowed(
            "quota",
            f"超出年度便利化额度，今年还可办理等值 {left} 美元；超出部分请携带证明材料到网点办理",
        )


def use_quota(office: Office, customer_no: str, side: Side, dollars: Money) -> None:
    """Count it. Raises NotAllowed("quota"): two at once never pass the limit together."""
    where = {
        "book": office.book, "customer_no": customer_no, "year": office.today.year, "side": side,
    }  # fmt: skip
    office.tx.run(_BEGIN, **where)
    if not office.tx.run(_USE, **where, cents=dollars.fen, most=_most(office)):
        check_quota(office, customer_no, side, dollars)
        raise NotAllowed("quota", "超出年度便利化额度")


def _most(office: Office) -> int:
    return tariffs.at(office.reader, office.book, "fx.quota_usd_cents", office.today)
