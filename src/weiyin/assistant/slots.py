"""Values in a sentence, by kind; and their plain form, in which a dialogue keeps them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from weiyin.assistant.amounts import find_amounts, read_amount
from weiyin.assistant.days import find_dates
from weiyin.assistant.intents import Intent, SlotKind, SlotSpec, Vocabulary
from weiyin.assistant.names import find_payees, find_places, find_products, read_name, read_place
from weiyin.assistant.numbers import to_int
from weiyin.assistant.spans import Found, apart, blanked
from weiyin.base.dates import DateRange
from weiyin.base.money import Money
from weiyin.base.share import Share

_PHONE = re.compile(
    r"(?<![0-9])(?:\+?86[ -]?)?(1[3-9][0-9])[ -]?([0-9]{4})[ -]?([0-9]{4})(?![0-9])", re.ASCII
)
_TAIL = re.compile(
    r"(?:卡?尾号|尾数|[后末]四位|[后末]4位)(?:数字?)?(?:是|为|:|：|=)?\s?(?P<tail>[0-9]{4})(?![0-9])(?:的?(?:那|这)?张?(?:银行|信用|借记|储蓄)?卡)?"
    r"|(?<![0-9])(?P<tail2>[0-9]{4})(?:结尾|的?(?:那|这)张|的?(?:银行|信用|借记|储蓄)卡|尾号)",
    re.ASCII,
)
_FOUR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])", re.ASCII)
_COUNT = re.compile(
    r"(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})\s?(?:笔(?![钱账款])|条)", re.ASCII
)
_EVERY = re.compile(r"每(?=(?P<unit>天|日|个?星期|个?礼拜|个?周|个?月))")
_UNITS = {"天": "day", "日": "day", "期": "week", "拜": "week", "周": "week", "月": "month"}
_SPENT = re.compile(r"(?:[转汇打充冲还付存取](?:[账款钱值])?|给)\s?$")


def scan(text: str, today: date) -> tuple[Found, ...]:
    """What `text` says whoever asks: phones, card tails, days, counts, sums."""
    found = list(_phones(text))
    rest = blanked(text, found)
    for find in (_tails, lambda rest: find_dates(rest, today), _counts, find_amounts):
        found += find(rest)
        rest = blanked(text, found)
    return apart([*found, *_often(text)])


def scan_names(text: str, found: Sequence[Found], vocabulary: Vocabulary) -> tuple[Found, ...]:
    """`found` and the names beside them, which depend on who asks."""
    names: list[Found] = find_products(text, vocabulary)
    rest = blanked(blanked(text, found), names)
    names += find_payees(rest, vocabulary)
    names += find_places(blanked(rest, names), vocabulary)
    names += _known_tails(text, found, vocabulary)
    return apart([*names, *found])


def fill(intent: Intent, found: Iterable[Found]) -> dict[str, Any]:
    """The slots of `intent` that `found` fills beyond doubt: one value of its kind, exact."""
    found = tuple(found)
    values: dict[str, Any] = {}
    for spec in intent.slots:
        value = _only(spec.kind, _leaning(spec, found))
        if spec.on_shelf:
            value = _product(found)
        if value is not None and all(value != other for other in _same_kind(intent, spec, values)):
            values[spec.name] = value
    return values


def by_kind(found: Sequence[Found]) -> dict[SlotKind, Any]:
    """The exact values in `found`, whatever slot they may go to."""
    values = ((kind, _only(kind, found)) for kind in SlotKind)
    return {kind: value for kind, value in values if value is not None}


def read(spec: SlotSpec, text: str, found: Iterable[Found]) -> Any | None:
    """The whole message as the answer to the question for `spec`; None when it is none."""
    value = _only(spec.kind, _leaning(spec, tuple(found)))
    whole = _WHOLE.get(spec.kind)
    return whole(text.strip(" 。.!！,，")) if value is None and whole else value


def chosen(spec: SlotSpec, text: str) -> str | None:
    """The value of the option that the words name: itself, its label, a part of it, its number."""
    words = text.strip(" 。.!！,，")
    for value, label in spec.options:
        if words in {value, label}:
            return value
    number = to_int(words.removeprefix("第").removesuffix("个")) or 0
    if 1 <= number <= len(spec.options):
        return spec.options[number - 1][0]
    held = [value for value, label in spec.options if words and (words in label or label in words)]
    return held[0] if len(held) == 1 else None


def to_plain(value: Any) -> str:
    """`500.00`, `1/2`, `2026-07-01/2026-07-15`, `李雷`: as `DialogueState.slots` keeps it."""
    if isinstance(value, DateRange):
        return f"{value.first}/{value.last}"
    if isinstance(value, Money):
        return str(value).replace(",", "")
    return str(value)


def from_plain(kind: SlotKind, plain: str) -> Any:
    """The value whose plain form it is."""
    if kind is SlotKind.MONEY:
        return Share.parse(plain) or Money.parse(plain)
    if kind is SlotKind.DATES:
        first, _, last = plain.partition("/")
        return DateRange(date.fromisoformat(first), date.fromisoformat(last))
    return int(plain) if kind is SlotKind.COUNT else plain


def _whole_tail(text: str) -> str | None:
    tails = _FOUR.findall(text)
    return tails[0] if len(tails) == 1 and len(text) <= 12 else None


_WHOLE: dict[SlotKind, Callable[[str], Any | None]] = {
    SlotKind.MONEY: read_amount,
    SlotKind.COUNT: lambda text: to_int(text) or None,
    SlotKind.CARD_TAIL: _whole_tail,
    SlotKind.PAYEE: read_name,
    SlotKind.CITY: read_place,
    SlotKind.PLACE: read_place,
    SlotKind.WORDS: lambda text: text[:100] or None,
}


def _leaning(spec: SlotSpec, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """`found`, with days that lean to the future where `spec` looks ahead."""
    if not spec.ahead:
        return found
    return tuple(replace(one, value=one.ahead) if one.ahead else one for one in found)


def _same_kind(intent: Intent, spec: SlotSpec, values: dict[str, Any]) -> list[Any]:
    """Values that went to another slot of the same kind: one city does not fill from and to."""
    return [values[o.name] for o in intent.slots if o.kind is spec.kind and o.name in values]


def _only(kind: SlotKind, found: Sequence[Found]) -> Any | None:
    if kind is SlotKind.MONTH:
        months = {one.month for one in found if one.kind is SlotKind.DATES}
        return months.pop() or None if len(months) == 1 else None
    if kind is SlotKind.WORDS:
        return None
    if kind is SlotKind.PLACE:
        parts = [one.value for one in found if one.kind in {SlotKind.CITY, SlotKind.PLACE}]
        return "".join(dict.fromkeys(parts)) or None
    of_kind = [one for one in found if one.kind is kind]
    values = {to_plain(one.value): one.value for one in of_kind}
    return next(iter(values.values())) if len(values) == 1 else None


def _product(found: Sequence[Found]) -> str | None:
    """The one product that is named."""
    names = [one.value for one in found if one.noun]
    return names[0] if len(names) == 1 else None


def _phones(text: str) -> list[Found]:
    return [
        Found(m.start(), m.end(), SlotKind.PHONE, m[1] + m[2] + m[3]) for m in _PHONE.finditer(text)
    ]


def _tails(text: str) -> list[Found]:
    return [
        Found(m.start(), m.end(), SlotKind.CARD_TAIL, m["tail"] or m["tail2"])
        for m in _TAIL.finditer(text)
    ]


def _known_tails(text: str, found: Sequence[Found], vocabulary: Vocabulary) -> list[Found]:
    """Four bare digits that are one of the asker's own cards are that card: 查5678的余额."""
    return [
        Found(one.start, one.end, SlotKind.CARD_TAIL, text[one.start : one.end])
        for one in found
        if one.kind is SlotKind.MONEY
        and not one.sure
        and text[one.start : one.end] in vocabulary.card_tails
        and _SPENT.search(text[: one.start]) is None
    ]


def _often(text: str) -> list[Found]:
    return [
        Found(m.start(), m.end(), SlotKind.EVERY, _UNITS[m["unit"][-1]])
        for m in _EVERY.finditer(text)
    ]


def _counts(text: str) -> list[Found]:
    counts = ((m, to_int(m["n"])) for m in _COUNT.finditer(text))
    return [Found(m.start(), m.end(), SlotKind.COUNT, n) for m, n in counts if n]
