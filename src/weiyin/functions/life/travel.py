"""火车/机票: what goes from here to there on a day, ordered through a partner for a passenger."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.bills.catalogue import Biller
from weiyin.bank.bills.provider import Charge
from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.clock import Clock
from weiyin.base.dates import DateRange
from weiyin.base.errors import BadInput, TryLater
from weiyin.base.mask import mask_id, mask_name
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import Desk, Pay, Target
from weiyin.functions.calling import DebitCard, DraftKey, Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind, InputSpec
from weiyin.functions.life import picking, stepping
from weiyin.functions.life.stepping import Step, walk
from weiyin.people.who import Who

_KIND = "travel"
_ASKED = Input("出发日期", InputKind.DAY, ask="哪天出发？", help="如 2026-08-01、明天、下周五")
_DAY = InputSpec("day", True, _ASKED)
Trip = tuple[Biller, Charge]


@function(
    id="train_flight",
    title="火车票机票",
    group="ysh.life",
    about="按行程查车次航班，为乘客下单购票",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.LIFE,
)
def answer(
    card: DebitCard,
    books: Books,
    bills: Bills,
    saved: SavedBills,
    start: Annotated[str, Input("出发城市", InputKind.CITY, ask="从哪个城市出发？")],
    goal: Annotated[str, Input("到达城市", InputKind.CITY, ask="到哪个城市？")],
    day: Annotated[DateRange, _ASKED],
    trip: Annotated[str | None, Input("车次或航班", InputKind.PICK)] = None,
    passenger: Annotated[str | None, Input("乘客姓名", InputKind.PERSON_NAME)] = None,
    id_number: Annotated[str | None, Input("乘客身份证号", InputKind.ID_NUMBER)] = None,
) -> DraftRequest:
    found = _trips(bills, start, goal, day)
    if not found:
        raise BadInput("day", f"{day.first} 没有从{start}到{goal}的车次航班")
    said = {"trip": trip and trip.upper()}
    seller, seat = stepping.reached(walk(found, _STEPS, said), said, "没有这趟车次航班，请重新选择")
    if not passenger or not id_number:
        raise BadInput("passenger", "请填写乘客姓名和身份证号")
    shown = (
        ("行程", f"{start} → {goal}"),
        ("车次航班", seat.title),
        ("出发时间", picking.moment(seat)),
        ("乘客", f"{mask_name(passenger)} {mask_id(id_number)}"),
    )
    told = {"passenger": passenger, "id_number": id_number}
    desk = Desk(card, books, bills, saved)
    return paying.request(
        "火车票机票", desk, Target(seller, "PASSENGER"), picking.again(seat), shown, told
    )


def offer(bills: Bills, filled: Filled, clock: Clock) -> tuple[Offer, ...]:
    """What goes on that day, once way and day are said; then who travels."""
    later = (Offer("passenger", waits=True), Offer("id_number", waits=True))
    try:
        day = _DAY.read(filled.get("day", ""), clock.now())
        found = _trips(bills, filled.get("start", ""), filled.get("goal", ""), day)
    except (BadInput, TryLater):
        found = ()
    if not found:
        return (Offer("trip", waits=True), *later)
    way = walk(found, _STEPS, filled)
    if way.waits_at is not None:
        return (*way.offers, *later)
    return (*way.offers, Offer("passenger", is_step=True), Offer("id_number", is_step=True))


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)


def _trips(bills: Bills, start: str, goal: str, day: DateRange) -> tuple[Trip, ...]:
    asked = {"from": start, "to": goal, "day": day.first.isoformat()}
    return picking.shelf(bills, _KIND, asked) if start and goal else ()


def _shown(trip: Trip) -> str:
    _, seat = trip
    return f"{_number(trip)} · {picking.short(seat)}出发 {seat.amount}元"


def _number(trip: Trip) -> str:
    return trip[1].title.split()[0]


_STEPS: tuple[Step[Trip], ...] = (Step("trip", "请选择车次或航班", _number, _shown),)
