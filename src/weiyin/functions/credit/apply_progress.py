"""办卡进度查询: for whoever has the identity number and the phone of the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.credit.cases import CaseKind
from weiyin.bank.services.credit_cases import CreditCases
from weiyin.base.mask import mask_id, mask_phone
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.credit.casework import progress
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind


@dataclass(frozen=True, slots=True)
class ProgressOrder:
    id_number: str
    phone: str


@function(
    id="cc_apply_progress",
    title="办卡进度查询",
    group="credit",
    about="凭证件号和申请手机号查询信用卡申请进度",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
    menu=Menu.CREDIT,
)
def answer(
    id_number: Annotated[str, Input("身份证号", InputKind.ID_NUMBER)],
    phone: Annotated[str, Input("申请时的手机号", InputKind.PHONE)],
) -> DraftRequest:
    # Whether there is an application shows only after the phone was proved.
    return DraftRequest(
        title="办卡进度查询",
        facts=(("证件", mask_id(id_number)), ("手机", mask_phone(phone))),
        order=ProgressOrder(id_number, phone),
        step_up=StepUp.CODE,
        phone=phone,
        words="查询信用卡申请进度",
    )


def perform(order: ProgressOrder, cases: CreditCases) -> Answer:
    found = tuple(
        one
        for one in cases.applications(order.id_number, order.phone)
        if one.kind is CaseKind.APPLY
    )
    return progress(found, "办卡进度", "没有查到申请记录，请核对证件号和申请时的手机号。")
