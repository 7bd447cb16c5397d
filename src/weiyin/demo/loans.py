"""The demo's loans: a shelf, limits that may be drawn from, two loans that run, provident funds."""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.loans.contracts import Contract, sign
from weiyin.bank.loans.drawing import draw
from weiyin.bank.loans.products import LoanProduct, list_loans
from weiyin.bank.loans.provident_fund import ProvidentFund, put_fund
from weiyin.bank.loans.schedule import Method
from weiyin.base.clock import shanghai_day
from weiyin.base.money import Money
from weiyin.demo.people import PLAYERS
from weiyin.storage.store import Tx

_REPORT, _INCOME = "征信查询授权", "收入证明"
_BY_MONTH = (Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL)
_BY_DAY = (Method.INTEREST_ONLY,)

SHELF = (
    LoanProduct(
        "cash", "示范消费贷", "年满18周岁、有稳定收入的个人，用于装修、购车、教育等消费", "1y", 50,
        Money(1_000_00), Money(300_000_00), 60, _BY_MONTH, (_REPORT, _INCOME),
        prepay_bp=100, prepay_months=12,
    ),
    LoanProduct(
        "line", "示范随借贷", "代发工资客户，额度一次批准、一年内随借随还", "1y", 60,
        Money(1_000_00), Money(100_000_00), 12, _BY_DAY, (_REPORT,), revolving=True,
    ),
    LoanProduct(
        "home", "示范住房贷款", "购买住房的个人，首付比例符合当地规定", "5y", -20,
        Money(50_000_00), Money(5_000_000_00), 360, _BY_MONTH,
        (_REPORT, "购房合同", "首付款凭证", _INCOME), prepay_bp=100, prepay_months=12,
        notice_days=5,
    ),
    LoanProduct(
        "shop", "示范小微快贷", "经营满一年的小微企业主和个体工商户", "1y", 80,
        Money(10_000_00), Money(500_000_00), 12, _BY_DAY, (_REPORT,), revolving=True,
    ),
)  # fmt: skip

_LIMITS = ((1, "line", 50_000_00, 0), (2, "cash", 36_000_00, 36_000_00),
           (5, "shop", 200_000_00, 60_000_00))  # fmt: skip
"""Player (serial), product, what was granted and what of it is drawn, in fen."""
_MONTHS = 12
_FUNDS = ((1, 86_420_15, 4_300_00, 0), (2, 41_208_40, 2_360_00, 318_500_00))
"""Player (serial); balance, a month's payment and what is left of the fund's loan, in fen."""


def open_loans(tx: Tx, core: EmbeddedCore, now: datetime) -> None:
    """As of the moment of building; nobody is told."""
    office, today = core.office(tx, quiet=True), shanghai_day(now)
    list_loans(tx, core.book, SHELF)
    products = {one.code: one for one in SHELF}
    for serial, code, granted, drawn in _LIMITS:
        player, product = PLAYERS[serial - 1], products[code]
        contract = sign(
            office,
            Contract(
                "", player.customer_no, code, product.methods[0], Money(granted), Money.zero(),
                product.margin_bp, _MONTHS, product.revolving, today + timedelta(days=365),
            ),
        )  # fmt: skip
        if drawn:
            account = player.account_no(player.debit)
            draw(office, f"demo-loan-{serial}", contract, account, Money(drawn), _MONTHS)
    for serial, balance, monthly, left in _FUNDS:
        player, first = PLAYERS[serial - 1], today.replace(day=1)
        told = ProvidentFund(
            "北京", player.employer, Money(balance), Money(monthly),
            f"{first - timedelta(days=1):%Y-%m}", Money(left), first,
        )  # fmt: skip
        put_fund(tx, core.book, player.customer_no, told)
