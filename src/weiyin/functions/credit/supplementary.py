"""附属卡管理: cards to the same account for somebody of the family: seen, asked for, capped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from weiyin.bank.core import Books, CardStatus
from weiyin.bank.credit.cases import CaseKind
from weiyin.bank.credit.family import Supplementary
from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.bank.services.credit_cards import CreditCards
from weiyin.bank.services.credit_cases import CreditCases
from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_card, mask_id, mask_name
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.credit.adults import check_adult
from weiyin.functions.credit.casework import received
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_RELATIONS = (("spouse", "配偶"), ("parent", "父母"), ("child", "子女"))
_RELATIONS_SAID = (
    ("spouse", "老婆|老公|妻子|丈夫|爱人|媳妇|配偶"),
    ("parent", "爸|妈|父|母"),
    ("child", "孩子|儿子|女儿|子女"),
)


class Deed(StrEnum):
    LIST = "list"
    APPLY = "apply"
    CAP = "cap"


_DEEDS = (
    (Deed.LIST.value, "查看附属卡"),
    (Deed.APPLY.value, "申请附属卡"),
    (Deed.CAP.value, "调整限额"),
)
_SAID = ((Deed.CAP.value, "限额|额度"), (Deed.APPLY.value, "申请|办"))


@dataclass(frozen=True, slots=True)
class SupplementaryOrder:
    """`card_id`: whose cap becomes `limit`; empty for a new card, to the person named."""

    customer_no: str
    account_no: str
    limit: Money
    card_id: str = ""
    name: str = ""
    id_number: str = ""
    relation: str = ""


@function(
    id="cc_supplementary",
    title="附属卡管理",
    group="credit",
    about="查看附属卡和本期已用，为家人申请附属卡，调整附属卡限额",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    accounts: CreditAccounts,
    plastics: CreditCards,
    clock: Clock,
    deed: Annotated[str, Input("要做什么", InputKind.CHOICE, options=_DEEDS, said=_SAID)] = "list",
    limit: Annotated[Money | None, Input("附属卡每期限额", InputKind.MONEY)] = None,
    which: Annotated[
        str | None, Input("附属卡尾号", InputKind.WORDS, help="调整限额：只有一张可不填")
    ] = None,
    name: Annotated[
        str | None, Input("附属卡持卡人姓名", InputKind.PERSON_NAME, help="仅申请时填写")
    ] = None,
    id_number: Annotated[
        str | None, Input("附属卡持卡人身份证号", InputKind.ID_NUMBER, help="仅申请时填写")
    ] = None,
    relation: Annotated[
        str | None,
        Input("与您的关系", InputKind.CHOICE, options=_RELATIONS, said=_RELATIONS_SAID),
    ] = None,
) -> Answer | DraftRequest:
    known = plastics.family(card.customer_no, card.account_no)
    if Deed(deed) is Deed.LIST:
        return _listed(known)
    if Deed(deed) is Deed.APPLY and not (name and id_number):
        missing = ("id_number", "身份证号") if name else ("name", "姓名")
        raise BadInput(missing[0], f"请填写附属卡持卡人的{missing[1]}")
    if limit is None:
        raise BadInput("limit", "请填写附属卡每期限额")
    most = accounts.limits(card.customer_no, card.account_no).fixed
    if limit > most:
        raise BadInput("limit", f"附属卡限额不能超过主卡固定额度 {most} 元")
    if Deed(deed) is Deed.CAP:
        return _capping(card, books, _one(known, which), limit)
    order = SupplementaryOrder(
        card.customer_no, card.account_no, limit, "", name or "", id_number or "",
        relation or "spouse",
    )  # fmt: skip
    check_adult(order.id_number, clock.now())
    return _applying(card, books, order)


def offer() -> tuple[Offer, ...]:
    return (Offer("deed", value=Deed.LIST.value),)


def perform(
    order: SupplementaryOrder, cases: CreditCases, plastics: CreditCards, key: DraftKey
) -> Answer:
    if order.card_id:
        done = plastics.cap(key, order.customer_no, order.card_id, order.limit)
        return Answer("限额已生效", "附属卡限额已调整。", _facts(done), next=("cc_supplementary",))
    facts = {
        "name": order.name,
        "id_number": order.id_number,
        "relation": dict(_RELATIONS)[order.relation],
        "limit": str(order.limit),
    }
    case = cases.open(
        key, order.customer_no, order.account_no, CaseKind.SUPPLEMENTARY, order.limit, facts
    )
    return received(case, "附属卡申请已受理，审核通过后寄出。", "cc_supplementary")


def _listed(known: tuple[Supplementary, ...]) -> Answer:
    if not known:
        return Answer("附属卡管理", "您还没有附属卡。", next=("cc_supplementary",))
    rows = tuple(
        (one.holder, mask_card(one.tail), f"{one.spent} / {one.cap}", _state(one)) for one in known
    )
    table = Table(("持卡人", "卡号", "本期已用/限额（元）", "状态"), rows)
    return Answer(
        "附属卡管理", f"共 {len(known)} 张附属卡。", table=table, next=("cc_supplementary",)
    )


def _one(known: tuple[Supplementary, ...], which: str | None) -> Supplementary:
    found = [one for one in known if which in (None, one.tail, one.holder)]
    if not known:
        raise BadInput("deed", "您还没有附属卡，可以先申请")
    if len(found) != 1:
        raise BadInput("which", "请填写要调整的附属卡尾号")
    return found[0]


def _capping(card: CreditCard, books: Books, one: Supplementary, limit: Money) -> DraftRequest:
    """A lower cap takes no code; a higher one does."""
    rises = not one.cap or limit > one.cap
    return DraftRequest(
        title="附属卡限额",
        facts=(*_facts(one), ("新限额", f"每期 {limit} 元")),
        order=SupplementaryOrder(card.customer_no, card.account_no, limit, one.card_id),
        step_up=StepUp.CODE if rises else StepUp.NONE,
        phone=books.reserved_phone(card.customer_no) if rises else "",
        words=f"附属卡尾号{one.tail}限额调为{limit}元" if rises else "",
    )


def _applying(card: CreditCard, books: Books, order: SupplementaryOrder) -> DraftRequest:
    return DraftRequest(
        title="附属卡申请",
        facts=(
            ("附属卡持卡人", mask_name(order.name)),
            ("证件", mask_id(order.id_number)),
            ("关系", dict(_RELATIONS)[order.relation]),
            ("每期限额", f"{order.limit} 元"),
            ("主卡", mask_card(card.tail)),
        ),
        order=order,
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"为信用卡尾号{card.tail}申请附属卡",
        warning="附属卡的消费计入主卡账单，由主卡持卡人还款。",
    )


def _facts(one: Supplementary) -> tuple[tuple[str, str], ...]:
    return (
        ("附属卡", f"{one.holder} {mask_card(one.tail)}"),
        ("本期已用", f"{one.spent} 元"),
        ("限额", f"每期 {one.cap} 元" if one.cap else "与主卡共用"),
    )


def _state(one: Supplementary) -> str:
    if one.status is not CardStatus.ACTIVE:
        return "已停用"
    return "待激活" if one.is_new else "使用中"
