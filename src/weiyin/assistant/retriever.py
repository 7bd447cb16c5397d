"""The port to the knowledge base: which of its entries a question is about.

`understand` decides; a retriever only finds. It is given normalised words and knows no customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that a question may be about."""

    entry_id: str
    question: str
    answer: str
    score: float
    """0 to 1: how sure it is that `answer` answers. Comparable between entries and questions."""
    function: str | None = None
    """The function that the answer leads to, if any."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a recogniser learns of an entry: its own question first, then other ways to ask it."""

    entry_id: str
    phrasings: tuple[str, ...]
    answer: str
    function: str | None = None


class Retriever(Protocol):
    """Safe to share between threads. A new or changed entry is found at once."""

    @property
    def version(self) -> str:
        """Changes whenever an answer may: what was understood under another one is forgotten."""
        ...

    def search(self, text: str, k: int) -> Sequence[Hit]:
        """At most `k` entries, best first. `text` is normalised (`normalise.normalise`)."""
        ...

    def entries(self) -> Iterator[Entry]:
        """Every entry that may be answered with today, for `weiyin train`."""
        ...


class NoKnowledge:
    """A house without a knowledge base."""

    version = ""

    def search(self, text: str, k: int) -> Sequence[Hit]:  # noqa: ARG002 - the port's shape
        return ()

    def entries(self) -> Iterator[Entry]:
        return iter(())
