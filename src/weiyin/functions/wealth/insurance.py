"""保险产品: what the bank sells for insurers; a person advises and signs."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.services.insurances import Insurances
from weiyin.bank.wealth.insurance import KINDS, Insurance
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_SAID = (
    ("accident", "意外"),
    ("health", "医疗|健康|重疾|百万医疗"),
    ("annuity", "年金|养老|教育金"),
    ("property", "家财|财产|家庭财产"),
    ("life", "寿险|人寿|终身寿"),
)
_NOTE = "保险产品由保险公司承保，本行为代理销售机构，不是存款，也不是本行发行的理财。"


@function(
    id="insurance_list",
    title="保险产品",
    group="weifin.wealth",
    about="代销的意外、医疗、寿险、年金和家财险，由专属顾问介绍和办理",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
)
def answer(
    insurances: Insurances,
    kind: Annotated[
        str | None,
        Input("险种", InputKind.CHOICE, options=tuple(KINDS.items()), said=_SAID),
    ] = None,
    product: Annotated[str | None, Input("产品", InputKind.WORDS, help="名称或代码")] = None,
) -> Answer:
    shelf = insurances.products()
    if product:
        fitting = [one for one in shelf if product in (one.code, one.name) or product in one.name]
        if len(fitting) == 1:
            return _one(fitting[0])
    found = [one for one in shelf if kind is None or one.kind == kind]
    rows = tuple(
        (one.name, KINDS[one.kind], f"{str(one.since).removesuffix('.00')}元起", one.suits)
        for one in found
    )
    return Answer(
        title="保险产品",
        lead=f"在售保险 {len(rows)} 款。{_NOTE}回复“转人工”由顾问为您介绍。",
        table=Table(("产品", "险种", "保费", "适合"), rows),
        next=("handoff_agent", "booking_business"),
    )


def offer(insurances: Insurances) -> tuple[Offer, ...]:
    taps = tuple(Choice(one.code, one.name) for one in insurances.products())
    return (Offer("product", options=taps),)


def _one(one: Insurance) -> Answer:
    return Answer(
        title=one.name,
        lead=f"{one.about}{_NOTE}",
        facts=(
            ("产品代码", one.code),
            ("承保公司", one.insurer),
            ("险种", KINDS[one.kind]),
            ("保费", f"{one.since} 元起"),
            ("保障期间", one.term),
            ("适合", one.suits),
            ("怎么办理", "回复“转人工”，由专属顾问介绍条款并协助投保"),
        ),
        next=("handoff_agent", "insurance_list"),
    )
