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
from weiyin.base.errors import BadInput, NotAllowed, TryLater
from weiyin.base.money import Money
from weiyin.base.pictures import Seat, SeatMap
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

_KIND = "cinema"
_SEAT = re.compile(r"(\d{1,2})\s*排\s*(\d{1,2})\s*座?", re.ASCII)
_MOST = 4


def _hall(one: Charge) -> str:
    return dict(one.facts).get("影厅", "")


def _showing(one: Charge) -> str:
    return " · ".join(filter(None, (picking.short(one), _hall(one), f"{one.amount}元")))


_PLACES = picking.placed("cinema", "请选择影院")
_SHOWS: tuple[Step[Charge], ...] = (
    Step("film", "请选择影片", lambda one: one.title, lambda one: one.title),
    Step("show", "请选择场次", lambda one: one.ref, _showing),
)


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
    city: Annotated[str | None, Input("城市", InputKind.PICK)] = None,
    cinema: Annotated[str | None, Input("影院", InputKind.PICK)] = None,
    film: Annotated[str | None, Input("影片", InputKind.PICK)] = None,
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
    said = {"city": city, "cinema": cinema, "film": film, "show": show}
    house, shown_there = picking.at_one(bills, _KIND, _PLACES, _SHOWS, said)
    chosen = stepping.reached(shown_there, said, "该场次已停售，请重新选择")
    wanted = _seats(seats or "")
    free = {one.ref for one in bills.search(house.code, {"show": chosen.ref}) if one.left}
    if taken := [one for one in wanted if one not in free]:
        raise BadInput("seats", f"{_named(taken)}已售出或不存在，请换一个座位")
    total = Money(chosen.amount.fen * len(wanted), chosen.amount.currency)
    charge = replace(
        chosen, ref=f"{chosen.ref}/{','.join(wanted)}", amount=total,
        title=f"{chosen.title} {_named(wanted)}"[:60],
    )  # fmt: skip
    shown = (
        ("影片", chosen.title),
        ("场次", f"{picking.moment(chosen)} {_hall(chosen)}"),
        ("座位", _named(wanted)),
    )
    note = f"开场前{house.cancel_minutes}分钟可退票。"
    return paying.request("电影票", desk, Target(house, "TICKET"), charge, shown, warning=note)


def offer(bills: Bills, filled: Filled) -> tuple[Offer, ...]:
    """Cinema, film and show one after the other; once a show is chosen, its seats."""
    try:
        house, shows = picking.at_one(bills, _KIND, _PLACES, _SHOWS, filled)
    except (BadInput, NotAllowed, TryLater):
        waiting = (*(Offer(one.name, waits=True) for one in _SHOWS), Offer("seats", waits=True))
        return (*picking.places(bills, _KIND, _PLACES, filled), *waiting)
    places = picking.places(bills, _KIND, _PLACES, {**filled, "cinema": house.code})
    if shows.waits_at is not None:
        return (*places, *shows.offers, Offer("seats", waits=True))
    seats = bills.search(house.code, {"show": shows.left[0].ref})
    return (*places, *shows.offers, Offer("seats", seats=_map(seats), is_step=True))


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
