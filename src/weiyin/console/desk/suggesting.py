"""What helps to answer: the assistant's reading, answers of the knowledge base, canned ones."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.base.errors import NotAllowed
from weiyin.console.visit import Visit
from weiyin.desk import message
from weiyin.desk.agent import Agent
from weiyin.desk.canned import Canned, canned_of
from weiyin.desk.conversation import Conversation
from weiyin.desk.message import Kind, Side
from weiyin.desk.screening import check_words
from weiyin.desk.telling import MOST_CHARACTERS
from weiyin.functions.declare import Declaration

_SHOWN = 3
_FOUND = 6
_SPOKEN = {Kind.TEXT, Kind.VOICE}


@dataclass(frozen=True, slots=True)
class Suggestion:
    title: str
    words: str


def reading_of(visit: Visit, one: Conversation) -> tuple[str, tuple[Suggestion, ...]]:
    """What 小微 takes the customer's last words for, and what she would have answered."""
    said = visit.read(lambda reader: message.since(reader, visit.deps.sealer, one.conversation_id))
    told = (m for m in reversed(said) if m.side is Side.CUSTOMER and m.kind in _SPOKEN)
    last = next((m.words for m in told), "")
    if not last:
        return "", ()
    tools = visit.deps.desk
    understood, _ = tools.assistant.understand(last, now=visit.now)
    catalogue = visit.deps.catalogue
    found = search(visit, last)[:_SHOWN]
    if understood.function is None or not catalogue.has(understood.function):
        return "", found
    meant = catalogue.get(understood.function).declaration
    return meant.title, (_by_oneself(meant), *found)


def _by_oneself(meant: Declaration) -> Suggestion:
    """While a person owns the chat, 小微 answers nothing typed: so it is said what to do first."""
    ways = f"请点菜单，或先回复“返回小微”，再说“{meant.title}”。"
    words = f"{meant.title}可以自助办理：{meant.about}。{ways}"
    return Suggestion(meant.title, words)


def search(visit: Visit, words: str) -> tuple[Suggestion, ...]:
    """Answers of the knowledge base, best first: those that may be sent as they are."""
    tools = visit.deps.desk
    visit.read(tools.knowledge.refresh)
    found = tools.knowledge.search(words, _FOUND) if words else ()
    return tuple(
        Suggestion(hit.question, hit.answer[:MOST_CHARACTERS])
        for hit in found
        if _may_be_sent(hit.answer)
    )


def canned_for(visit: Visit, name: str, seat: Agent | None) -> tuple[tuple[Canned, str], ...]:
    """Canned answers for everybody and for the agent's own groups, with their words filled in."""
    settings = visit.deps.settings
    values = {
        "name": name,
        "number": seat.number if seat else "",
        "bank": settings.bank_name,
        "hotline": visit.deps.desk.hotline,
    }
    groups = {"", *(seat.skills if seat else ())}
    found = visit.read(lambda reader: canned_of(reader, visit.oa))
    return tuple((one, one.filled(values)) for one in found if one.skill in groups)


def _may_be_sent(words: str) -> bool:
    try:
        check_words(words)
    except NotAllowed:
        return False
    return True
