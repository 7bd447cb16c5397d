"""ETC办理: a device for the toll roads, applied for with the vehicle's papers and paid."""

from __future__ import annotations

import re
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_name
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import Desk, Pay, Target
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.life import picking
from weiyin.people.who import Who

_KIND = "etc"
_VEHICLES = (("car", "小型客车"), ("van", "中大型客车"), ("truck", "货车"))
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}", re.ASCII)
_PAPERS = {
    "car": "行驶证正副页、车主身份证",
    "van": "行驶证正副页、车主身份证、核载人数页",
    "truck": "行驶证正副页、车主身份证、道路运输证、车辆外廓尺寸照片",
}
"""What the issuer looks at when the device is put in, by the kind of vehicle."""


@function(
    id="etc_apply",
    title="ETC办理",
    group="ysh.life",
    about="按行驶证申请办理ETC并缴纳设备款",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.LIFE,
)
def answer(
    card: DebitCard,
    books: Books,
    bills: Bills,
    saved: SavedBills,
    plate: Annotated[str, Input("车牌号", InputKind.USER_NUMBER, help="如 京A12345")],
    vehicle: Annotated[str, Input("车辆类型", InputKind.CHOICE, options=_VEHICLES)],
    owner: Annotated[str, Input("车主姓名", InputKind.PERSON_NAME, help="与行驶证一致")],
    vin: Annotated[
        str, Input("车辆识别代号", InputKind.USER_NUMBER, help="行驶证上的17位字母和数字")
    ],
) -> DraftRequest:
    issuer, written = picking.merchant(bills, _KIND), vin.upper()
    if not _VIN.fullmatch(written):
        raise BadInput("vin", "车辆识别代号不正确，请填写行驶证上的17位字母和数字（不含I、O、Q）")
    try:
        to = Target(issuer, issuer.check_number(plate))
    except BadInput as refusal:
        raise BadInput("plate", refusal.heard) from refusal
    desk = Desk(card, books, bills, saved)
    _, charge = paying.due(desk, to, None, "ETC办理")
    shown = (
        ("车牌号", to.number),
        ("车辆类型", dict(_VEHICLES)[vehicle]),
        ("车主", mask_name(owner)),
        ("车辆识别代号", f"**** {written[-4:]}"),
        ("项目", charge.title),
        ("安装时请带", _PAPERS[vehicle]),
    )
    told = {"vehicle": vehicle, "owner": owner, "vin": written}
    note = "通行费从付款卡扣收；资料与行驶证不符时不予安装，设备款原路退回。"
    return paying.request("ETC办理", desk, to, charge, shown, told, note)


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)
