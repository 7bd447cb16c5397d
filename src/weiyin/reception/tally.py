"""Tallies: how many asks, of which kind, how they came out and how long they took, by the hour.

Counted in memory and written about once a second, beside the road of an ask rather than on it.
Counts lost in a crash, or made twice when a unit ran again, do no harm: nobody's money is here,
and nobody's name.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from weiyin.assistant.intents import Kind
from weiyin.assistant.knowledge.notes import Unanswered
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import SHANGHAI, Clock
from weiyin.base.reply import HandOver
from weiyin.reception.conversation import Outcome
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Store, Tx

TOOK_MS = (20, 50, 100, 200, 500, 1_000, 2_000, 4_300)
"""Upper bounds of the buckets of answering times; beyond the last a reply goes out by itself."""
_WRITE_EVERY_S = 1.0
_LONGEST = 64

_ADD = sql("""
    INSERT INTO tallies (oa, day, hour, what, detail, count)
    VALUES (:oa, :day, :hour, :what, :detail, :count)
    ON CONFLICT (oa, day, hour, what, detail) DO UPDATE SET count = tallies.count + excluded.count
""")
_BETWEEN = sql("""
    SELECT day, hour, what, detail, count FROM tallies
    WHERE oa = :oa AND day >= :first AND day <= :last
""")


_Seen = tuple[str, int, tuple[tuple[str, str], ...]]
"""Account, hours since 1970, and each thing counted at once with its detail."""
_Counts = Counter[tuple[str, str, int, str, str]]
"""By account, day, hour, what and detail."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """`count` of `detail` (a kind of ask, an outcome, a function …) within one hour of a day."""

    day: date
    hour: int
    what: str
    detail: str
    count: int


class Tally:
    """Counts of one process; safe to share between threads."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._lock = threading.Lock()
        self._fresh: Counter[_Seen] = Counter()
        self._written_at = clock.monotonic()

    def thought(self, ask: Ask, outcome: Outcome) -> None:
        """An ask has come out."""
        seen = [("ask", ask.kind.value)]
        if ask.kind in {AskKind.TEXT, AskKind.VOICE}:
            seen.append(("outcome", _named(outcome)))
        if ask.kind is AskKind.TAP:
            seen.append(("tap", ask.text))
            if isinstance(outcome.reply, HandOver):
                seen.append(("handover", ask.kind.value))
        understood = outcome.understood
        if understood is not None and understood.kind is Kind.ANSWER and understood.function:
            seen.append(("function", understood.function))
        self._add(ask.oa, *seen)

    def took(self, oa: str, began: float) -> None:
        """A reply is there; `began` on the clock's monotonic seconds."""
        ended = self._clock.monotonic()
        milliseconds = (ended - began) * 1_000
        bound = next((one for one in TOOK_MS if milliseconds <= one), None)
        self._add(oa, ("took_ms", str(bound) if bound else "more"))
        if ended - self._written_at >= _WRITE_EVERY_S:
            fresh = self._taken()
            self._store.submit(lambda tx: _write(tx, fresh))

    def flush(self) -> None:
        """Write what was counted until now."""
        fresh = self._taken()
        if fresh:
            self._store.run(lambda tx: _write(tx, fresh))

    def _add(self, oa: str, *seen: tuple[str, str]) -> None:
        hours = int(self._clock.now().timestamp()) // 3_600
        with self._lock:
            self._fresh[oa, hours, seen] += 1

    def _taken(self) -> _Counts:
        with self._lock:
            fresh, self._fresh = self._fresh, Counter()
            self._written_at = self._clock.monotonic()
        counts: _Counts = Counter()
        for (oa, hours, seen), count in fresh.items():
            at = datetime.fromtimestamp(hours * 3_600, SHANGHAI)
            for what, detail in seen:
                counts[oa, at.date().isoformat(), at.hour, what, detail[:_LONGEST]] += count
        return counts


def put_tallies(tx: Tx, oa: str, rows: Iterable[Tallied]) -> None:
    """Add counts made elsewhere: a history that is loaded."""
    fresh = Counter(
        {(oa, row.day.isoformat(), row.hour, row.what, row.detail): row.count for row in rows}
    )
    _write(tx, fresh)


def tallied(reader: Reader, oa: str, first: date, last: date) -> list[Tallied]:
    """Every count from the first day to the last, both in."""
    rows = reader.all(_BETWEEN, oa=oa, first=first.isoformat(), last=last.isoformat())
    return [Tallied(date.fromisoformat(day), *rest) for day, *rest in rows]


def _write(tx: Tx, fresh: _Counts) -> None:
    names = ("oa", "day", "hour", "what", "detail")
    tx.many(
        _ADD,
        [dict(zip(names, key, strict=True)) | {"count": n} for key, n in sorted(fresh.items())],
    )


def _named(outcome: Outcome) -> str:
    """How a question came out; `desk`: somebody of the bank's has the conversation."""
    if outcome.step is not None:
        return "desk"
    if isinstance(outcome.reply, HandOver):
        return Kind.HANDOFF.value
    if isinstance(outcome.note, Unanswered) or outcome.understood is None:
        return "unanswered" if outcome.note is not None else "other"
    return outcome.understood.kind.value
