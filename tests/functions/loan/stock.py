"""What the small bank lends, and two signed limits of 王小明."""

from __future__ import annotations

from datetime import date, timedelta

from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.close.machine import close_in
from weiyin.bank.loans.contracts import Contract, sign
from weiyin.bank.loans.products import LoanProduct, list_loans
from weiyin.bank.loans.schedule import Method
from weiyin.base.money import Money
from weiyin.storage.store import Tx

YUAN = 100
PRODUCTS = (
    LoanProduct(
        "cash", "示范消费贷", "年满18周岁、有稳定收入的个人", "1y", 50, Money(1_000 * YUAN),
        Money(200_000 * YUAN), 36, (Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL),
        ("征信查询授权", "收入证明"), prepay_bp=100, prepay_months=12,
    ),
    LoanProduct(
        "line", "示范随借贷", "已有本行额度的个人", "1y", 60, Money(1_000 * YUAN),
        Money(50_000 * YUAN), 12, (Method.INTEREST_ONLY,), ("征信查询授权",), revolving=True,
    ),
    LoanProduct(
        "home", "示范住房贷款", "购买住房的个人", "5y", -20, Money(50_000 * YUAN),
        Money(5_000_000 * YUAN), 360, (Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL),
        ("征信查询授权", "购房合同", "收入证明"), prepay_bp=100, prepay_months=12,
        notice_days=5,
    ),
    LoanProduct(
        "shop", "示范小微快贷", "经营满一年的小微企业主和个体户", "1y", 80, Money(10_000 * YUAN),
        Money(300_000 * YUAN), 12, (Method.INTEREST_ONLY,), ("征信查询授权",),
        revolving=True,
    ),
)  # fmt: skip


def stocked(house: House) -> House:
    """The shelf alone; 王小明 is bound."""
    house.books.run(lambda tx: list_loans(tx, house.core.book, PRODUCTS))
    house.bind("o-wang", WANG)
    return house


def with_limit(house: House, code: str = "line", yuan: int = 20_000) -> House:
    """And a signed limit of this product."""
    stocked(house)
    return sign_limit(house, code, yuan)


def sign_limit(house: House, code: str, yuan: int) -> House:
    product = next(one for one in PRODUCTS if one.code == code)

    def signed(tx: Tx) -> None:
        new = Contract(
            "", "C1", code, product.methods[0], Money(yuan * YUAN), Money.zero(), product.margin_bp,
            product.most_months, product.revolving, date(2027, 12, 31),
        )  # fmt: skip
        sign(house.core.office(tx), new)

    house.books.run(signed)
    return house


def close_days(house: House, days: int) -> None:
    """Close so many days from the test's own day on, and be at the morning after."""
    first = house.clock.now().date()
    house.clock.advance(timedelta(days=days))
    for number in range(days):
        day = first + timedelta(days=number)
        house.books.run(lambda tx, day=day: close_in(tx, house.core, day))
