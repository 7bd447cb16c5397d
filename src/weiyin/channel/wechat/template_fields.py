"""Fitting words into a template's typed fields: what is too long or of another shape is refused
with 47003, and the notice would be lost.

Source: 类目模板 field types; thing ≤ 20 and phrase ≤ 5 are reported by developers as strict.
"""

from __future__ import annotations

import re

_FIELD = re.compile(r"(?P<kind>[a-z_]+?)\d*")
_SLOT = re.compile(r"^(?P<label>[^{\n]*?)[：:]?\s*\{\{(?P<name>\w+)\.DATA\}\}", re.MULTILINE)
_DROPPED = frozenset({"first", "remark"})
"""Since May 2023 the platform shows neither."""

_LONGEST = {
    "thing": 20,
    "keyword": 20,
    "const": 20,
    "phrase": 5,
    "symbol": 5,
    "name": 10,
    "number": 32,
    "letter": 32,
    "character_string": 32,
    "time": 32,
    "date": 32,
    "amount": 24,
    "phone_number": 17,
    "car_number": 8,
}
_NOT_ALLOWED = {
    "character_string": re.compile(r"[^\x21-\x7e]"),
    "amount": re.compile(r"[^0-9.元¥￥$+-]"),
    "number": re.compile(r"[^0-9.-]"),
    "letter": re.compile(r"[^A-Za-z]"),
    "phrase": re.compile(r"[^\u3400-\u9fff]"),
    "phone_number": re.compile(r"[^0-9+*() -]"),
}
_CUT_OPENLY = frozenset({"thing", "keyword", "const", "name"})


def slots_of(content: str) -> list[tuple[str, str]]:
    """(name, label) of each field that a template's `content` shows."""
    found = [(slot["name"], slot["label"].strip()) for slot in _SLOT.finditer(content)]
    return [(name, label) for name, label in found if name not in _DROPPED]


def fit(name: str, words: str) -> str:
    """`words` as the field `name` (`thing1`, `amount3`) takes them; empty when nothing is left."""
    kind = _kind(name)
    line = words.strip().partition("\n")[0].strip()
    if kind in _NOT_ALLOWED:
        line = _NOT_ALLOWED[kind].sub("", line)
    limit = _LONGEST.get(kind, 20)
    if len(line) <= limit:
        return line
    return f"{line[: limit - 1]}…" if kind in _CUT_OPENLY else line[:limit]


def match(labels: list[str], facts: dict[str, str]) -> dict[str, str]:
    """The fact for each label of a template: the same label, else one that contains the other."""
    found = {label: facts[label] for label in labels if label in facts}
    for label in labels:
        if label in found:
            continue
        for name, words in facts.items():
            if name not in labels and (name in label or label in name):
                found[label] = words
                break
    return found


def _kind(name: str) -> str:
    shape = _FIELD.fullmatch(name)
    return shape["kind"] if shape else ""
