"""交易争议/否认交易: a spend that was not one's own; a case, and the money back meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books, EntryLine
from weiyin.bank.credit.cases import CaseKind
from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.bank.services.credit_cases import CreditCases
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.credit.casework import progress, received
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_REASONS = (
    ("not_mine", "不是本人交易"),
    ("twice", "重复扣款"),
    ("amount", "金额不符"),
    ("not_received", "未收到商品或服务"),
    ("no_refund", "退款未到账"),
)
_SAID = (
    ("twice", "重复|两次|多扣|扣了两"),
    ("amount", "金额不对|金额不符|多刷"),
    ("not_received", "没收到|未收到"),
    ("no_refund", "退款"),
    ("not_mine", "不是我|没刷|盗刷|不认|没消费过|冒用"),
)
_SHOWN, _TAPS = 20, 6


@dataclass(frozen=True, slots=True)
class DisputeOrder:
    customer_no: str
    account_no: str
    entry_no: str
    reason: str


@function(
    id="cc_dispute",
    title="交易争议",
    group="credit",
    about="对不是本人、重复或有误的信用卡交易提出争议",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    accounts: CreditAccounts,
    cases: CreditCases,
    amount: Annotated[
        Money | None, Input("交易金额", InputKind.MONEY, help="有疑问的那笔交易的金额")
    ] = None,
    reason: Annotated[
        str | None, Input("原因", InputKind.CHOICE, options=_REASONS, said=_SAID)
    ] = None,
) -> Answer | DraftRequest:
    spends = _spends(card, books, accounts)
    if amount is None:
        return _choices(card, cases, spends)
    named = [one for one in spends if -one.amount == amount]
    if not named:
        raise BadInput("amount", "近期交易中没有这个金额，请从列表中选择")
    spend, why = named[0], reason or "not_mine"
    cases.check_disputable(card.customer_no, card.account_no, spend.entry_no)
    return DraftRequest(
        title="交易争议",
        facts=(
            ("交易", f"{spend.at.astimezone(SHANGHAI):%m-%d %H:%M} {spend.memo or spend.other}"),
            ("金额", f"{amount} 元"),
            ("原因", dict(_REASONS)[why]),
            ("信用卡", mask_card(card.tail)),
        ),
        order=DisputeOrder(card.customer_no, card.account_no, spend.entry_no, why),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"对信用卡尾号{card.tail}一笔{amount}元的交易提出争议",
        warning="如怀疑被盗刷，请同时挂失卡片。提供虚假陈述须承担责任。"
        if why == "not_mine"
        else "",
    )


def offer(card: CreditCard, books: Books, accounts: CreditAccounts) -> tuple[Offer, ...]:
    taps = tuple(
        Choice(str(-one.amount).replace(",", ""), f"{_row(one)[0]} {_row(one)[1]} {-one.amount}元")
        for one in _spends(card, books, accounts)[:_TAPS]
    )
    return (Offer("amount", options=taps),)


def perform(order: DisputeOrder, cases: CreditCases, key: DraftKey) -> Answer:
    case = cases.dispute(key, order.customer_no, order.account_no, order.entry_no, order.reason)
    return received(
        case,
        f"已受理对 {case.amount} 元交易的争议，专员将在核查后通知您结果。",
        "cc_dispute",
        "cc_loss",
    )


def _spends(card: CreditCard, books: Books, accounts: CreditAccounts) -> list[EntryLine]:
    """Of the latest bill and since, newest first."""
    lines = list(accounts.unbilled(card.customer_no, card.account_no).lines)
    if accounts.months(card.customer_no, card.account_no):
        lines += books.statement(card.card_id).lines
    return [one for one in lines if one.kind in {"purchase", "cash_advance"}][:_SHOWN]


def _choices(card: CreditCard, cases: CreditCases, spends: list[EntryLine]) -> Answer:
    made = tuple(
        one for one in cases.cases(card.customer_no)
        if one.kind is CaseKind.DISPUTE and one.account_no == card.account_no
    )  # fmt: skip
    told = progress(made, "交易争议", "")
    return Answer(
        title="交易争议",
        lead=told.lead + ("请选择有疑问的交易。" if spends else "近期没有可提出争议的交易。"),
        steps=told.steps,
        table=Table(("日期", "商户", "金额"), tuple(map(_row, spends))) if spends else None,
        next=("cc_dispute", "cc_loss"),
    )


def _row(one: EntryLine) -> tuple[str, str, str]:
    return f"{one.at.astimezone(SHANGHAI):%m-%d}", one.memo or one.other, str(-one.amount)
