"""What nobody could answer: kept masked for the editors, and gathered by likeness."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from weiyin.assistant.knowledge.features import Features, features
from weiyin.assistant.normalise import normalise
from weiyin.assistant.numbers import DIGITS
from weiyin.base.clock import from_us, to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_LONGEST = 60
_KEPT = timedelta(days=90)
_ALIKE = 0.5
"""Cosine from which two questions are one to an editor."""
_SPOKEN = "".join(DIGITS) + "幺"
_NUMBER = re.compile(rf"[0-9][0-9 \-.,x*]{{2,}}[0-9x]|[{_SPOKEN}](?:[ ，,-]?[{_SPOKEN}]){{5,}}")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|(?:https?://|www\.)\S+", re.ASCII)

_NOTE = sql(
    "INSERT INTO knowledge_unanswered (oa, words, times, first_us, last_us)"
    " VALUES (:oa, :words, 1, :at_us, :at_us) ON CONFLICT (oa, words)"
    " DO UPDATE SET times=knowledge_unanswered.times+1, last_us=excluded.last_us"
)
_NOTED = sql(
    "SELECT words, SUM(times), MAX(last_us) FROM knowledge_unanswered"
    " GROUP BY words ORDER BY SUM(times) DESC, MAX(last_us) DESC, words LIMIT :most"
)
_PURGE = sql("DELETE FROM knowledge_unanswered WHERE last_us<=:since_us")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that ask the same: the most frequent first, `times` in all."""

    times: int
    last: datetime
    words: tuple[str, ...]


def masked(text: str) -> str:
    """`text` without its numbers of four digits and more, addresses, and whatever is too long."""
    plain = _ADDRESS.sub("＊", normalise(text))
    return _NUMBER.sub("＊", plain)[:_LONGEST].strip()


def note(tx: Tx, oa: str, text: str, now: datetime) -> None:
    """Keep a question that was not answered."""
    words = masked(text)
    if len(words) > 1:
        tx.run(_NOTE, oa=oa, words=words, at_us=to_us(now))


def clusters(reader: Reader, most: int = 2000) -> list[Cluster]:
    """The `most` frequent questions, gathered: each joins the first that it is like."""
    rows = [(words, int(times), last_us) for words, times, last_us in reader.all(_NOTED, most=most)]
    groups: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    leaders: list[tuple[Features, float]] = []
    for row in rows:
        said = features(row[0])
        groups[_leader(said, leaders)].append(row)
    found = [
        Cluster(
            sum(times for _, times, _ in group),
            from_us(max(last for _, _, last in group)),
            tuple(words for words, _, _ in group),
        )
        for group in groups.values()
    ]
    return sorted(found, key=lambda one: -one.times)


def purge(tx: Tx, now: datetime) -> int:
    """Drop what was not asked again for a long time; how many."""
    return tx.run(_PURGE, since_us=to_us(now - _KEPT))


def _leader(said: Features, leaders: list[tuple[Features, float]]) -> int:
    """The first leader that `said` is like; itself a new one if there is none."""
    length = _length(said)
    for at, (other, other_length) in enumerate(leaders):
        dot = sum(weight**2 for feature, weight in said.items() if feature in other)
        if dot > _ALIKE * length * other_length:
            return at
    leaders.append((said, length))
    return len(leaders) - 1


def _length(said: Features) -> float:
    return sqrt(sum(weight**2 for weight in said.values())) or 1.0
