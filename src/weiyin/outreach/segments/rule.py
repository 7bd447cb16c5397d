"""The rule language, read and checked before anything runs.

    存款 ≥ 50000 且 有信用卡 = 否 且 非 (标签 "员工" 或 年龄 < 25)

    rule   = all { 或 all }          all  = one { 且 one }
    one    = 非 one | ( rule ) | 标签 "…" | 在 "…" | 靠近 "…" | 到过 "…" | field operator value

A rule becomes one SQL condition made of constant fragments, with all its values as parameters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from weiyin.base.errors import BadInput
from weiyin.outreach.segments.fields import (
    FIELDS,
    STAYED,
    STAYS,
    TAGGED,
    area_meant,
    days_ago_us,
)

MAX_LENGTH, MAX_DEPTH = 1_000, 20
_KNOWN = "、".join((*FIELDS, "标签", *STAYS))
_TOKEN = re.compile(r'\s*("[^"]{1,32}"|[()（）]|≥|≤|≠|>=|<=|!=|[=<>]|[^\s()（）"≥≤≠=<>!]+)')
_WIDE = str.maketrans("（）“”", '()""')


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL over `audience a`, and its parameters by name."""

    sql: str
    parameters: dict[str, int | str]


def compile_rule(text: str, day: date) -> Condition:
    """The condition of a rule on a day. Raises `BadInput` saying what is wrong, and where."""
    if len(text) > MAX_LENGTH:
        raise BadInput("rule", f"规则最多{MAX_LENGTH}个字")
    reader = _Reader(_tokens(text.translate(_WIDE)), day)
    made = reader.rule(0)
    if reader.peek():
        raise BadInput("rule", f"“{reader.peek()}”之前缺少“且”或“或”")
    return Condition(made, reader.parameters)


def _tokens(text: str) -> list[str]:
    tokens, place = [], 0
    text = text.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise BadInput("rule", f"第{place + 1}个字起看不懂：{text[place : place + 10]}")
        tokens.append(found[1])
        place = found.end()
    return tokens


@dataclass(slots=True)
class _Reader:
    """Recursive descent over the tokens."""

    tokens: list[str]
    day: date
    place: int = 0
    parameters: dict[str, int | str] = field(default_factory=dict)

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def rule(self, depth: int) -> str:
        if depth > MAX_DEPTH:
            raise BadInput("rule", "规则的括号层数太多，请拆成几条")
        return self._joined("或", " OR ", depth)

    def _joined(self, word: str, symbol: str, depth: int) -> str:
        inner = self._all if word == "或" else self._one
        parts = [inner(depth)]
        while self.peek() == word:
            self.place += 1
            parts.append(inner(depth))
        return parts[0] if len(parts) == 1 else f"({symbol.join(parts)})"

    def _all(self, depth: int) -> str:
        return self._joined("且", " AND ", depth)

    def _one(self, depth: int) -> str:
        word = self._next("条件")
        if word == "非":
            if depth > MAX_DEPTH:
                raise BadInput("rule", "规则的层数太多，请拆成几条")
            return f"NOT {self._one(depth + 1)}"
        if word == "(":
            inner = self.rule(depth + 1)
            if self._next("）") != ")":
                raise BadInput("rule", "括号没有配对")
            return f"({inner})"
        if word == "标签":
            return TAGGED.format(parameter=self._bind(self._words()))
        if word in STAYS:
            return self._stay(word)
        return self._comparison(word)

    def _stay(self, word: str) -> str:
        is_in, days = STAYS[word]
        return STAYED.format(
            area=self._bind(area_meant(self._words())),
            is_in=self._bind(is_in),
            since=self._bind(days_ago_us(days, self.day)),
        )

    def _comparison(self, name: str) -> str:
        if name not in FIELDS:
            raise BadInput("rule", f"没有“{name}”这一项，可用：{_KNOWN}")
        found = FIELDS[name]
        operator = self._next("比较符号")
        if operator not in found.operators:
            allowed = "、".join(found.operators)
            raise BadInput("rule", f"“{name}”后面不能用“{operator}”，可用：{allowed}")
        value = self._next("值").strip('"')
        return found.compare(operator, self._bind(found.read(value, self.day)))

    def _words(self) -> str:
        token = self._next("引号中的名称")
        if not token.startswith('"'):
            raise BadInput("rule", '名称要写在引号里，例如：标签 "VIP"、到过 "北京国贸"')
        return token.strip('"')

    def _next(self, wanted: str) -> str:
        token = self.peek()
        if not token:
            raise BadInput("rule", f"规则没有写完，缺少{wanted}")
        self.place += 1
        return token

    def _bind(self, value: int | str) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return name
