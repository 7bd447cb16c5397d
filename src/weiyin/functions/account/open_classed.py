"""开立II/III类户: an electronic account beside one of class I, after name, number and code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.account_facts import AccountFacts
from weiyin.bank.services.profiles import Profiles
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.mask import mask_card
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_NAMES = {"2": "Ⅱ类户", "3": "Ⅲ类户"}
_CAPS = {
    "2": "非绑定账户转出、消费每日1万元，每年20万元",
    "3": "余额不超过2000元，非绑定账户支付每日2000元，每年5万元",
}
_MISMATCH = "您填写的姓名或身份证号与银行留存的不一致，请核对后重试"


@dataclass(frozen=True, slots=True)
class OpenOrder:
    bound_account: str
    which: str


@function(
    id="open_account_class2",
    title="开立II/III类户",
    group="common.account",
    about="用名下Ⅰ类户在线开立Ⅱ类、Ⅲ类电子账户，不用到网点",
    risk=Risk.CHANGE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    accounts: AccountFacts,
    profiles: Profiles,
    which: Annotated[str, Input("开立账户", InputKind.CHOICE, options=tuple(_NAMES.items()))],
    name: Annotated[str, Input("姓名", InputKind.PERSON_NAME, help="与开户证件一致")],
    id_number: Annotated[str, Input("身份证号", InputKind.ID_NUMBER)],
    consent: Annotated[  # noqa: ARG001 - required to be given
        bool,
        Input("账户服务协议", InputKind.CONSENT, agreement="classed_account"),
    ],
) -> DraftRequest:
    known = books.customer(card.customer_no)
    same = profiles.is_identity(card.customer_no, id_number)
    if not same or known.name != name.strip():
        raise NotFound(heard=_MISMATCH)
    base = accounts.detail(card.customer_no, card.account_no)
    if base.account_class != 1:
        raise NotAllowed("bound_account", "请选择名下Ⅰ类户的银行卡来绑定开立")
    return DraftRequest(
        title=f"开立{_NAMES[which]}",
        facts=(
            ("开立账户", _NAMES[which]),
            ("绑定的Ⅰ类户", mask_card(card.tail)),
            ("开户网点", base.branch or "总行营业部"),
            ("限额", _CAPS[which]),
        ),
        order=OpenOrder(card.account_no, which),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"开立{_NAMES[which]}",
        warning="账户仅限本人使用，出租、出借、出售账户须承担法律责任。",
    )


def perform(order: OpenOrder, who: Who, accounts: AccountFacts, key: DraftKey) -> Answer:
    opened = accounts.open_classed(key, customer_of(who), order.bound_account, int(order.which))
    return Answer(
        title="开户成功",
        lead=f"您的{_NAMES[order.which]}已开立。绑定这张电子卡后，就可以在微信里使用。",
        facts=(
            ("电子卡号", _in_fours(opened.number)),
            ("产品", opened.card.product),
            ("限额", _CAPS[order.which]),
        ),
        next=("account_bind_debit", "account_detail"),
    )


def _in_fours(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
