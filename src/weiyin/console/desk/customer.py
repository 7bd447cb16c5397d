"""The customer as an agent may see them: masked, and only while the conversation is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from weiyin.bank.core import CardKind
from weiyin.base.errors import WeiyinError
from weiyin.base.mask import mask_card, mask_name
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.desk.case import Case, cases_of
from weiyin.desk.conversation import Conversation, history_of
from weiyin.desk.subject import order_in_words
from weiyin.people.display.choice import Display, display_of
from weiyin.people.drafts import recent_orders
from weiyin.people.who import Who, access_who
from weiyin.storage.store import Reader

_EARLIER, _CASES, _ORDERS = 5, 5, 3
_KINDS = {
    CardKind.DEBIT: Words("借记卡", "debit card"),
    CardKind.CREDIT: Words("信用卡", "credit card"),
}
_STANDING = {
    "active": Words("正常", "in order"),
    "frozen": Words("已冻结", "frozen"),
    "closed": Words("已销户", "closed"),
}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """`name` is masked, or says that nobody is known."""

    name: str
    status: str
    cards: tuple[str, ...]
    display: Display
    earlier: tuple[Conversation, ...]
    cases: tuple[Case, ...]
    orders: tuple[str, ...]
    """What they confirmed in the last day, newest first, in words."""


def customer_card(visit: Visit, one: Conversation) -> CustomerCard:
    deps = visit.deps

    def look(reader: Reader) -> CustomerCard:
        who = access_who(reader, one.oa, one.openid)
        name, status = _named(visit, reader, who)
        return CustomerCard(
            name=name,
            status=status,
            cards=tuple(
                f"{_KINDS[card.kind].say(visit.lang)} {mask_card(card.tail)}"
                for card in who.bindings
            ),
            display=display_of(reader, one.oa, one.openid),
            earlier=history_of(reader, one.oa, one.openid, _EARLIER + 1)[1:],
            cases=cases_of(reader, deps.sealer, one.oa, one.openid, _CASES),
            orders=_orders(visit, reader, one),
        )

    return deps.store.read(look)


def _orders(visit: Visit, reader: Reader, one: Conversation) -> tuple[str, ...]:
    orders = recent_orders(
        reader, sealer=visit.deps.sealer, oa=one.oa, openid=one.openid, since=visit.now - _DAY,
        most=_ORDERS,
    )  # fmt: skip
    return tuple(map(order_in_words, orders))


def _nameless(visit: Visit, who: Who) -> str:
    """What somebody is called of whom nothing is known: the end of their openid."""
    return f"{visit.say('客户', 'Customer')} …{who.openid[-4:]}"


def _named(visit: Visit, reader: Reader, who: Who) -> tuple[str, str]:
    if who.customer_no is None:
        return _nameless(visit, who), visit.say("未绑卡", "no card bound")
    try:
        facts = visit.deps.desk.books(reader, who.oa).customer(who.customer_no)
    except WeiyinError:  # the bank's own core is away: the talk goes on without the name
        return _nameless(visit, who), visit.say("已绑卡", "bound")
    known = _STANDING.get(facts.status)
    return mask_name(facts.name), known.say(visit.lang) if known else facts.status
