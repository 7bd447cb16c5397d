"""What the ways of paying a person have in common: finding the payee, the draft, the carrying out.

A payee is a line of the customer's own payee book, or a card number and a name typed on a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from weiyin.bank.core import Books, TransferOrder
from weiyin.bank.numbers import luhn_holds
from weiyin.bank.payments.orders import Counterparty, State
from weiyin.bank.payments.routes import Mode, Route
from weiyin.bank.services.payee_book import PayeeBook, PayeeLine
from weiyin.bank.services.payments import PaymentQuote, Payments, PaymentView
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.mask import mask_card, mask_name, tail
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, Payment, StepUp
from weiyin.functions.calling import DebitCard
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

PayeeName = Annotated[
    str, Input("收款人", InputKind.PAYEE, ask="转给谁？请说收款人的名字", help="户名或备注名")
]
PayeeCard = Annotated[
    str | None, Input("收款卡号", InputKind.CARD_NUMBER, help="收款人簿里的人可以不填")
]
Memo = Annotated[str | None, Input("附言", InputKind.WORDS)]
PAYEES_SHOWN = 6
MEMO_MOST = 20
MODES = (
    (Mode.REALTIME.value, "实时到账"),
    (Mode.NORMAL.value, "普通到账（2小时后发出，可撤销）"),
    (Mode.NEXT_DAY.value, "次日到账（次日发出，可撤销）"),
)
MODES_SAID = (
    (Mode.NORMAL.value, r"普通到账|[2两]个?小时(?:后)?(?:再)?到|延时到账|延迟到账"),
    (Mode.NEXT_DAY.value, r"次日到账|隔天到账|第二天到账"),
)
AT_ONCE = Offer("mode", value=Mode.REALTIME.value)
"""What a form's 到账方式 stands at."""
REFERENCE = re.compile(r"[0-9a-z]{26}", re.ASCII)
_LURE = re.compile(r"[<>]|://|www\.|\.(?:com|cn|net|top|xyz|cc|vip)(?![a-z])", re.IGNORECASE)
_NOW = "请确认收款人是您认识的人。转账后资金实时到账，无法撤回，谨防诈骗。"
_LATER = "请确认收款人是您认识的人，谨防诈骗。发出之前您可以撤销。"


@dataclass(frozen=True, slots=True)
class Target:
    """Who is paid. `bank` is a code, empty for this bank; `bank_name` is printed."""

    bank: str
    bank_name: str
    number: str
    name: str
    tail: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Pay:
    """The confirmed instruction."""

    from_account: str
    bank: str
    number: str
    name: str
    tail: str
    amount: Money
    mode: str
    memo: str


def in_book(
    book: PayeeBook, customer_no: str, payee: str, bank: str | None = None
) -> Target | None:
    """The payee out of the customer's own book, by nickname or name; at `bank`, if one is named."""
    for line in book.lines(customer_no):
        if payee in (line.label, line.name) and bank in (None, line.code):
            return _of_line(line)
    return None


def customer_of(who: Who) -> str:
    """Whose order it is. Raises NotFound when nothing is bound any more."""
    if who.customer_no is None:
        raise NotFound
    return who.customer_no


def typed(
    books: Books, payments: Payments, number: str, name: str, bank: str | None = None
) -> Target:
    """By card number and name: `bank` a code, else as the number's first digits say.

    Raises BadInput for the field to mend.
    """
    if not bank and (found := payments.bank_of(number)) is not None:
        bank = found.code
    if bank:
        if not luhn_holds(number):
            raise BadInput("account", "卡号有误，请核对后重新输入")
        names = {one.code: one.name for one in payments.banks()}
        return Target(bank, names[bank], number, name, tail(number), is_new=True)
    try:
        ours = books.find_payee(number, name)
    except NotFound as refusal:
        raise BadInput("account", "收款人户名与卡号不一致，请核对") from refusal
    return Target("", ours.bank, ours.account_no, name, tail(number), is_new=True)


def draft(
    title: str, card: DebitCard, books: Books, payments: Payments, to: Target, amount: Money,
    mode: Mode, memo: str | None, *, shown: tuple[str, str] | None = None,
) -> DraftRequest:  # fmt: skip
    """What is shown and will be done. Raises NotAllowed before anything is confirmed.

    `shown` takes the place of the payee's card, where the payer does not know it.
    """
    if not to.bank and to.number == card.account_no:
        raise NotAllowed("self", "不能向付款账户本身转账")
    quote = payments.quote(to.bank, amount, mode)
    if to.is_new and mode is Mode.REALTIME and amount > quote.new_payee_cap:
        cap = f"{quote.new_payee_cap} 元"
        raise NotAllowed(
            "new_payee", f"向新收款人实时转账每笔不超过 {cap}，更大金额请选择普通到账或次日到账"
        )
    if amount + quote.fee > books.balance(card.account_no).available:
        raise NotAllowed("funds", "可用余额不足，请调整金额")
    return DraftRequest(
        title=title,
        facts=(
            ("转账金额", f"{amount} 元"),
            ("收款人", mask_name(to.name)),
            shown or ("收款账户", mask_card(to.tail)),
            *((("收款银行", to.bank_name),) if to.bank else ()),
            ("付款卡", mask_card(card.tail)),
            ("手续费", f"{quote.fee} 元"),
            ("到账时间", arrival(mode, quote)),
            *((("附言", memo),) if memo else ()),
        ),
        order=Pay(
            card.account_no, to.bank, to.number, to.name, to.tail, amount, mode.value, memo or ""
        ),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"向尾号{to.tail}转账{amount}元",
        warning=_NOW if mode is Mode.REALTIME else _LATER,
        payment=payment_to(to, amount),
    )


def payment_to(to: Target, amount: Money) -> Payment:
    """What the rules of risk judge."""
    return Payment(Counterparty(to.bank, to.number, to.name).payee, amount)


def carry_out(order: Pay, customer_no: str, books: Books, payments: Payments, key: str) -> Answer:
    """Do what was confirmed, once per key."""
    if not order.bank and order.mode == Mode.REALTIME:
        return _at_once(order, customer_no, books, key)
    done = payments.pay(
        key, customer_no, order.from_account, order.bank, order.number, order.name, order.amount,
        Mode(order.mode), order.memo,
    )  # fmt: skip
    later = order.mode != Mode.REALTIME
    return Answer(
        title="转账已受理",
        lead=f"将于 {moment(done.due)} 发出，发出前可撤销。" if later else "已提交，结果会通知您。",
        facts=facts_of(done),
        pending=done.state is not State.DONE,
        next=("transfer_progress", *(("transfer_delayed_cancel",) if later else ())),
    )


def facts_of(one: PaymentView) -> tuple[tuple[str, str], ...]:
    """A payment in a few lines."""
    return (
        ("金额", f"{one.amount} 元"),
        ("收款人", f"{one.payee_masked} {mask_card(one.payee_tail)}"),
        ("收款银行", one.bank),
        *((("手续费", f"{one.fee} 元"),) if one.fee else ()),
        ("交易流水", one.reference),
    )


def offers(
    book: PayeeBook, customer_no: str, *, elsewhere: bool | None = None
) -> tuple[Offer, ...]:
    """The first payees to tap: all, or only those of other banks or of this one."""
    lines = (
        one for one in book.lines(customer_no) if elsewhere is None or elsewhere == bool(one.code)
    )
    taps = tuple(
        Choice(one.label or one.name, f"{one.label or one.name}（{one.tail}）") for one in lines
    )
    return (Offer("payee", options=taps[:PAYEES_SHOWN]),)


def arrival(mode: Mode, quote: PaymentQuote) -> str:
    """When the payee has it, as far as this bank can say."""
    if mode is not Mode.REALTIME:
        return f"{moment(quote.due)} 发出"
    return "工作时间内实时到账" if quote.route is Route.HVPS else "实时到账"


def moment(at: datetime) -> str:
    """`7月20日 12:05`."""
    here = at.astimezone(SHANGHAI)
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def check_memo(memo: str | None) -> None:
    """The payee reads it in a chat and in notices: words alone, no way to anywhere."""
    if memo is not None and len(memo) > MEMO_MOST:
        raise BadInput("memo", f"附言最多{MEMO_MOST}个字")
    if memo is not None and _LURE.search(memo):
        raise BadInput("memo", "附言不能包含网址或“<”“>”等符号")


def _of_line(line: PayeeLine) -> Target:
    return Target(line.code, line.bank, line.account_no, line.name, line.tail, line.is_new)


def _at_once(order: Pay, customer_no: str, books: Books, key: str) -> Answer:
    receipt = books.transfer(
        TransferOrder(
            key, customer_no, order.from_account, order.number, order.name, order.amount,
            order.memo,
        )
    )  # fmt: skip
    return Answer(
        title="转账成功",
        lead=f"已向 {mask_name(order.name)} 转账 {order.amount} 元。",
        facts=(
            ("收款账户", mask_card(order.tail)),
            ("交易流水", receipt.entry_no),
            *((("付款账户余额", f"{receipt.balance} 元"),) if receipt.balance else ()),
        ),
        next=("balance_query", "transaction_query"),
    )
