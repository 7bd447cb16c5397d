"""逾期协商: somebody who cannot pay asks for a plan of their own; a person answers."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.credit.cases import CaseKind
from weiyin.bank.credit.deciding import MOST_MONTHS
from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.bank.services.credit_cases import CreditCases
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.credit.casework import CaseOrder, asked, opened
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_REASONS = (
    ("job", "失业或收入减少"),
    ("illness", "疾病或意外"),
    ("business", "经营困难"),
    ("other", "其他"),
)


@function(
    id="cc_overdue_help",
    title="逾期协商",
    group="credit",
    about="还款有困难时申请个性化分期，最长五年，由专员与您协商",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    accounts: CreditAccounts,
    monthly: Annotated[
        Money,
        Input("每月能还", InputKind.MONEY, ask="别着急，我帮您转给专员。您每月大约能还多少？"),
    ],
    reason: Annotated[
        str | None,
        Input(
            "困难原因",
            InputKind.CHOICE,
            options=_REASONS,
            said=(
                ("job", "失业|裁员|没工作|降薪|收入"),
                ("illness", "病|住院|意外"),
                ("business", "生意|经营|破产"),
            ),
        ),
    ] = None,
) -> DraftRequest:
    owed = accounts.owed(card.customer_no, card.account_no).everything
    if not owed:
        raise BadInput("monthly", "您当前没有信用卡欠款")
    if monthly.times(MOST_MONTHS) < owed:
        least = owed.share(1, MOST_MONTHS)
        raise BadInput(
            "monthly", f"个性化分期最长五年，每月至少需还 {least} 元，请填写更高的金额或联系客服"
        )
    months = -(-owed.fen // monthly.fen)
    why = dict(_REASONS)[reason or "other"]
    return asked(
        card, books, CaseKind.OVERDUE, owed, {"monthly": str(monthly), "reason": why},
        (
            ("当前欠款", f"{owed} 元"),
            ("每月能还", f"{monthly} 元"),
            ("约需", f"{months} 个月"),
            ("困难原因", why),
            ("信用卡", mask_card(card.tail)),
        ),
        "协商以双方签署的协议为准；达成前利息和违约金仍按合约计收。请勿相信代办、反催收中介。",
    )  # fmt: skip


def perform(order: CaseOrder, cases: CreditCases, key: DraftKey) -> Answer:
    return opened(order, cases, key, "已转给专员，将在两个工作日内与您联系。", "cc_repay")
