"""跨行还款: the credit card repaid from one's own card at another bank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.payments.banks import BANK_CHOICES
from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_card, mask_name, tail
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind


@dataclass(frozen=True, slots=True)
class PullOrder:
    customer_no: str
    account_no: str
    tail: str
    bank: str
    number: str
    amount: Money


@function(
    id="cc_repay_other_bank",
    title="跨行还款",
    group="credit",
    about="用您本人在其他银行的借记卡还信用卡，免手续费",
    risk=Risk.MOVE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    accounts: CreditAccounts,
    account: Annotated[str, Input("他行卡号", InputKind.CARD_NUMBER, help="须为您本人的借记卡")],
    amount: Annotated[
        Money | None, Input("还款金额", InputKind.MONEY, help="不填则为本期剩余应还")
    ] = None,
    bank: Annotated[
        str | None,
        Input(
            "他行名称",
            InputKind.CHOICE,
            options=BANK_CHOICES,
            help="不选则按卡号识别",
        ),
    ] = None,
) -> DraftRequest:
    owed = accounts.owed(card.customer_no, card.account_no)
    wanted = amount or owed.bill or owed.everything
    if not wanted:
        raise BadInput("amount", "您当前没有欠款，如需预存请填写还款金额")
    name = accounts.source_bank(account, bank or "")
    holder = mask_name(books.customer(card.customer_no).name)
    return DraftRequest(
        title="跨行还款",
        facts=(
            ("还款金额", f"{wanted} 元"),
            ("信用卡", mask_card(card.tail)),
            ("付款卡", f"{name} {mask_card(tail(account))}"),
            ("付款人", f"{holder}（须为本人）"),
            ("手续费", "0.00 元"),
            ("到账时间", "对方银行扣款后实时入账"),
        ),
        order=PullOrder(card.customer_no, card.account_no, card.tail, bank or "", account, wanted),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"从{name}尾号{tail(account)}向尾号{card.tail}的信用卡还款{wanted}元",
        warning="临近到期还款日请预留时间；扣款失败不会入账，请关注结果通知。",
    )


def offer(card: CreditCard, accounts: CreditAccounts) -> tuple[Offer, ...]:
    owed = accounts.owed(card.customer_no, card.account_no)
    taps = ((owed.bill, "本期剩余应还"), (owed.minimum, "最低还款"))
    options = tuple(
        Choice(str(money).replace(",", ""), f"{label} {money}元") for money, label in taps if money
    )
    return (Offer("amount", options=options),)


def perform(order: PullOrder, accounts: CreditAccounts, key: DraftKey) -> Answer:
    reference = accounts.repay_from_elsewhere(
        key, order.customer_no, order.account_no, order.bank, order.number, order.amount
    )
    return Answer(
        title="跨行还款已受理",
        lead=f"正在从他行扣款 {order.amount} 元，成功后记入信用卡（{mask_card(order.tail)}）。",
        facts=(("业务编号", reference),),
        pending=True,
        next=("transfer_progress", "cc_bill_query"),
    )
