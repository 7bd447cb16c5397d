"""自动还款签约: full or minimum out of the debit card on the due day; changed or ended here too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.credit.repay import AutopayKind
from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.credit.wording import paying_card
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_KINDS = (
    (AutopayKind.FULL.value, "全额自动还款"),
    (AutopayKind.MINIMUM.value, "最低自动还款"),
    (AutopayKind.NONE.value, "取消自动还款"),
)
_LABEL = dict(_KINDS)


@dataclass(frozen=True, slots=True)
class AutopayOrder:
    customer_no: str
    account_no: str
    from_account: str
    from_tail: str
    kind: AutopayKind


@function(
    id="cc_autopay",
    title="自动还款签约",
    group="credit",
    about="到期还款日自动从借记卡全额或最低还款，可随时修改或取消",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
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
            said=(("none", "取消|关闭|解约|解除|停"), ("minimum", "最低"), ("full", "全额|全部")),
        ),
    ] = None,
) -> Answer | DraftRequest:
    now = accounts.autopay(card.customer_no, card.account_no)
    if kind is None and now.kind is not AutopayKind.NONE:
        return _as_it_is(card.tail, now.kind)
    chosen = AutopayKind(kind or AutopayKind.FULL)
    if chosen is now.kind:
        return _as_it_is(card.tail, chosen)
    payer = paying_card(who)
    order = AutopayOrder(card.customer_no, card.account_no, payer.account_no, payer.tail, chosen)
    return DraftRequest(
        title="取消自动还款" if chosen is AutopayKind.NONE else "自动还款签约",
        facts=(
            ("信用卡", mask_card(card.tail)),
            ("扣款卡", mask_card(payer.tail)),
            ("还款方式", _LABEL[chosen]),
            ("扣款时间", "每期到期还款日"),
        ),
        order=order,
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"{_LABEL[chosen]}（信用卡尾号{card.tail}）",
        warning="取消后请记得在到期还款日前自行还款，以免产生利息和违约金。"
        if chosen is AutopayKind.NONE
        else "请保证扣款卡在到期还款日前一日有足够余额。",
    )


def perform(order: AutopayOrder, accounts: CreditAccounts, key: DraftKey) -> Answer:
    signed = accounts.sign_autopay(
        key, order.customer_no, order.account_no, order.from_account, order.kind
    )
    if signed.kind is AutopayKind.NONE:
        return Answer("已取消自动还款", "自动还款已取消，请记得按时还款。", next=("cc_repay",))
    return Answer(
        title="签约成功",
        lead=f"已开通{_LABEL[signed.kind]}。",
        facts=(("扣款卡", mask_card(order.from_tail)), ("扣款时间", "每期到期还款日")),
        next=("cc_bill_query",),
    )


def _as_it_is(tail: str, kind: AutopayKind) -> Answer:
    known = "未开通自动还款" if kind is AutopayKind.NONE else f"已开通{_LABEL[kind]}"
    return Answer(
        "自动还款", f"信用卡（{mask_card(tail)}）{known}。", next=("cc_autopay", "cc_repay")
    )
