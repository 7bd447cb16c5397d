"""跨行资金归集: one's own money at another bank, pulled here each month by agreement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.numbers import luhn_holds
from weiyin.bank.payments.banks import BANK_CHOICES, BANKS
from weiyin.bank.services.collecting import AgreementView, Collecting
from weiyin.bank.services.payments import Payments
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_card, tail
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who


class Deed(StrEnum):
    LIST = "list"
    SIGN = "sign"
    END = "end"


DEEDS = ((Deed.LIST.value, "查看协议"), (Deed.SIGN.value, "新签协议"), (Deed.END.value, "终止协议"))
_NEXT_TAPS = tuple(Choice(str(day), f"每月{day}日") for day in (1, 5, 10, 15, 20, 25))


@dataclass(frozen=True, slots=True)
class Change:
    """The confirmed instruction; `agreement_no` is set to end one."""

    agreement_no: str
    to_account: str
    bank: str
    number: str
    amount: Money
    day: int


@function(
    id="fund_collection_interbank",
    title="跨行资金归集",
    group="common.transfer",
    about="签约后每月自动把您在他行的钱归集到本行卡",
    risk=Risk.CHANGE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    payments: Payments,
    collecting: Collecting,
    deed: Annotated[str, Input("要做什么", InputKind.CHOICE, options=DEEDS)] = "list",
    amount: Annotated[Money | None, Input("每次归集金额", InputKind.MONEY)] = None,
    day: Annotated[int | None, Input("每月几日", InputKind.COUNT, help="1到31")] = None,
    account: Annotated[
        str | None, Input("他行卡号", InputKind.CARD_NUMBER, help="须为您本人的借记卡")
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
    end: Annotated[str | None, Input("要终止的协议", InputKind.WORDS)] = None,
) -> Answer | DraftRequest:
    mine = collecting.mine(card.customer_no)
    match Deed(deed):
        case Deed.LIST:
            return _listed(mine)
        case Deed.SIGN:
            return _signing(card, books, payments, amount, day, account, bank)
        case Deed.END:
            return _ending(card, books, mine, end)


def offer(card: DebitCard, collecting: Collecting) -> tuple[Offer, ...]:
    mine = collecting.mine(card.customer_no)
    ends = tuple(Choice(one.agreement_no, f"{one.bank}（{one.source_tail}）") for one in mine)
    first = Offer("deed", value=(Deed.LIST if mine else Deed.SIGN).value)
    return (first, Offer("day", options=_NEXT_TAPS), Offer("end", options=ends))


def perform(order: Change, who: Who, collecting: Collecting, key: DraftKey) -> Answer:
    customer = paying.customer_of(who)
    if order.agreement_no:
        collecting.end(key, customer, order.agreement_no)
        return Answer(
            "已终止", "归集协议已终止，不再自动归集。", next=("fund_collection_interbank",)
        )
    made = collecting.agree(
        key, customer, order.to_account, order.bank, order.number, order.amount, order.day
    )
    return Answer(
        title="签约成功",
        lead=f"首次归集时间：{paying.moment(made.next)}，结果会通知您。",
        facts=_facts(made),
        next=("fund_collection_interbank",),
    )


def _listed(mine: tuple[AgreementView, ...]) -> Answer:
    if not mine:
        lead = "还没有归集协议。打开页面即可签约。"
        return Answer("跨行资金归集", lead, next=("fund_collection_interbank",))
    rows = tuple(
        (f"{one.bank} {mask_card(one.source_tail)}", f"{one.amount}", f"每月{one.day}日",
         paying.moment(one.next))
        for one in mine
    )  # fmt: skip
    table = Table(("转出账户", "每次金额", "日期", "下次归集"), rows)
    lead = f"共 {len(mine)} 份归集协议。"
    return Answer("跨行资金归集", lead, table=table, next=("fund_collection_interbank",))


def _signing(
    card: DebitCard, books: Books, payments: Payments, amount: Money | None, day: int | None,
    account: str | None, bank: str | None,
) -> DraftRequest:  # fmt: skip
    if amount is None:
        raise BadInput("amount", "请填写每次归集金额")
    if day is None or day > 31:
        raise BadInput("day", "请填写每月的日期，1到31")
    if not account or not luhn_holds(account):
        raise BadInput("account", "请填写正确的他行卡号")
    known = payments.bank_of(account)
    code = bank or (known.code if known else "")
    if not code:
        raise BadInput("bank", "请选择他行名称")
    facts = (
        ("转出账户", f"{BANKS[code].name} {mask_card(tail(account))}"),
        ("转入卡", mask_card(card.tail)),
        ("每次金额", f"{amount} 元"),
        ("归集日期", f"每月{day}日 09:00，当月没有该日则为月末"),
        ("手续费", "0.00 元"),
    )
    change = Change("", card.account_no, code, account, amount, day)
    return _draft(
        card, books, "签订归集协议", facts, change, f"签约从尾号{tail(account)}每月归集{amount}元"
    )


def _ending(
    card: DebitCard, books: Books, mine: tuple[AgreementView, ...], wanted: str | None
) -> DraftRequest:
    found = [one for one in mine if wanted in (None, one.agreement_no)]
    if not found:
        raise NotFound(heard="没有找到要终止的归集协议")
    if len(found) > 1:
        raise BadInput("end", "请选择要终止的协议")
    one = found[0]
    change = Change(one.agreement_no, "", "", "", one.amount, one.day)
    words = f"终止尾号{one.source_tail}的归集协议"
    return _draft(card, books, "终止归集协议", _facts(one), change, words)


def _draft(
    card: DebitCard, books: Books, title: str, facts: tuple[tuple[str, str], ...], change: Change,
    words: str,
) -> DraftRequest:  # fmt: skip
    phone = books.reserved_phone(card.customer_no)
    return DraftRequest(title, facts, change, StepUp.CODE, phone, words)


def _facts(one: AgreementView) -> tuple[tuple[str, str], ...]:
    return (
        ("转出账户", f"{one.bank} {mask_card(one.source_tail)}"),
        ("每次金额", f"{one.amount} 元"),
        ("归集日期", f"每月{one.day}日"),
        ("下次归集", paying.moment(one.next)),
    )
