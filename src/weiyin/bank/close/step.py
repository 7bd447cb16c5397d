"""One step of the daily close, and all of them in their sequence.

    STEP = Step("credit-bills", "信用卡出账", subjects, close)

in a file of `steps/`. `subjects` names what the day concerns (account numbers, say) in ascending
order after a cursor; `close` does one of them and says how much was done (0: nothing was to do).
Both see the books of one unit of work. What `close` posts carries a key made of day and subject, so
that even by hand it cannot be done twice.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from graphlib import CycleError, TopologicalSorter

import weiyin.bank.close.steps
from weiyin.bank.service import Office
from weiyin.base.errors import Misconfigured

Subjects = Callable[[Office, date, str, int], Sequence[str]]
"""(office, day, after, room) → at most `room` subjects greater than `after`, ascending."""
Close = Callable[[Office, date, str], int]


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    title: str
    """As the progress shows it."""
    subjects: Subjects
    close: Close
    after: tuple[str, ...] = ()
    """Names of the steps that come before this one."""


@cache
def steps() -> tuple[Step, ...]:
    """Every step there is, each after those it names. Raises Misconfigured."""
    package = weiyin.bank.close.steps
    found: dict[str, Step] = {}
    for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        step: Step = importlib.import_module(info.name).STEP
        if step.name in found:
            raise Misconfigured(step.name, "two steps of the close have this name")
        found[step.name] = step
    return tuple(found[name] for name in _sequence(found))


def _sequence(found: dict[str, Step]) -> list[str]:
    """The same every time, and never before what a step comes after."""
    sorter = TopologicalSorter({name: sorted(found[name].after) for name in sorted(found)})
    try:
        ordered = list(sorter.static_order())
    except CycleError as error:
        raise Misconfigured("close", f"steps wait for each other: {error.args[1]}") from error
    if unknown := set(ordered) - set(found):
        raise Misconfigured("close", f"no such step: {', '.join(sorted(unknown))}")
    return ordered
