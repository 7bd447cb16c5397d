"""A picture of some days: asks, how they came out, how long they took, by day and hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from weiyin.reception.tally import TOOK_MS, Tallied

ALONE = ("answer", "ask_back", "choice", "knowledge", "refuse")
"""How a question comes out that nobody of the bank's had to hear."""


@dataclass(slots=True)
class Picture:
    """Counts of some days, each by its own key."""

    asks: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    functions: Counter[str] = field(default_factory=Counter)
    taps: Counter[str] = field(default_factory=Counter)
    handovers: Counter[str] = field(default_factory=Counter)
    """Other ways to a person than words: by kind of ask."""
    took: Counter[str] = field(default_factory=Counter)
    by_hour: Counter[int] = field(default_factory=Counter)
    by_day: dict[date, Picture] = field(default_factory=dict)

    @property
    def questions(self) -> int:
        """Put to 小微: what is said to a person in a conversation is none."""
        return self.outcomes.total() - self.outcomes["desk"]

    @property
    def alone(self) -> int:
        """Questions that 小微 answered herself."""
        return sum(self.outcomes[name] for name in ALONE)

    @property
    def handed_over(self) -> int:
        return self.outcomes["handoff"] + self.handovers.total()

    @property
    def unanswered(self) -> int:
        return self.outcomes["unanswered"]

    @property
    def alone_share(self) -> float:
        return self.alone / self.questions if self.questions else 0.0

    def took_ms(self, part: float) -> str:
        """The bound within which `part` of the replies were there: `≤ 50`; empty for none."""
        wanted, seen = part * sum(self.took.values()), 0
        for bound in TOOK_MS:
            seen += self.took[str(bound)]
            if seen and seen >= wanted:
                return f"≤ {bound}"
        return f"> {TOOK_MS[-1]}" if self.took else ""


def picture_of(rows: Iterable[Tallied]) -> Picture:
    """All of them in one, and one for each day beneath it."""
    whole = Picture()
    for row in rows:
        for one in (whole, whole.by_day.setdefault(row.day, Picture())):
            _add(one, row)
    return whole


def _add(one: Picture, row: Tallied) -> None:
    kinds = {
        "ask": one.asks,
        "outcome": one.outcomes,
        "function": one.functions,
        "tap": one.taps,
        "handover": one.handovers,
        "took_ms": one.took,
    }
    found = kinds.get(row.what)
    if found is not None:
        found[row.detail] += row.count
    if row.what == "ask":
        one.by_hour[row.hour] += row.count
