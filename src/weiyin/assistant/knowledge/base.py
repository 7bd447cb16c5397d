"""The knowledge base as it answers: shipped entries, the store's before them, found by meaning.

A process asks the store for its edition before each question and reads what was edited since. The
few edited entries have an index of their own, weighed by what the large one knows of rarity; it is
built anew in a moment. A new process, `rebuild`, or many edits make one index of all.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from weiyin.assistant.knowledge import shelf
from weiyin.assistant.knowledge.entry import KnowledgeEntry
from weiyin.assistant.knowledge.features import features
from weiyin.assistant.knowledge.index import Document, Found, Index, Usual, ranked
from weiyin.assistant.knowledge.shipped import shipped
from weiyin.assistant.retriever import Entry, Hit
from weiyin.base.clock import Clock, shanghai_day
from weiyin.storage.store import Reader

_MANY_EDITS = 64


@dataclass(frozen=True, slots=True)
class _Shelves:
    """All of one edition: swapped whole, so that a search sees one state."""

    edition: int
    documents: Mapping[str, Document]
    usual: Usual
    main: Index
    edited: Index
    hidden: frozenset[str]
    """Entries of `main` that were edited or withdrawn since it was built."""


class KnowledgeBase:
    """A `Retriever`. Safe to share between threads.

    `bank` and `hotline` fill the placeholders of the entries.
    """

    def __init__(self, bank: str, hotline: str, clock: Clock) -> None:
        self._names = {"bank": bank, "hotline": hotline}
        self._clock = clock
        self._editing = threading.Lock()
        self._is_new = True
        self._now = _shipped(bank, hotline)

    @property
    def version(self) -> str:
        """The edition, and the day: entries begin and end at midnight."""
        return f"{self._now.edition}:{self._today()}"

    def refresh(self, reader: Reader) -> None:
        """Take in what was edited in the store since the last time; costs one look if nothing."""
        is_new, self._is_new = self._is_new, False
        if shelf.edition(reader) <= self._now.edition:
            return
        with self._editing:
            edits = shelf.edits_since(reader, self._now.edition)
            if edits:
                self._now = self._with(edits)
            if is_new:
                self._now = _built(self._now.edition, self._now.documents)

    def search(self, text: str, k: int) -> Sequence[Hit]:
        """At most `k` entries in force today, best first. `text` is as typed or normalised."""
        return [
            Hit(one.entry.id, one.entry.question, one.entry.answer, one.score, one.entry.function)
            for one in self.find(text, k)
        ]

    def find(self, text: str, k: int) -> list[Found]:
        """As `search`, with the whole entries."""
        now, today = self._now, self._today()
        said = features(text)
        if not said:
            return []
        main = now.main.measure(
            said, lambda entry: entry.id not in now.hidden and entry.in_force(today)
        )
        edited = now.edited.measure(said, lambda entry: entry.in_force(today))
        return ranked((*main, *edited))[:k]

    def get(self, entry_id: str) -> KnowledgeEntry | None:
        """The entry, if it is in force today."""
        one = self._now.documents.get(entry_id)
        return one.entry if one is not None and one.entry.in_force(self._today()) else None

    def entries(self) -> Iterator[Entry]:
        today = self._today()
        known = (one.entry for one in self._now.documents.values())
        return (
            Entry(one.id, one.asked, one.answer, one.function)
            for one in known
            if one.in_force(today)
        )

    def rebuild(self) -> None:
        """Weigh everything anew: better than a few edits on top of old weights."""
        with self._editing:
            self._now = _built(self._now.edition, self._now.documents)

    def _today(self) -> date:
        return shanghai_day(self._clock.now())

    def _with(self, edits: Sequence[shelf.Edit]) -> _Shelves:
        now = self._now
        documents = dict(now.documents)
        for edit in edits:
            documents.pop(edit.entry_id, None)
            if edit.entry is not None:
                documents[edit.entry_id] = Document(edit.entry.told_by(self._names))
        hidden = now.hidden | {edit.entry_id for edit in edits}
        edition = edits[-1].edition
        if len(hidden) > _MANY_EDITS:
            return _built(edition, documents)
        changed = [documents[id_] for id_ in sorted(hidden) if id_ in documents]
        edited = Index(changed, now.usual)
        return replace(now, edition=edition, documents=documents, edited=edited, hidden=hidden)


@lru_cache(maxsize=4)
def _shipped(bank: str, hotline: str) -> _Shelves:
    names = {"bank": bank, "hotline": hotline}
    return _built(0, {one.id: Document(one.told_by(names)) for one in shipped()})


def _built(edition: int, documents: Mapping[str, Document]) -> _Shelves:
    everything = list(documents.values())
    usual = Usual(everything)
    main, none = Index(everything, usual), Index((), usual)
    return _Shelves(edition, documents, usual, main, none, frozenset())
