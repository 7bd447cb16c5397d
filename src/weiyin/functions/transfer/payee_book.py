"""收款人管理: whom one pays, at this bank and others: seen, added, labelled, taken out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.payments.banks import BANK_CHOICES
from weiyin.bank.services.payee_book import PayeeBook, PayeeLine
from weiyin.bank.services.payments import Payments
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_card, mask_name, tail
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who


class Deed(StrEnum):
    LIST = "list"
    ADD = "add"
    LABEL = "label"
    DROP = "drop"


DEEDS = (
    (Deed.LIST.value, "查看"),
    (Deed.ADD.value, "添加"),
    (Deed.LABEL.value, "修改备注名"),
    (Deed.DROP.value, "删除"),
)
_SAID = ((Deed.ADD.value, "添加|新增|加一?个|存一?个|保存|登记"), (Deed.DROP.value, "删"))
_TITLES = {Deed.ADD: "添加收款人", Deed.LABEL: "修改收款人", Deed.DROP: "删除收款人"}
_NEW = "新收款人 24 小时内实时转账每笔有限额，这段时间请再次核实对方身份。"


@dataclass(frozen=True, slots=True)
class Change:
    """The confirmed instruction. `number`: of the card to add, else the line's own number."""

    deed: str
    bank: str
    number: str
    name: str
    label: str


@function(
    id="payee_book",
    title="收款人管理",
    group="common.transfer",
    about="查看、添加、备注和删除常用收款人",
    risk=Risk.CHANGE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    book: PayeeBook,
    payments: Payments,
    deed: Annotated[str, Input("要做什么", InputKind.CHOICE, options=DEEDS, said=_SAID)] = "list",
    payee: Annotated[
        str | None, Input("收款人", InputKind.PAYEE, help="添加时填户名，其他时候填户名或备注名")
    ] = None,
    account: Annotated[
        str | None, Input("收款卡号", InputKind.CARD_NUMBER, help="仅添加时填写")
    ] = None,
    bank: Annotated[
        str | None,
        Input(
            "收款银行",
            InputKind.CHOICE,
            options=BANK_CHOICES,
            help="不选则按卡号识别",
        ),
    ] = None,
    label: Annotated[str | None, Input("备注名", InputKind.WORDS)] = None,
) -> Answer | DraftRequest:
    lines = book.lines(card.customer_no)
    match Deed(deed):
        case Deed.LIST:
            return _listed(lines)
        case Deed.ADD:
            return _adding(card, books, payments, payee, account, bank, label)
        case Deed.LABEL | Deed.DROP as asked:
            return _changing(card, books, asked, _line(lines, payee), label or "")


def offer() -> tuple[Offer, ...]:
    return (Offer("deed", value=Deed.LIST.value),)


def perform(order: Change, who: Who, book: PayeeBook, key: DraftKey) -> Answer:
    customer = paying.customer_of(who)
    match Deed(order.deed):
        case Deed.ADD:
            done = book.add(key, customer, order.bank, order.number, order.name, order.label)
            return Answer("已添加收款人", _NEW, facts=_facts(done), next=("transfer_same_bank",))
        case Deed.LABEL:
            done = book.label(key, customer, order.number, order.label)
        case _:
            done = book.drop(key, customer, order.number)
    return Answer(_TITLES[Deed(order.deed)], "已办理。", facts=_facts(done), next=("payee_book",))


def _listed(lines: tuple[PayeeLine, ...]) -> Answer:
    if not lines:
        return Answer("收款人管理", "收款人簿还是空的。", next=("payee_book",))
    rows = tuple(
        (
            one.label or mask_name(one.name),
            f"{one.bank} {mask_card(one.tail)}",
            "新" if one.is_new else "",
        )
        for one in lines
    )
    table = Table(("收款人", "收款账户", "状态"), rows)
    return Answer("收款人管理", f"共 {len(lines)} 位收款人。", table=table, next=("payee_book",))


def _adding(
    card: DebitCard, books: Books, payments: Payments, name: str | None, account: str | None,
    bank: str | None, label: str | None,
) -> DraftRequest:  # fmt: skip
    if not account:
        raise BadInput("account", "请填写收款人户名和卡号")
    if not name:
        raise BadInput("payee", "请填写收款人户名")
    to = paying.typed(books, payments, account, name, bank)
    facts = (
        ("收款人", mask_name(name)),
        ("收款账户", mask_card(tail(account))),
        ("收款银行", to.bank_name),
        *((("备注名", label),) if label else ()),
    )
    change = Change(Deed.ADD, to.bank, account, name, label or "")
    return _draft(card, books, change, facts, f"添加收款人，尾号{tail(account)}", _NEW)


def _changing(
    card: DebitCard, books: Books, deed: Deed, line: PayeeLine, label: str
) -> DraftRequest:
    if deed is Deed.LABEL and not label:
        raise BadInput("label", "请填写新的备注名")
    change = Change(deed, line.code, line.account_no, line.name, label)
    facts = (*_facts(line), *((("新备注名", label),) if deed is Deed.LABEL else ()))
    return _draft(card, books, change, facts, f"{_TITLES[deed]}，尾号{line.tail}")


def _draft(
    card: DebitCard, books: Books, change: Change, facts: tuple[tuple[str, str], ...],
    words: str, warning: str = "",
) -> DraftRequest:  # fmt: skip
    """Who may be paid with a tap is as good as money: it takes a code."""
    phone = books.reserved_phone(card.customer_no)
    title = _TITLES[Deed(change.deed)]
    return DraftRequest(title, facts, change, StepUp.CODE, phone, words, warning)


def _line(lines: tuple[PayeeLine, ...], payee: str | None) -> PayeeLine:
    found = [one for one in lines if payee and payee in (one.label, one.name)]
    if len(found) != 1:
        raise BadInput("payee", f"收款人簿里没有“{payee}”" if payee else "请说明是哪位收款人")
    return found[0]


def _facts(line: PayeeLine) -> tuple[tuple[str, str], ...]:
    return (
        ("收款人", mask_name(line.name)),
        ("收款账户", f"{line.bank} {mask_card(line.tail)}"),
        *((("备注名", line.label),) if line.label else ()),
    )
