"""电影票: seats of a show, paid; the code that fetches the tickets; given back in time."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import Annotated

from weiyin.bank.bills.provider import Charge
from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.base.pictures import Seat, SeatMap
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import Desk, Pay, Target
from weiyin.functions.calling import DebitCard, DraftKey, Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.life import picking
from weiyin.people.who import Who

_KIND = "cinema"
_SEAT = re.compile(r"(\d{1,2})\s*排\s*(\d{1,2})\s*座?", re.ASCII)
_MOST = 4


@function(
    id="movie_ticket",
    title="电影票",
    group="ysh.life",
    about="选影院、场次和座位，付款出票；开场前可退",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.LIFE,
)
def answer(
    card: DebitCard,
    books: Books,
    bills: Bills,
    saved: SavedBills,
    show: Annotated[str | None, Input("场次", InputKind.PICK)] = None,
    seats: Annotated[
        str | None, Input("座位", InputKind.WORDS, help="如 5排7座，5排8座；最多4张")
    ] = None,
    back: Annotated[
        str | None, Input("退票流水号", InputKind.USER_NUMBER, help="退票时填写，其他不用填")
    ] = None,
) -> DraftRequest:
    desk = Desk(card, books, bills, saved)
    if back:
        return paying.returning(desk, back, (_KIND,))
    cinema, film = picking.picked(bills, _KIND, "show", show, "请选择场次")
    wanted = _seats(seats or "")
    free = {one.ref for one in bills.search(cinema.code, {"show": film.ref}) if one.left}
    if taken := [one for one in wanted if one not in free]:
        raise BadInput("seats", f"{_named(taken)}已售出或不存在，请换一个座位")
    total = Money(film.amount.fen * len(wanted), film.amount.currency)
    charge = replace(
        film, ref=f"{film.ref}/{','.join(wanted)}", title=f"{film.title} {_named(wanted)}"[:60],
        amount=total,
    )  # fmt: skip
    shown = (("场次", f"{film.title} {picking.moment(film)}"), ("座位", _named(wanted)))
    note = f"开场前{cinema.cancel_minutes}分钟可退票。"
    return paying.request("电影票", desk, Target(cinema, "TICKET"), charge, shown, warning=note)


def offer(bills: Bills, filled: Filled) -> tuple[Offer, ...]:
    """The shows; once one is chosen, its seats."""
    shows = picking.offered("show", bills, _KIND)
    if filled.get("show") not in {one.value for one in shows.options}:
        return (shows,)
    cinema = picking.merchant(bills, _KIND)
    return (shows, Offer("seats", seats=_map(bills.search(cinema.code, {"show": filled["show"]}))))


def perform(order: Pay, who: Who, bills: Bills, key: DraftKey) -> Answer:
    return paying.carry_out(order, who, bills, key)


def _map(seats: tuple[Charge, ...]) -> SeatMap:
    rows = groupby(seats, lambda one: one.ref[:2])
    return SeatMap(
        tuple(
            tuple(Seat(_named([one.ref]), str(int(one.ref[3:])), one.left > 0) for one in row)
            for _, row in rows
        ),
        _MOST,
    )


def _seats(said: str) -> list[str]:
    """`05-07` for 5排7座. Raises BadInput("seats")."""
    found = list(dict.fromkeys(f"{int(row):02}-{int(n):02}" for row, n in _SEAT.findall(said)))
    if not found:
        raise BadInput("seats", "请选择座位，如 5排7座")
    if len(found) > _MOST:
        raise BadInput("seats", f"一次最多选{_MOST}个座位")
    return found


def _named(seats: list[str]) -> str:
    return "、".join(f"{int(one[:2])}排{int(one[3:])}座" for one in seats)
