"""附属卡管理: a card to the same account for somebody of the family, with a cap of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.credit.cases import CaseKind
from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.bank.services.credit_cases import CreditCases
from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_card, mask_id, mask_name
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.credit.adults import check_adult
from weiyin.functions.credit.casework import received
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_RELATIONS = (("spouse", "配偶"), ("parent", "父母"), ("child", "子女"))


@dataclass(frozen=True, slots=True)
class SupplementaryOrder:
    customer_no: str
    account_no: str
    name: str
    id_number: str
    relation: str
    limit: Money


@function(
    id="cc_supplementary",
    title="附属卡管理",
    group="credit",
    about="为家人申请附属卡，共用额度，可设附属卡限额",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    accounts: CreditAccounts,
    clock: Clock,
    name: Annotated[str, Input("附属卡持卡人姓名", InputKind.PERSON_NAME)],
    id_number: Annotated[str, Input("附属卡持卡人身份证号", InputKind.ID_NUMBER)],
    relation: Annotated[str, Input("与您的关系", InputKind.CHOICE, options=_RELATIONS)],
    limit: Annotated[Money, Input("附属卡每月限额", InputKind.MONEY)],
) -> DraftRequest:
    check_adult(id_number, clock.now())
    most = accounts.limits(card.customer_no, card.account_no).fixed
    if limit > most:
        raise BadInput("limit", f"附属卡限额不能超过主卡固定额度 {most} 元")
    return DraftRequest(
        title="附属卡申请",
        facts=(
            ("附属卡持卡人", mask_name(name)),
            ("证件", mask_id(id_number)),
            ("关系", dict(_RELATIONS)[relation]),
            ("每月限额", f"{limit} 元"),
            ("主卡", mask_card(card.tail)),
        ),
        order=SupplementaryOrder(
            card.customer_no, card.account_no, name, id_number, relation, limit
        ),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"为信用卡尾号{card.tail}申请附属卡",
        warning="附属卡的消费计入主卡账单，由主卡持卡人还款。",
    )


def perform(order: SupplementaryOrder, cases: CreditCases, key: DraftKey) -> Answer:
    facts = {
        "name": order.name,
        "id_number": order.id_number,
        "relation": dict(_RELATIONS)[order.relation],
        "limit": str(order.limit),
    }
    case = cases.open(
        key, order.customer_no, order.account_no, CaseKind.SUPPLEMENTARY, order.limit, facts
    )
    return received(case, "附属卡申请已受理，审核通过后寄出。", "cc_limit_query")
