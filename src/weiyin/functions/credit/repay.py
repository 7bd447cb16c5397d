"""信用卡还款: from the own debit card, in full, the minimum, or another amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books, ReceiptStatus
from weiyin.bank.services.credit_accounts import CreditAccounts, Owed
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.credit.wording import day_words, paying_card
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_FULL, _MINIMUM, _ALL = "full", "minimum", "all"
_KINDS = ((_FULL, "全额还款"), (_MINIMUM, "最低还款"), (_ALL, "含未出账一并还清"))


@dataclass(frozen=True, slots=True)
class Repayment:
    customer_no: str
    account_no: str
    from_account: str
    tail: str
    amount: Money


@function(
    id="cc_repay",
    title="信用卡还款",
    group="credit",
    about="用本行借记卡还信用卡：全额、最低或自定金额，实时到账",
    risk=Risk.MOVE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
    codes=("HK",),
)
def answer(
    card: CreditCard,
    who: Who,
    books: Books,
    accounts: CreditAccounts,
    kind: Annotated[
        str | None,
        Input(
            "还款方式",
            InputKind.CHOICE,
            options=_KINDS,
            help="填了金额就按金额还",
            said=(
                (_MINIMUM, "最低|最少"),
                (_ALL, "未出账|全部还清|都还了|一并还"),
                (_FULL, "全额|全部"),
            ),
        ),
    ] = None,
    amount: Annotated[Money | None, Input("还款金额", InputKind.MONEY)] = None,
) -> DraftRequest:
    payer = paying_card(who)
    owed = accounts.owed(card.customer_no, card.account_no)
    wanted = amount or _by_kind(owed, kind or _FULL)
    if wanted > books.balance(payer.account_no).available:
        raise NotAllowed("funds", f"借记卡（{payer.tail}）可用余额不足，请调整还款金额或先转入资金")
    over = wanted > owed.everything
    return DraftRequest(
        title="信用卡还款",
        facts=(
            ("还款金额", f"{wanted} 元"),
            ("信用卡", mask_card(card.tail)),
            ("付款卡", mask_card(payer.tail)),
            ("本期剩余应还", f"{owed.bill} 元"),
            ("最低还款额", f"{owed.minimum} 元"),
            *((("到期还款日", day_words(owed.due_day)),) if owed.due_day else ()),
            ("手续费", "0.00 元"),
            ("到账时间", "实时入账"),
        ),
        order=Repayment(card.customer_no, card.account_no, payer.account_no, card.tail, wanted),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"向尾号{card.tail}的信用卡还款{wanted}元",
        warning="还款金额超过当前欠款，多还部分将留在信用卡内用于以后消费。" if over else "",
    )


def offer(card: CreditCard, accounts: CreditAccounts) -> tuple[Offer, ...]:
    owed = accounts.owed(card.customer_no, card.account_no)
    taps = ((owed.bill, "本期剩余应还"), (owed.minimum, "最低还款"), (owed.everything, "全部欠款"))
    options = tuple(
        Choice(str(money).replace(",", ""), f"{label} {money}元") for money, label in taps if money
    )
    return (Offer("amount", options=options),)


def perform(order: Repayment, accounts: CreditAccounts, key: DraftKey) -> Answer:
    receipt = accounts.repay(
        key, order.customer_no, order.account_no, order.from_account, order.amount
    )
    pending = receipt.status is not ReceiptStatus.POSTED
    return Answer(
        title="还款处理中" if pending else "还款成功",
        lead=f"已向信用卡（{mask_card(order.tail)}）还款 {order.amount} 元。",
        facts=(
            ("交易流水", receipt.entry_no),
            *((("借记卡余额", f"{receipt.balance} 元"),) if receipt.balance else ()),
        ),
        next=("cc_bill_query", "cc_limit_query"),
        pending=pending,
    )


def _by_kind(owed: Owed, kind: str) -> Money:
    """Raises BadInput when nothing of this kind is owed."""
    found = {_FULL: owed.bill or owed.everything, _MINIMUM: owed.minimum, _ALL: owed.everything}
    money = found[kind]
    if not money:
        said = "最低还款额已还清" if kind == _MINIMUM and owed.bill else "您当前没有欠款"
        raise BadInput("amount", f"{said}，如需预存请填写还款金额")
    return money
