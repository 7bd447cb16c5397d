"""预约办理: an hour at a branch for an account, a loan interview, the professional edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from weiyin.base.clock import Clock, from_us, shanghai_day, to_us
from weiyin.base.dates import DateRange
from weiyin.base.errors import NotAllowed
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import (
    ASK_BRANCH,
    choose_branch,
    choose_start,
    coming_day,
    days_to_offer,
    moment_words,
    person_of,
    short_name,
)
from weiyin.people.who import Who
from weiyin.places.booking.appointment import make_appointment
from weiyin.places.booking.service import HOURS, SERVICES, Service, read_service
from weiyin.places.booking.slots import Slot, left
from weiyin.storage.store import Reader, Tx

_SERVICES = tuple((one.key, one.label) for one in SERVICES)
TIMES = tuple((str(hour), f"{hour}:00-{hour + 1}:00") for hour in HOURS)


@dataclass(frozen=True, slots=True)
class Booking:
    place_id: str
    branch: str
    service: str
    start_us: int


@function(
    id="booking_business",
    title="预约办理",
    group="common.booking",
    about="预约到网点办理开户、网银专业版、贷款面谈、理财咨询，到店免排队",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    codes=("YY",),
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    service: Annotated[
        str,
        Input(
            "预约业务",
            InputKind.CHOICE,
            ask="要预约什么业务？开户、网银专业版、贷款面谈，还是理财咨询？",
            options=_SERVICES,
        ),
    ],
    branch: Annotated[str, Input("网点", InputKind.PLACE, ask=ASK_BRANCH, help="例如：国贸支行")],
    day: Annotated[
        DateRange,
        Input("日期", InputKind.DAY, ask="哪一天？例如明天、下周三", help="例如：明天、7月21日"),
    ],
    time: Annotated[
        str, Input("时间", InputKind.CHOICE, ask="几点？例如上午10点、下午3点", options=TIMES)
    ],
) -> DraftRequest:
    wanted = read_service(service)
    place = choose_branch(reader, book, branch)
    start = choose_start(place, coming_day(day, clock.now()), time, clock.now())
    _check_room(reader, book, place.place_id, wanted, start)
    return DraftRequest(
        title="预约办理",
        facts=(
            ("预约业务", wanted.label),
            ("网点", short_name(place)),
            ("时间", moment_words(start)),
            ("地址", place.address),
            ("请携带", wanted.brings),
        ),
        order=Booking(place.place_id, short_name(place), wanted.key, to_us(start)),
        step_up=StepUp.NONE,
        warning="不能前来请提前取消。90天内三次未到店将暂停在线预约。",
    )


def offer(clock: Clock) -> tuple[Offer, ...]:
    now = clock.now()
    days = tuple(Choice(value, label) for value, label in days_to_offer(shanghai_day(now), now))
    return (Offer("day", options=days),)


def perform(order: Booking, who: Who, tx: Tx, book: BookName, clock: Clock) -> Answer:
    wanted, start = read_service(order.service), from_us(order.start_us)
    made = make_appointment(
        tx,
        book,
        person_of(who),
        Slot(order.place_id, wanted.key, start),
        words=wanted.label,
        usual=wanted.capacity,
        now=clock.now(),
    )
    return Answer(
        title="预约成功",
        lead=f"{moment_words(start)}，{order.branch}，到店请向大堂经理报预约号。",
        facts=(
            ("预约号", made.short_no),
            ("预约业务", wanted.label),
            ("请携带", wanted.brings),
        ),
        next=("form_prefill", "booking_manage", "branch_detail"),
    )


def _check_room(reader: Reader, book: str, place_id: str, wanted: Service, start: datetime) -> None:
    room = left(reader, book, place_id, wanted.key, (start,), wanted.capacity)
    if not room[start]:
        raise NotAllowed("slot_full", "这个时间已约满，请换一个时间或网点")
