"""预约取号: a place in a branch's line before leaving home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.base.errors import NotAllowed
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import ASK_BRANCH, choose_branch, person_of, short_name
from weiyin.people.who import Who
from weiyin.places.hours import state_at
from weiyin.places.queues.business import OPTIONS, Business, read_business
from weiyin.places.queues.line import line_of
from weiyin.places.queues.ticket import take_ticket
from weiyin.storage.store import Reader, Tx


@dataclass(frozen=True, slots=True)
class TakeNumber:
    place_id: str
    branch: str
    business: str


@function(
    id="queue_take_number",
    title="预约取号",
    group="common.booking",
    about="出门前先取号：选择网点和业务，看等候人数，到店前提醒",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    codes=("QH",),
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    branch: Annotated[str, Input("网点", InputKind.PLACE, ask=ASK_BRANCH, help="例如：国贸支行")],
    business: Annotated[
        str | None, Input("办理业务", InputKind.CHOICE, options=OPTIONS, help="不选则为个人业务")
    ] = None,
) -> DraftRequest:
    place = choose_branch(reader, book, branch)
    wanted = read_business(business) if business else Business.PERSONAL
    now = clock.now()
    if not state_at(place.hours, now).open:
        words = state_at(place.hours, now).words(now)
        raise NotAllowed("closed", f"{short_name(place)}{words}，营业时间内可取号，也可预约办理")
    line = line_of(reader, book, place.place_id, wanted, now)
    return DraftRequest(
        title="预约取号",
        facts=(
            ("网点", short_name(place)),
            ("办理业务", wanted.label),
            ("当前排队", line.words() if line else "暂无排队信息"),
            ("地址", place.address),
        ),
        order=TakeNumber(place.place_id, short_name(place), wanted.value),
        step_up=StepUp.NONE,
        warning="您排在现在已在网点取号的客户之后。叫号时未到会过号，请留意提醒并提前到店。",
    )


def perform(order: TakeNumber, who: Who, tx: Tx, book: BookName, clock: Clock) -> Answer:
    ticket = take_ticket(
        tx, book, person_of(who), order.place_id, Business(order.business), clock.now()
    )
    return Answer(
        title="取号成功",
        lead=f"您的排队号是 {ticket.ticket_no}，前面还有3人时提醒您。",
        facts=(
            ("网点", order.branch),
            ("办理业务", ticket.business.label),
            ("前面还有", f"{ticket.ahead} 人"),
            ("预计等候", ticket.wait.words() if ticket.wait else "窗口暂停，以现场为准"),
        ),
        next=("queue_status", "form_prefill"),
    )
