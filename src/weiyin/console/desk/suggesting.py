"""What helps to answer: the assistant's reading, answers of the knowledge base, canned ones."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.base.errors import NotAllowed
from weiyin.console.visit import Visit
from weiyin.desk import message
from weiyin.desk.canned import Canned, canned_of
from weiyin.desk.conversation import Conversation
from weiyin.desk.message import Side
from weiyin.desk.screening import check_words
from weiyin.desk.telling import MOST_CHARACTERS

_SHOWN = 3
_FOUND = 6


@dataclass(frozen=True, slots=True)
class Suggestion:
    title: str
    words: str


def reading_of(visit: Visit, one: Conversation) -> tuple[str, tuple[Suggestion, ...]]:
    """What 小微 takes the customer's last words for, and what she would have answered."""
    said = visit.read(lambda reader: message.since(reader, visit.deps.sealer, one.conversation_id))
    last = next((m.words for m in reversed(said) if m.side is Side.CUSTOMER), "")
    if not last:
        return "", ()
    tools = visit.deps.desk
    understood, _ = tools.assistant.understand(last, now=visit.now)
    catalogue = visit.deps.catalogue
    known = understood.function is not None and catalogue.has(understood.function)
    title = catalogue.get(understood.function or "").declaration.title if known else ""
    return title, search(visit, last)[:_SHOWN]


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


def canned_for(visit: Visit, name: str, number: str) -> tuple[tuple[Canned, str], ...]:
    """Canned answers with their words filled in."""
    settings = visit.deps.settings
    values = {
        "name": name,
        "number": number,
        "bank": settings.bank_name,
        "hotline": visit.deps.desk.hotline,
    }
    return tuple((one, one.filled(values)) for one in visit.read(lambda r: canned_of(r, visit.oa)))


def _may_be_sent(words: str) -> bool:
    try:
        check_words(words)
    except NotAllowed:
        return False
    return True
