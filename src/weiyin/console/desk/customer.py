"""The customer as an agent may see them: masked, and only while the conversation is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.bank.core import CardKind
from weiyin.base.errors import WeiyinError
from weiyin.base.mask import mask_card, mask_name
from weiyin.console.visit import Visit
from weiyin.desk.case import Case, cases_of
from weiyin.desk.conversation import Conversation, history_of
from weiyin.people.display.choice import Display, display_of
from weiyin.people.who import Who, access_who
from weiyin.storage.store import Reader

_EARLIER, _CASES = 5, 5
_KINDS = {CardKind.DEBIT: "借记卡", CardKind.CREDIT: "信用卡"}


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """`name` is masked, or says that nobody is known; `since` is when they last asked before."""

    name: str
    status: str
    cards: tuple[str, ...]
    display: Display
    earlier: tuple[Conversation, ...]
    cases: tuple[Case, ...]

    @property
    def since(self) -> datetime | None:
        return self.earlier[0].asked if self.earlier else None


def customer_card(visit: Visit, one: Conversation) -> CustomerCard:
    deps = visit.deps

    def look(reader: Reader) -> CustomerCard:
        who = access_who(reader, one.oa, one.openid)
        name, status = _named(visit, reader, who)
        return CustomerCard(
            name=name,
            status=status,
            cards=tuple(f"{_KINDS[card.kind]} {mask_card(card.tail)}" for card in who.bindings),
            display=display_of(reader, one.oa, one.openid),
            earlier=history_of(reader, one.oa, one.openid, _EARLIER + 1)[1:],
            cases=cases_of(reader, deps.sealer, one.oa, one.openid, _CASES),
        )

    return deps.store.read(look)


def short_name(openid: str) -> str:
    """What somebody is called of whom nothing is known: the end of their openid."""
    return f"客户 …{openid[-4:]}"


def _named(visit: Visit, reader: Reader, who: Who) -> tuple[str, str]:
    if who.customer_no is None:
        return short_name(who.openid), "未绑卡"
    try:
        facts = visit.deps.desk.books(reader, who.oa).customer(who.customer_no)
    except WeiyinError:  # the bank's own core is away: the talk goes on without the name
        return short_name(who.openid), "已绑卡"
    words = {"active": "正常", "frozen": "已冻结", "closed": "已销户"}
    return mask_name(facts.name), words.get(facts.status, facts.status)
