"""Choosing step by step: a cinema, then a film there, then a showing of it.

Each step splits what is left by a key. A step at which there is only one thing to choose chooses
itself; what comes after the step that waits for an answer is not asked yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from weiyin.base.errors import BadInput
from weiyin.base.views import Choice, Offer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """`name` is the input's; `key` what an item goes by at this step, `label` as people read it."""

    name: str
    ask: str
    key: Callable[[T], str]
    label: Callable[[T], str]


@dataclass(frozen=True, slots=True)
class Way(Generic[T]):
    """How far it was walked: what to offer, what is left, and the step that waits."""

    offers: tuple[Offer, ...]
    left: tuple[T, ...]
    waits_at: Step[T] | None


def walk(items: Sequence[T], steps: Sequence[Step[T]], chosen: Mapping[str, str | None]) -> Way[T]:
    """Whoever names the thing itself, at the last step, need not have said the rest."""
    last = steps[-1]
    named = [one for one in items if last.key(one) == chosen.get(last.name)]
    left, offers = tuple(items), list[Offer]()
    for number, step in enumerate(steps):
        options = {step.key(one): step.label(one) for one in left}
        said = chosen.get(step.name) or (step.key(named[0]) if named else "")
        picked = next(iter(options)) if len(options) == 1 else said
        shown = tuple(Choice(value, label) for value, label in options.items())
        value = picked if picked in options else ""
        offers.append(Offer(step.name, value, shown, is_step=True))
        if picked not in options:
            later = tuple(Offer(one.name, waits=True) for one in steps[number + 1 :])
            return Way((*offers, *later), left, step)
        left = tuple(one for one in left if step.key(one) == picked)
    return Way(tuple(offers), left, None)


def reached(way: Way[T], chosen: Mapping[str, str | None], gone: str) -> T:
    """The one thing chosen. Raises BadInput(the step that waits): `gone` if it was answered."""
    if way.waits_at is not None:
        step = way.waits_at
        raise BadInput(step.name, gone if chosen.get(step.name) else step.ask)
    return way.left[0]
