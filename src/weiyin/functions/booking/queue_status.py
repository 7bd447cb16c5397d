"""排队进度: how many are before one, how long it may take, where one was called to."""

from __future__ import annotations

from weiyin.base.clock import Clock
from weiyin.functions.answers import Answer
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.places.choosing import person_of, short_name
from weiyin.people.who import Who
from weiyin.places.queues.ticket import Ticket, TicketState, access_tickets
from weiyin.places.search import get
from weiyin.storage.store import Reader

SHOWN = 3


@function(
    id="queue_status",
    title="排队进度",
    group="common.booking",
    about="查看我的排队号：前面还有几人、预计等候多久、叫到几号窗口",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    codes=("PD",),
)
def answer(reader: Reader, book: BookName, clock: Clock, who: Who) -> Answer:
    tickets = access_tickets(reader, book, person_of(who), clock.now())[:SHOWN]
    if not tickets:
        return Answer(
            title="排队进度", lead="您今天还没有取号。", next=("queue_take_number", "branch_nearby")
        )
    facts = tuple(fact for one in tickets for fact in _facts(reader, book, one))
    return Answer(
        title="排队进度",
        lead=_lead(tickets[0]),
        facts=facts,
        next=("booking_manage", "branch_detail"),
    )


def _lead(ticket: Ticket) -> str:
    match ticket.state:
        case TicketState.WAITING if ticket.ahead:
            wait = f"，{ticket.wait.words()}" if ticket.wait else ""
            return f"{ticket.ticket_no} 号前面还有 {ticket.ahead} 人{wait}。"
        case TicketState.WAITING:
            return f"下一位就是您（{ticket.ticket_no} 号），请在等候区留意叫号。"
        case TicketState.CALLED:
            where = f"{ticket.counter}号窗口" if ticket.counter else "柜台"
            return f"{ticket.ticket_no} 号，请到{where}办理。"
        case TicketState.MISSED:
            return f"{ticket.ticket_no} 号已过号，请到大堂经理处重新排队。"
        case _:
            return f"{ticket.ticket_no} 号{ticket.state.words}。"


def _facts(reader: Reader, book: str, ticket: Ticket) -> tuple[tuple[str, str], ...]:
    branch = short_name(get(reader, book, ticket.place_id))
    return (
        (ticket.ticket_no, f"{ticket.state.words} · {ticket.business.label}"),
        ("网点", branch),
    )
