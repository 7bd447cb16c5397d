"""我的预约: what one has booked, moved to another hour, or given up."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import Clock, from_us, shanghai_day, to_us
from weiyin.base.dates import DateRange
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.booking.business import TIMES
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import (
    choose_start,
    coming_day,
    days_to_offer,
    moment_words,
    person_of,
    short_name,
)
from weiyin.people.who import Who
from weiyin.places.booking.appointment import (
    Appointment,
    State,
    access_appointment,
    access_appointments,
    change_appointment,
    end_appointment,
)
from weiyin.places.booking.issue import give_up
from weiyin.places.booking.service import SERVICES
from weiyin.places.booking.slots import Slot
from weiyin.places.queues.ticket import TicketState, access_tickets, cancel_ticket
from weiyin.places.search import get
from weiyin.storage.store import Reader, Tx

_ACTIONS = (("cancel", "取消"), ("change", "改期"))
_CAPACITY = {one.key: one.capacity for one in SERVICES}


@dataclass(frozen=True, slots=True)
class Change:
    """`start_us` 0: given up. `place_id` is of a queue ticket, empty for an appointment."""

    number: str
    start_us: int
    place_id: str = ""


@function(
    id="booking_manage",
    title="我的预约",
    group="common.booking",
    about="查看我的预约和排队号，改期或取消",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    who: Who,
    number: Annotated[
        str | None, Input("预约号", InputKind.WORDS, help="要改期或取消时填写，不填则查看全部")
    ] = None,
    action: Annotated[str | None, Input("操作", InputKind.CHOICE, options=_ACTIONS)] = None,
    day: Annotated[DateRange | None, Input("新的日期", InputKind.DAY, help="改期时填写")] = None,
    time: Annotated[
        str | None, Input("新的时间", InputKind.CHOICE, options=TIMES, help="改期时选择")
    ] = None,
) -> Answer | DraftRequest:
    if number is None:
        return _list(reader, book, who, clock)
    if ticket := _ticket(reader, book, who, number, clock):
        return _leave(reader, book, *ticket)
    found = access_appointment(reader, book, person_of(who), number, clock.now())
    if not found.state.open:
        raise NotAllowed("over", f"这个预约{found.state.words}，不能再修改")
    if action is None:
        raise BadInput("action", "请选择取消或改期")
    if action == "cancel":
        return _cancel(reader, book, found)
    if day is None or time is None:
        raise BadInput("day", "改期请填写新的日期和时间")
    return _change(reader, book, found, day, time, clock)


def offer(reader: Reader, book: BookName, clock: Clock, who: Who) -> tuple[Offer, ...]:
    now = clock.now()
    mine = [one for one in access_appointments(reader, book, person_of(who), now)
            if one.state.open]  # fmt: skip
    tickets = [one for one in access_tickets(reader, book, person_of(who), now)
               if one.state is TicketState.WAITING]  # fmt: skip
    numbers = (
        *(Choice(one.short_no, f"{one.words} {moment_words(one.slot.start)}") for one in mine),
        *(Choice(one.ticket_no, f"排队号{one.ticket_no}") for one in tickets),
    )
    days = tuple(Choice(value, label) for value, label in days_to_offer(shanghai_day(now), now))
    return (Offer("number", options=numbers), Offer("day", options=days))


def perform(order: Change, who: Who, tx: Tx, book: BookName, clock: Clock) -> Answer:
    person, now = person_of(who), clock.now()
    if order.place_id:
        cancel_ticket(tx, book, person, order.place_id, order.number, now)
        return Answer(title="已取消排队", lead=f"{order.number} 号已取消。")
    found = access_appointment(tx, book, person, order.number, now)
    if not order.start_us:
        end_appointment(tx, book, found, State.CANCELLED, now)
        give_up(tx, book, found)
        return Answer(title="已取消预约", lead=f"{found.words}的预约已取消。")
    to = Slot(found.slot.place_id, found.slot.business, from_us(order.start_us))
    moved = change_appointment(tx, book, found, to, _CAPACITY[to.business])
    return Answer(
        title="改期成功",
        lead=f"已改为{moment_words(moved.slot.start)}。",
        facts=(("预约号", moved.short_no), ("预约内容", moved.words)),
        next=("branch_detail",),
    )


def _list(reader: Reader, book: str, who: Who, clock: Clock) -> Answer:
    found = access_appointments(reader, book, person_of(who), clock.now())
    tickets = access_tickets(reader, book, person_of(who), clock.now())
    rows = [
        (one.short_no, one.words, moment_words(one.slot.start),
         short_name(get(reader, book, one.slot.place_id)), one.state.words)
        for one in found
    ]  # fmt: skip
    rows += [
        (one.ticket_no, one.business.label, moment_words(one.taken_at),
         short_name(get(reader, book, one.place_id)), one.state.words)
        for one in tickets
    ]  # fmt: skip
    if not rows:
        return Answer(
            title="我的预约",
            lead="您还没有预约。",
            next=("booking_business", "queue_take_number", "booking_large_cash"),
        )
    return Answer(
        title="我的预约",
        lead="您的预约和排队号：",
        table=Table(("号码", "内容", "时间", "网点", "状态"), tuple(rows)),
        next=("booking_manage", "queue_status"),
    )


def _ticket(
    reader: Reader, book: str, who: Who, number: str, clock: Clock
) -> tuple[str, str] | None:
    """(ticket number, place) of a ticket of one's own that waits."""
    with suppress(NotFound):
        for one in access_tickets(reader, book, person_of(who), clock.now()):
            if one.ticket_no == number.upper() and one.state is TicketState.WAITING:
                return one.ticket_no, one.place_id
    return None


def _leave(reader: Reader, book: str, ticket_no: str, place_id: str) -> DraftRequest:
    branch = short_name(get(reader, book, place_id))
    return DraftRequest(
        title="取消排队",
        facts=(("排队号", ticket_no), ("网点", branch)),
        order=Change(ticket_no, 0, place_id),
        step_up=StepUp.NONE,
        warning="取消后需要重新排队。",
    )


def _cancel(reader: Reader, book: str, found: Appointment) -> DraftRequest:
    return DraftRequest(
        title="取消预约",
        facts=_facts(reader, book, found),
        order=Change(found.appointment_no, 0),
        step_up=StepUp.NONE,
        warning="取消后名额会让给其他客户。",
    )


def _change(
    reader: Reader, book: str, found: Appointment, day: DateRange, time: str, clock: Clock
) -> DraftRequest:
    if found.slot.business not in _CAPACITY:
        raise NotAllowed("fixed", "现金和纪念币预约不能改期，请取消后重新预约")
    place = get(reader, book, found.slot.place_id)
    start = choose_start(place, coming_day(day, clock.now()), time, clock.now())
    return DraftRequest(
        title="预约改期",
        facts=(*_facts(reader, book, found), ("改为", moment_words(start))),
        order=Change(found.appointment_no, to_us(start)),
        step_up=StepUp.NONE,
    )


def _facts(reader: Reader, book: str, found: Appointment) -> tuple[tuple[str, str], ...]:
    return (
        ("预约号", found.short_no),
        ("预约内容", found.words),
        ("时间", moment_words(found.slot.start)),
        ("网点", short_name(get(reader, book, found.slot.place_id))),
    )
