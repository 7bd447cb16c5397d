"""How functions are used: asked for in words, tapped in the menu, gone through to the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from weiyin.console.figures.picture import Picture
from weiyin.people.figures import Funnel


@dataclass(frozen=True, slots=True)
class Usage:
    """`made`, `done`: of its confirm pages, how many there were and how many were confirmed."""

    function: str
    asked: int
    tapped: int
    made: int
    done: int

    @property
    def through(self) -> float:
        return self.done / self.made if self.made else 0.0


def usage(one: Picture, funnels: Iterable[Funnel]) -> list[Usage]:
    """Every function that was used, the most used first."""
    ends = {funnel.function: funnel for funnel in funnels}
    names = set(one.functions) | set(one.taps) | set(ends)
    found = []
    for name in names:
        made, done = (ends[name].made, ends[name].done) if name in ends else (0, 0)
        found.append(Usage(name, one.functions[name], one.taps[name], made, done))
    return sorted(found, key=lambda one: (-one.asked - one.tapped - one.made, one.function))
