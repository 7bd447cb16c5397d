"""Template messages and subscription notices: which fields, how long, seen how.

Fields are judged by their names (`thing1`, `amount3`): over-long ones are refused with 47003.
`first` and `remark` are dropped and `keywordN` cut to 20 characters, as since May 2023; words
after a line break are cut.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from weiyin.simulator.errors import ApiError
from weiyin.simulator.settings import Template

_SLOT = re.compile(r"^(?P<label>[^{\n]*?)[：:]?\s*\{\{(?P<name>\w+)\.DATA\}\}", re.MULTILINE)
_KIND = re.compile(r"(?P<kind>[a-z_]+)\d*")
_KEYWORD_LENGTH = 20
_LONGEST = {
    "thing": 20,
    "phrase": 5,
    "name": 20,
    "character_string": 32,
    "number": 32,
    "letter": 32,
    "symbol": 5,
    "phone_number": 17,
    "car_number": 8,
    "const": 20,
    "time": 32,
    "date": 32,
    "amount": 24,
}
_SHAPES = {
    "number": re.compile(r"-?\d+(?:\.\d+)?", re.ASCII),
    "letter": re.compile(r"[A-Za-z]+"),
    "symbol": re.compile(r"[^\w\s]+"),
    "phone_number": re.compile(r"[\d*+() -]+"),
    "character_string": re.compile(r"[\x20-\x7e]+"),
    "amount": re.compile(r"(?:[¥￥$€£]|[A-Z]{3} ?)?[-+]?\d{1,10}(?:\.\d{1,2})?元?", re.ASCII),
    "time": re.compile(r"(?=.*\d).*[:：年月日/-].*"),
    "date": re.compile(r"(?=.*\d).*[年月日/.-].*"),
    "phrase": re.compile(r"[\u3400-\u9fff]{1,5}"),
    "name": re.compile(r"[\u3400-\u9fff·*]{1,10}|[A-Za-z .*]{1,20}"),
}


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    value: str


def slots(template: Template) -> list[tuple[str, str]]:
    """(name, label) of each field in the template's text."""
    return [(found["name"], found["label"].strip()) for found in _SLOT.finditer(template.content)]


def fill(template: Template, data: object) -> tuple[Row, ...]:
    """The rows a phone shows. Raises 47003 naming the field."""
    if not isinstance(data, Mapping):
        raise ApiError(47003, "data is empty")
    rows = []
    for name, label in slots(template):
        if name in ("first", "remark"):
            continue
        rows.append(Row(label, _value(name, data.get(name))))
    return tuple(rows)


def _value(name: str, given: Any) -> str:
    value = given.get("value") if isinstance(given, Mapping) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise ApiError(47003, f"data.{name}.value is empty")
    line = value.split("\n", 1)[0].strip()
    found = _KIND.fullmatch(name)
    kind = found["kind"] if found else ""
    if kind == "keyword":
        return line if len(line) <= _KEYWORD_LENGTH else line[: _KEYWORD_LENGTH - 1] + "…"
    if len(line) > _LONGEST.get(kind, 64):
        raise ApiError(47003, f"data.{name}.value invalid")
    shape = _SHAPES.get(kind)
    if shape is not None and not shape.fullmatch(line):
        raise ApiError(47003, f"data.{name}.value invalid")
    return line


@dataclass(slots=True)
class Templates:
    """The templates an account holds (25 at most) and what it has already sent by client id."""

    by_id: dict[str, Template]
    sent: dict[tuple[str, str], int] = field(default_factory=dict)
    refusing: set[str] = field(default_factory=set)
    """Openids whose owner switched the account's templates off."""

    @classmethod
    def of(cls, templates: Sequence[Template]) -> Templates:
        return cls({one.template_id: one for one in templates})

    def get(self, template_id: object) -> Template:
        if not isinstance(template_id, str) or template_id not in self.by_id:
            raise ApiError(40037)
        return self.by_id[template_id]

    def add(self, template: Template) -> None:
        if len(self.by_id) >= 25:
            raise ApiError(45026)
        self.by_id[template.template_id] = template
