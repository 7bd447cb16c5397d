"""火车/机票: what goes from here to there on a day, ordered through a partner for a passenger."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.dates import DateRange
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_id, mask_name
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import Desk, Pay, Target
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.life import picking
from weiyin.people.who import Who

_KIND = "travel"


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
    day: Annotated[DateRange, Input("出发日期", InputKind.DAY, ask="哪天出发？")],
    trip: Annotated[
        str | None, Input("车次或航班", InputKind.USER_NUMBER, help="不填则列出当天的车次航班")
    ] = None,
    passenger: Annotated[str | None, Input("乘客姓名", InputKind.PERSON_NAME)] = None,
    id_number: Annotated[str | None, Input("乘客身份证号", InputKind.ID_NUMBER)] = None,
) -> DraftRequest:
    asked = {"from": start, "to": goal, "day": day.first.isoformat()}
    found = picking.shelf(bills, _KIND, asked)
    if not found:
        raise BadInput("day", f"{day.first} 没有从{start}到{goal}的车次航班")
    meant = [one for one in found if trip and trip.upper() in one[1].title.split()]
    if len(meant) != 1:
        listed = "；".join(f"{c.title} {picking.moment(c)} {c.amount}元" for _, c in found)
        raise BadInput("trip", f"请填写车次或航班号，可选：{listed}")
    if not passenger or not id_number:
        raise BadInput("passenger", "请填写乘客姓名和身份证号")
    [(seller, seat)] = meant
    shown = (
        ("行程", f"{start} → {goal}"),
        ("车次航班", seat.title),
        ("出发时间", picking.moment(seat)),
        ("乘客", f"{mask_name(passenger)} {mask_id(id_number)}"),
    )
    told = {"passenger": passenger, "id_number": id_number}
    desk = Desk(card, books, bills, saved)
    return paying.request("火车票机票", desk, Target(seller, "PASSENGER"), seat, shown, told)


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)
