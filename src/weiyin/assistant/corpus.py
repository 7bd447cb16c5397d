"""Everything that 小微 is to recognise, as labelled sentences: what a model is learned from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from weiyin.assistant.index import Entry
from weiyin.assistant.intents import Intent
from weiyin.assistant.normalise import normalise
from weiyin.assistant.phrases import Topic
from weiyin.assistant.retriever import Retriever
from weiyin.assistant.slots import scan
from weiyin.assistant.spans import masked, phrase_marks

INTENT, TOPIC, TALK, KNOWN = "do:", "topic:", "talk:", "know:"
"""What a label begins with: a function, one not there yet, small talk, an entry of knowledge."""

_ANY_DAY = date(2000, 2, 29)


@cache
def as_heard(phrase: str) -> str:
    """A phrase as a question is read: its `{marks}` and the values in it become marks.

    Remembered: each is asked for several times at a start, and there are only so many phrases.
    """
    said = phrase_marks(normalise(phrase))
    return masked(said, [one for one in scan(said, _ANY_DAY) if one.sure])


def entries_of(
    intents: Iterable[Intent], topics: Iterable[Topic], talk: Iterable[Topic]
) -> list[Entry]:
    """The phrases of each function, missing function and topic of small talk, with near misses."""
    found = [
        Entry(INTENT + one.id, _heard((one.title, *one.phrases)), _heard(one.refusals))
        for one in intents
    ]
    found += [Entry(TOPIC + one.id, _heard(one.phrases)) for one in topics]
    return found + [Entry(TALK + one.id, _heard(one.phrases)) for one in talk]


def sentences(entries: Sequence[Entry], knowledge: Retriever) -> list[tuple[str, str]]:
    """(sentence, label), each sentence once: a function has the first claim to it."""
    found: dict[str, str] = {}
    for entry in entries:
        for phrase in entry.phrases:
            found.setdefault(phrase, entry.label)
    for text, label in _questions(knowledge):
        found.setdefault(text, label)
    return list(found.items())


def _questions(knowledge: Retriever) -> Iterator[tuple[str, str]]:
    for entry in knowledge.entries():
        for phrasing in entry.phrasings:
            yield as_heard(phrasing), KNOWN + entry.entry_id


def _heard(phrases: Sequence[str]) -> tuple[str, ...]:
    return tuple(as_heard(phrase) for phrase in phrases)
