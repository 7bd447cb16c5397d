"""Answers out of the knowledge base: with a way on, and asked whether they helped."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from weiyin.assistant.knowledge import feedback
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.knowledge.feedback import USEFUL, USELESS
from weiyin.assistant.knowledge.notes import Judged
from weiyin.base.reply import Link, Say
from weiyin.functions.catalogue import Catalogue
from weiyin.people.who import Who
from weiyin.reception.links import link_to
from weiyin.storage.store import Reader

_THANKS = "谢谢您的反馈，很高兴帮到您。还有什么可以帮您？"
_SORRY = "抱歉没有帮到您，编辑会看到并改进。您可以换个说法再问，或回复“转人工”。"


class Knowing:
    """What a conversation needs of the knowledge base. Keeps nothing between two asks."""

    def __init__(self, base: KnowledgeBase, catalogue: Catalogue) -> None:
        self._base = base
        self._catalogue = catalogue

    def refresh(self, reader: Reader) -> None:
        """Take in the latest edits before anything is answered."""
        self._base.refresh(reader)

    def judged(
        self, reader: Reader, who: Who, text: str, now: datetime
    ) -> tuple[Say, Judged] | None:
        """Thanks for 有用 or 没用, when there is an answer that it can be about."""
        word = text.strip("。.!！~ ")
        if word not in {USEFUL, USELESS} or feedback.told(reader, who.oa, who.openid, now) is None:
            return None
        useful = word == USEFUL
        return Say(_THANKS if useful else _SORRY), Judged(useful)

    def with_ways(self, oa: str, said: Say, entry_id: str) -> Say:
        """`said` with the entry's way on, and the words to tap that judge it."""
        entry = self._base.get(entry_id)
        links: tuple[Link, ...] = ()
        if entry is not None and entry.function is not None:
            if self._catalogue.has(entry.function):
                links = (link_to(oa, self._catalogue.get(entry.function)),)
        elif entry is not None and entry.link:
            links = (Link("查看详情", entry.link),)
        return replace(said, links=said.links + links, opinions=(USEFUL, USELESS))
