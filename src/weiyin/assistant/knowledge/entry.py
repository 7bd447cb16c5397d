"""One question the bank answers, and the rules that every entry keeps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

LONGEST_ANSWER = 300
LONGEST_QUESTION = 60
MOST_VARIANTS = 40
PLACEHOLDERS = ("bank", "hotline")
"""`{bank}` and `{hotline}` in a text stand for the settings of that name."""

_ID = re.compile(r"[a-z][a-z0-9_-]{1,39}")
_LINK = re.compile(r"[a-z][a-z0-9_]{1,39}|/p/[a-z0-9/_-]{1,80}")
_BRACED = re.compile(r"\{([^}]*)\}")
_NAMED = re.compile(rf"\{{({'|'.join(PLACEHOLDERS)})\}}")
_OUTSIDE = re.compile(r"https?:|www\.|//|[<>]", re.IGNORECASE)
_NO_INK = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class KnowledgeEntry:
    """A question with other ways to ask it, and the answer while it is in force.

    `owner` is who in the bank answers for it, `source` what it rests on; `link` is the id of the
    function that does it, or one of our pages (`/p/…`), or empty.
    """

    id: str
    category: str
    question: str
    variants: tuple[str, ...]
    answer: str
    owner: str
    source: str
    valid_from: date
    valid_until: date | None = None
    link: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """Every way to ask it."""
        return (self.question, *self.variants)

    @property
    def function(self) -> str | None:
        """The function that does it, if `link` names one."""
        return None if not self.link or self.link.startswith("/") else self.link

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def told_by(self, names: Mapping[str, str]) -> KnowledgeEntry:
        """The entry with its placeholders filled from `names`."""

        def fill(text: str) -> str:
            return _NAMED.sub(lambda found: names[found[1]], text)

        return replace(
            self,
            question=fill(self.question),
            variants=tuple(fill(one) for one in self.variants),
            answer=fill(self.answer),
        )


FIELDS = KnowledgeEntry.__dataclass_fields__.keys()
"""In the order of a file's columns."""


class BadEntryError(ValueError):
    """`field` of an entry is wrong; `why` says how to put it right."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


def check_entry(raw: Mapping[str, Any]) -> KnowledgeEntry:
    """The entry that a file's record says. Raises BadEntryError for the first field that is wrong.

    Dates are ISO 8601 text, `valid_until` and `link` may be empty or absent.
    """
    for name in raw:
        if name not in FIELDS:
            raise BadEntryError(str(name), "没有这个字段")
    question = _text(raw, "question", LONGEST_QUESTION, shortest=2)
    entry = KnowledgeEntry(
        id=_matching(_text(raw, "id", 40), "id", _ID, "以小写字母开头，只用小写字母、数字、- 和 _"),
        category=_text(raw, "category", 20),
        question=question,
        variants=_variants(raw.get("variants", ()), question),
        answer=_answer(raw),
        owner=_text(raw, "owner", 40),
        source=_text(raw, "source", 80),
        valid_from=_day(raw, "valid_from"),
        valid_until=_day(raw, "valid_until") if raw.get("valid_until") else None,
        link=_link(raw),
    )
    if entry.valid_until is not None and entry.valid_until < entry.valid_from:
        raise BadEntryError("valid_until", "早于生效日期")
    return entry


def _text(raw: Mapping[str, Any], field: str, longest: int, *, shortest: int = 1) -> str:
    value = raw.get(field)
    if not isinstance(value, str) or len(value.strip()) < shortest:
        raise BadEntryError(field, "不能为空" if shortest == 1 else f"至少 {shortest} 个字")
    return _legible(value.strip(), field, longest)


def _legible(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        raise BadEntryError(field, f"不超过 {longest} 个字，现有 {len(text)} 个")
    if _NO_INK.search(text):
        raise BadEntryError(field, "含有看不见的字符")
    for name in _BRACED.findall(text):
        if name not in PLACEHOLDERS:
            raise BadEntryError(field, f"没有 {{{name}}} 这个占位符")
    return text


def _answer(raw: Mapping[str, Any]) -> str:
    answer = _text(raw, "answer", LONGEST_ANSWER)
    if _OUTSIDE.search(answer):
        raise BadEntryError("answer", "不能含网址或 < >，请用 link 字段")
    return answer


def _variants(value: Any, question: str) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise BadEntryError("variants", "应为若干问法的列表")
    if len(value) > MOST_VARIANTS:
        raise BadEntryError("variants", f"不超过 {MOST_VARIANTS} 种问法")
    kept: list[str] = []
    for one in value:
        if not isinstance(one, str) or len(one.strip()) < 2:
            raise BadEntryError("variants", "每种问法至少 2 个字")
        text = _legible(one.strip(), "variants", LONGEST_QUESTION)
        if text == question or text in kept:
            raise BadEntryError("variants", f"问法重复：{text}")
        kept.append(text)
    return tuple(kept)


def _day(raw: Mapping[str, Any], field: str) -> date:
    value = raw.get(field)
    try:
        return date.fromisoformat(value) if isinstance(value, str) else _no_day(field)
    except ValueError:
        return _no_day(field)


def _no_day(field: str) -> date:
    raise BadEntryError(field, "应为 2026-01-31 这样的日期") from None


def _link(raw: Mapping[str, Any]) -> str:
    value = raw.get("link") or ""
    if not isinstance(value, str):
        raise BadEntryError("link", "应为功能编号或 /p/ 开头的页面")
    return _matching(value, "link", _LINK, "应为功能编号或 /p/ 开头的页面") if value else ""


def _matching(text: str, field: str, pattern: re.Pattern[str], why: str) -> str:
    if not pattern.fullmatch(text):
        raise BadEntryError(field, why)
    return text
