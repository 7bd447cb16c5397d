"""A value found in a sentence, and the mark that takes its place before matching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from weiyin.assistant.intents import SlotKind

MARK_OF = {
    "amount": "\ue000",
    "payee": "\ue001",
    "dates": "\ue002",
    "month": "\ue002",
    "card": "\ue003",
    "city": "\ue004",
    "place": "\ue004",
    "phone": "\ue005",
    "count": "\ue006",
}
"""A private character for each `{mark}` of a phrase file; `clean` lets none in from outside."""

_MARK_OF_KIND = {
    SlotKind.MONEY: MARK_OF["amount"],
    SlotKind.PAYEE: MARK_OF["payee"],
    SlotKind.DATES: MARK_OF["dates"],
    SlotKind.MONTH: MARK_OF["month"],
    SlotKind.CARD_TAIL: MARK_OF["card"],
    SlotKind.CITY: MARK_OF["city"],
    SlotKind.PLACE: MARK_OF["place"],
    SlotKind.PHONE: MARK_OF["phone"],
    SlotKind.COUNT: MARK_OF["count"],
}


_PRODUCT = "\ue007"
"""What a product's name is painted over with."""


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]` says `value`. A value of None says something, but not which (约五百)."""

    start: int
    end: int
    kind: SlotKind
    value: Any
    month: str = ""
    """For dates that are one calendar month: `2026-07`."""
    ahead: Any = None
    """What it says where the future is meant: 12月25日 is last year's only in a statement."""
    sure: bool = True
    """False for a number that could be an amount: `500` without 元."""
    noun: str = ""
    """For a product: the word that stands for it where wishes are compared, 理财 for 稳利90天."""


_MARK = re.compile(r"\{(\w+)\}")


def masked(text: str, found: Iterable[Found]) -> str:
    """`text` with every find replaced by its mark."""
    parts: list[str] = []
    at = 0
    for one in sorted(found, key=lambda one: one.start):
        if one.kind is SlotKind.EVERY:  # it says what is wanted as much as how: it stays
            continue
        parts += [text[at : one.start], one.noun or _MARK_OF_KIND[one.kind]]
        at = one.end
    return "".join([*parts, text[at:]])


def blanked(text: str, found: Iterable[Found]) -> str:
    """`text` with every find painted over, each character by a mark: positions stay."""
    for one in found:
        if one.kind is SlotKind.EVERY:
            continue
        mark = _PRODUCT if one.noun else _MARK_OF_KIND[one.kind]
        text = text[: one.start] + mark * (one.end - one.start) + text[one.end :]
    return text


def phrase_marks(phrase: str) -> str:
    """`转{amount}给{payee}` with private characters for its marks."""
    return _MARK.sub(lambda mark: MARK_OF[mark[1]], phrase)


def apart(found: Sequence[Found]) -> tuple[Found, ...]:
    """The finds that do not overlap an earlier one in the sequence, in reading order."""
    kept: list[Found] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))
