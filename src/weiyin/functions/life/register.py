"""预约挂号: an hour of a doctor's, paid for a patient by name; given back in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from weiyin.bank.bills.provider import Charge
from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.errors import BadInput, NotAllowed, TryLater
from weiyin.base.mask import mask_name
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import Desk, Pay, Target
from weiyin.functions.calling import DebitCard, DraftKey, Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.life import picking, stepping
from weiyin.functions.life.stepping import Step
from weiyin.people.who import Who

_KIND = "hospital"
_PLACES = picking.placed("hospital", "请选择医院")


def _fact(name: str) -> Callable[[Charge], str]:
    return lambda one: dict(one.facts).get(name, "")


def _shown(one: Charge) -> str:
    return f"{_fact('医生')(one)} · 挂号费{one.amount}元"


_HOURS: tuple[Step[Charge], ...] = (
    Step("department", "请选择科室", _fact("科室"), _fact("科室")),
    Step("doctor", "请选择医生", _fact("医生"), _shown),
    Step("slot", "请选择就诊时间", lambda one: one.ref, picking.moment),
)


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
    city: Annotated[str | None, Input("城市", InputKind.PICK)] = None,
    hospital: Annotated[str | None, Input("医院", InputKind.PICK)] = None,
    department: Annotated[str | None, Input("科室", InputKind.PICK)] = None,
    doctor: Annotated[str | None, Input("医生", InputKind.PICK)] = None,
    slot: Annotated[str | None, Input("就诊时间", InputKind.PICK)] = None,
    patient: Annotated[str | None, Input("就诊人姓名", InputKind.PERSON_NAME)] = None,
    back: Annotated[
        str | None, Input("取消流水号", InputKind.USER_NUMBER, help="取消挂号时填写，其他不用填")
    ] = None,
) -> DraftRequest:
    desk = Desk(card, books, bills, saved)
    if back:
        return paying.returning(desk, back, (_KIND,))
    said = {
        "city": city, "hospital": hospital, "department": department, "doctor": doctor,
        "slot": slot,
    }  # fmt: skip
    house, hours = picking.at_one(bills, _KIND, _PLACES, _HOURS, said)
    hour = stepping.reached(hours, said, "该号源已约满，请重新选择")
    if not patient:
        raise BadInput("patient", "请填写就诊人姓名")
    shown = (
        ("科室医生", hour.title),
        ("就诊时间", picking.moment(hour)),
        ("就诊人", mask_name(patient)),
    )
    note = f"就诊前{house.cancel_minutes}分钟可取消，请携带就诊人证件取号。"
    to, told = Target(house, "PATIENT"), {"patient": patient}
    return paying.request("预约挂号", desk, to, hour, shown, told, note)


def offer(bills: Bills, filled: Filled) -> tuple[Offer, ...]:
    """Hospital, department, doctor and hour one after the other; then who comes."""
    try:
        house, hours = picking.at_one(bills, _KIND, _PLACES, _HOURS, filled)
    except (BadInput, NotAllowed, TryLater):
        waiting = (*(Offer(one.name, waits=True) for one in _HOURS), Offer("patient", waits=True))
        return (*picking.places(bills, _KIND, _PLACES, filled), *waiting)
    places = picking.places(bills, _KIND, _PLACES, {**filled, "hospital": house.code})
    is_open = hours.waits_at is None
    return (*places, *hours.offers, Offer("patient", waits=not is_open, is_step=True))


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)
