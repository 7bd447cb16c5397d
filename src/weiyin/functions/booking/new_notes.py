"""零钞/新钞/纪念币预约: so many a document, first come or by lot, confirmed with a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import (
    ASK_BRANCH,
    choose_branch,
    day_words,
    moment_words,
    person_of,
    short_name,
)
from weiyin.people.who import Who
from weiyin.places.booking.appointment import State
from weiyin.places.booking.issue import Issue, ask_for, current_issues, find_issue
from weiyin.places.booking.slots import stock
from weiyin.storage.store import Reader, Tx


@dataclass(frozen=True, slots=True)
class NotesOrder:
    issue_id: str
    place_id: str
    branch: str
    pieces: int


@function(
    id="booking_new_notes",
    title="新钞纪念币预约",
    group="common.booking",
    about="预约零钞、新钞和纪念币，每个证件限一次，凭证件到网点领取",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    who: Who,
    books: Books,
    issue: Annotated[str, Input("预约品种", InputKind.WORDS, ask="要预约哪一种？请说名称或序号")],
    branch: Annotated[str, Input("网点", InputKind.PLACE, ask=ASK_BRANCH, help="例如：国贸支行")],
    pieces: Annotated[int, Input("数量", InputKind.COUNT, ask="要多少枚（张）？")],
) -> DraftRequest:
    wanted = find_issue(reader, book, issue, clock.now())
    place = choose_branch(reader, book, branch)
    room = stock(reader, book, wanted.slot("").business, wanted.pickup)
    if place.place_id not in room:
        raise BadInput("branch", f"{short_name(place)}本期没有配额，请选择其他网点")
    if not 1 <= pieces <= wanted.per_person:
        raise BadInput("pieces", f"每个证件最多预约{wanted.per_person}枚（张）")
    if wanted.mode == "first" and room[place.place_id] < pieces:
        raise NotAllowed("slot_full", "该网点剩余数量不足，请换一个网点或减少数量")
    customer = person_of(who).customer_no
    return DraftRequest(
        title="新钞纪念币预约",
        facts=(
            ("预约品种", wanted.title),
            ("数量", f"{pieces} 枚（张）"),
            ("兑换金额", f"{Money(wanted.face_fen * pieces)} 元"),
            ("分配方式", wanted.rule),
            ("领取网点", short_name(place)),
            ("领取时间", f"{day_words(wanted.pickup.date())}起"),
        ),
        order=NotesOrder(wanted.issue_id, place.place_id, short_name(place), pieces),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(customer),
        words=f"预约{wanted.title}{pieces}枚（张）",
        warning="每个证件每期只能预约一次。领取时凭本人证件按面额兑换，预约不收费。",
    )


def offer(reader: Reader, book: BookName, clock: Clock) -> tuple[Offer, ...]:
    issues = current_issues(reader, book, clock.now())
    return (Offer("issue", options=tuple(Choice(one.title, one.title) for one in issues)),)


def perform(order: NotesOrder, who: Who, tx: Tx, book: BookName, clock: Clock) -> Answer:
    now = clock.now()
    issue = _issue(tx, book, order.issue_id, clock)
    made = ask_for(tx, book, person_of(who), issue, order.place_id, order.pieces, now)
    drawn = made.state is State.DRAWING
    return Answer(
        title="报名成功" if drawn else "预约成功",
        lead=f"{moment_words(issue.closes)}截止后抽签，结果会通知您。" if drawn else "",
        facts=(
            ("预约号", made.short_no),
            ("预约内容", made.words),
            ("领取网点", order.branch),
        ),
        next=("booking_manage",),
    )


def _issue(reader: Reader, book: str, issue_id: str, clock: Clock) -> Issue:
    for issue in current_issues(reader, book, clock.now()):
        if issue.issue_id == issue_id:
            return issue
    raise NotFound(heard="本期预约已结束")
