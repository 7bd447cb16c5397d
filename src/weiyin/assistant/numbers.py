"""Whole numbers and sums in digits, in words and in both: 2万5, 三千二, 1.5w, 壹仟零伍拾.

Exact and strict: a run of characters that could be read in two ways is no number.
"""

from __future__ import annotations

import re

DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
    "貳": 2,
    "參": 3,
    "陸": 6,
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
GROUPS = {"万": 10**4, "萬": 10**4, "w": 10**4, "亿": 10**8, "億": 10**8}

WORDS = "".join(char for char in (*DIGITS, *UNITS, *GROUPS) if not char.isascii())
"""Every Chinese character that a number is made of."""

_ONES = "".join(DIGITS)
_PLAIN = re.compile(
    r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]{0,15})(?:\.([0-9]{1,8}))?", re.ASCII
)
_SCALED = re.compile(r"(?P<number>[0-9,.]+)(?P<scale>[百佰千仟kw万萬亿億]{1,2})", re.ASCII)
_SPOKEN_POINT = re.compile(rf"(?P<whole>[{WORDS}]+)点(?P<part>[{_ONES}]{{1,2}})(?P<scale>[万亿]?)")
_TOKEN = re.compile(r"[0-9]+|.", re.ASCII)


def to_hundredths(text: str) -> int | None:
    """The number in hundredths (yuan in, fen out), or None when it is not one, exactly."""
    if match := _PLAIN.fullmatch(text):
        return _decimal(text)
    if match := _SCALED.fullmatch(text):
        value, scale = _decimal(match["number"], places=8), _scale(match["scale"])
        return _exact(value, scale, 10**6)
    if match := _SPOKEN_POINT.fullmatch(text):
        return _spoken_point(match)
    whole = to_int(text)
    return None if whole is None else whole * 100


def to_int(text: str) -> int | None:
    """A whole number: `12`, `十二`, `2万5`, `一万零五百`. None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text) if _PLAIN.fullmatch(text) else None
    tokens = [_value(token) for token in _TOKEN.findall(text)]
    if any(token is None for token in tokens) or (len(tokens) > 1 and tokens[0] == ("d", 0)):
        return None
    return _whole([token for token in tokens if token is not None])


def _decimal(text: str, places: int = 2) -> int | None:
    """`1,000.5` in units of 10^-places; None when it is finer than that or not well formed."""
    match = _PLAIN.fullmatch(text)
    if match is None or len(match[1] or "") > places:
        return None
    whole = int(text.partition(".")[0].replace(",", ""))
    unit: int = 10**places
    return whole * unit + int((match[1] or "0").ljust(places, "0"))


def _exact(value: int | None, times: int, over: int) -> int | None:
    if value is None or (value * times) % over:
        return None
    return value * times // over


def _scale(text: str) -> int:
    scale = 1
    for char in text:
        scale *= UNITS.get(char) or GROUPS[char]
    return scale


def _spoken_point(match: re.Match[str]) -> int | None:
    whole = to_int(match["whole"])
    part = [DIGITS.get(char) for char in match["part"]]
    if whole is None or None in part:
        return None
    fraction = int("".join(map(str, part)).ljust(2, "0"))
    return (whole * 100 + fraction) * GROUPS.get(match["scale"], 1)


def _value(token: str) -> tuple[str, int] | None:
    """(kind, number): `d`igit, arabic `n`umber, `u`nit below ten thousand, `g`roup."""
    if token.isascii() and token.isdigit():
        return None if len(token) > 1 and token[0] == "0" else ("n", int(token))
    for kind, table in (("d", DIGITS), ("u", UNITS), ("g", GROUPS)):
        if token in table:
            return kind, table[token]
    return None


def _whole(tokens: list[tuple[str, int]]) -> int | None:
    """Groups of four digits, largest first: [section] 亿 [section] 万 [section]."""
    total, last = 0, 10**16
    while tokens:
        cut = next((i for i, (kind, _) in enumerate(tokens) if kind == "g"), None)
        if cut is None:
            rest = _after_group(tokens, last)
            return None if rest is None else total + rest
        section = _section(tokens[:cut], short=None)
        group = tokens[cut][1]
        tokens = tokens[cut + 1 :]
        if tokens and tokens[0] == ("g", 10**8) and group == 10**4:  # 一万亿
            group, tokens = 10**12, tokens[1:]
        if not section or group >= last:
            return None
        total, last = total + section * group, group
    return total


def _after_group(tokens: list[tuple[str, int]], group: int) -> int | None:
    """What follows 万: 5 is five thousand, 零五 is five, 500 is itself, 50 is anyone's guess."""
    inside = group < 10**16
    if inside and len(tokens) == 1 and tokens[0][0] == "n" and 10 <= tokens[0][1] < 100:
        return None
    return _section(tokens, short=group // 10 if inside else None)


def _section(tokens: list[tuple[str, int]], short: int | None) -> int | None:
    """Up to four digits in words. `short` is what a lone last digit counts, as in 三千二."""
    total, unit, zero = 0, 10**4, False
    rest = tokens
    while rest:
        kind, number = rest[0]
        if kind == "d" and number == 0:
            zero, rest = True, rest[1:]
            if not rest and not (total == 0 and len(tokens) == 1):
                return None
            continue
        if kind == "u":
            if number != 10 or (total and not zero and unit != 100):
                return None
            kind, number, rest = "d", 1, [("d", 1), *rest]
        following = rest[1] if len(rest) > 1 else None
        if following is not None and following[0] == "u":
            if number >= 10 or following[1] >= unit:
                return None
            total, unit, rest = total + number * following[1], following[1], rest[2:]
            short, zero = unit // 10, False
            continue
        if following is not None:
            return None
        return _last(total, number, kind, unit, None if zero else short)
    return total


def _last(total: int, number: int, kind: str, unit: int, short: int | None) -> int | None:
    """A number with nothing behind it closes the section."""
    if short is not None and number < 10:
        return total + number * short
    if number >= min(unit, 10**4) or (total and kind == "n" and number >= 10 and unit <= 100):
        return None
    return total + number
