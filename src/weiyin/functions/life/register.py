"""预约挂号: an hour of a doctor's, paid for a patient by name; given back in time."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_name
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import Desk, Pay, Target
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.life import picking
from weiyin.people.who import Who

_KIND = "hospital"


@function(
    id="hospital_register",
    title="预约挂号",
    group="ysh.life",
    about="选医院、科室、医生和时段，付挂号费；就诊前可取消",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.LIFE,
)
def answer(
    card: DebitCard,
    books: Books,
    bills: Bills,
    saved: SavedBills,
    slot: Annotated[str | None, Input("号源", InputKind.PICK)] = None,
    patient: Annotated[str | None, Input("就诊人姓名", InputKind.PERSON_NAME)] = None,
    back: Annotated[
        str | None, Input("取消流水号", InputKind.USER_NUMBER, help="取消挂号时填写，其他不用填")
    ] = None,
) -> DraftRequest:
    desk = Desk(card, books, bills, saved)
    if back:
        return paying.returning(desk, back, (_KIND,))
    hospital, hour = picking.picked(bills, _KIND, "slot", slot, "请选择医生和时段")
    if not patient:
        raise BadInput("patient", "请填写就诊人姓名")
    shown = (
        ("号源", hour.title),
        ("就诊时间", picking.moment(hour)),
        ("就诊人", mask_name(patient)),
    )
    note = f"就诊前{hospital.cancel_minutes}分钟可取消，请携带就诊人证件取号。"
    to, told = Target(hospital, "PATIENT"), {"patient": patient}
    return paying.request("预约挂号", desk, to, hour, shown, told, note)


def offer(bills: Bills) -> tuple[Offer, ...]:
    return (picking.offered("slot", bills, _KIND),)


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)
