"""Typed inputs of a function: slots in chat, fields on a page, members in JSON."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from weiyin.assistant import slots
from weiyin.assistant.intents import SlotKind, SlotSpec
from weiyin.assistant.normalise import normalise
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.base.text import clean


class InputKind(StrEnum):
    MONEY = "money"
    DATES = "dates"
    DAY = "day"
    """One day; the value is a `DateRange` of it."""
    MONTH = "month"
    CARD_TAIL = "card_tail"
    PHONE = "phone"
    PAYEE = "payee"
    CITY = "city"
    PLACE = "place"
    HERE = "here"
    """Somewhere around which is looked: the phone can tell it by itself."""
    COUNT = "count"
    WORDS = "words"
    CHOICE = "choice"
    EVERY = "every"
    """How often; the options are among `once`, `day`, `week`, `month`."""
    # Never asked in chat: a page is the only door for these.
    CARD_NUMBER = "card"
    PERSON_NAME = "name"
    ID_NUMBER = "id"
    USER_NUMBER = "user_number"
    """By which a biller knows its customer: of a meter, a student, a car."""
    SEVERAL = "several"
    """Some rows of the function's own table, ticked; the value is a tuple of their keys."""
    PICK = "pick"
    """One of what the function's `offer` lists: seats, trains, hours of a doctor."""
    CONSENT = "consent"
    SECRET = "secret"  # noqa: S105 - a kind of input
    """Six digits that only their owner knows: a function makes a verifier of them at once."""
    TICKET = "ticket"
    """A token that a link to the form carries: `/p/f/collect_pay?request=…`."""


_ZERO = re.compile(r"0+(?:\.0{1,2})?", re.ASCII)
PAGE_ONLY = frozenset(
    {
        InputKind.CARD_NUMBER,
        InputKind.PERSON_NAME,
        InputKind.ID_NUMBER,
        InputKind.USER_NUMBER,
        InputKind.SEVERAL,
        InputKind.PICK,
        InputKind.CONSENT,
        InputKind.SECRET,
        InputKind.TICKET,
    }
)


@dataclass(frozen=True, slots=True)
class Input:
    """What a person is asked for. `ask`: 小微's question in chat; `options`: (value, label)."""

    title: str
    kind: InputKind
    ask: str = ""
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    agreement: str = ""
    """For CONSENT: the kind of agreement that is agreed to."""
    zero: bool = False
    """For MONEY: nothing is an amount too."""
    linked: bool = False
    """A link may fill it in: a thing of a shelf, never a payee or an amount."""
    said: tuple[tuple[str, str], ...] = ()
    """For CHOICE: (value, regular expression) by which a sentence names it; the first wins."""


@dataclass(frozen=True, slots=True)
class InputSpec:
    """An `Input` with the name and optionality of the parameter that it annotates."""

    name: str
    required: bool
    input: Input

    @property
    def page_only(self) -> bool:
        return self.input.kind in PAGE_ONLY

    def as_slot(self) -> SlotSpec:
        ask = self.input.ask or f"请告诉我{self.input.title}"
        kind = _SLOT_KINDS.get(self.input.kind, SlotKind.WORDS)
        asked = self.input
        ahead = asked.kind is InputKind.DAY
        return SlotSpec(
            self.name, kind, asked.title, ask, self.required, asked.options, ahead, asked.said,
            on_shelf=asked.linked and kind is SlotKind.WORDS,
        )  # fmt: skip

    def read(self, text: str, now: datetime) -> Any:
        """The typed value of `text` as typed on a page or sent in JSON; `None` when left empty."""
        text = clean(text, 200)
        if not text:
            if self.required and self.input.kind is InputKind.CONSENT:
                raise BadInput(self.name, f"请阅读并勾选同意《{self.input.title}》")
            if self.required:
                raise BadInput(self.name, f"请填写{self.input.title}")
            return None
        if self.input.options and text not in dict(self.input.options):
            raise BadInput(self.name, f"请选择{self.input.title}")
        if self.input.zero and _ZERO.fullmatch(text):
            return Money.zero()
        value = _READERS[self.input.kind](text, now)
        if value is None:
            raise BadInput(self.name, f"{self.input.title}格式不正确，请检查后重新填写")
        return value


_SLOT_KINDS = {
    InputKind.MONEY: SlotKind.MONEY,
    InputKind.DATES: SlotKind.DATES,
    InputKind.DAY: SlotKind.DATES,
    InputKind.MONTH: SlotKind.MONTH,
    InputKind.CARD_TAIL: SlotKind.CARD_TAIL,
    InputKind.PHONE: SlotKind.PHONE,
    InputKind.PAYEE: SlotKind.PAYEE,
    InputKind.CITY: SlotKind.CITY,
    InputKind.PLACE: SlotKind.PLACE,
    InputKind.HERE: SlotKind.PLACE,
    InputKind.COUNT: SlotKind.COUNT,
    InputKind.EVERY: SlotKind.EVERY,
}


def _matching(pattern: str) -> Callable[[str, datetime], str | None]:
    compiled = re.compile(pattern, re.ASCII)

    def read(text: str, _now: datetime) -> str | None:
        compact = text.replace(" ", "").upper()
        return compact if compiled.fullmatch(compact) else None

    return read


def _said(kind: SlotKind, *, ahead: bool = False) -> Callable[[str, datetime], Any]:
    """Read as 小微 would read the answer to her question: `五百块` and `上个月` are fine too."""
    spec = SlotSpec("answer", kind, "", required=True, ahead=ahead)

    def read(text: str, now: datetime) -> Any:
        words = normalise(text)
        return slots.read(spec, words, slots.scan(words, shanghai_day(now)))

    return read


def _as_words(text: str, _now: datetime) -> str:
    return text


def _as_count(text: str, _now: datetime) -> int | None:
    return int(text) if re.fullmatch(r"[1-9]\d{0,5}", text, re.ASCII) else None


def _as_several(text: str, _now: datetime) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"[^\s,，、]+", text)))


def _agreed(text: str, _now: datetime) -> bool | None:
    return True if text in {"on", "yes", "true", "1"} else None


_READERS: dict[InputKind, Callable[[str, datetime], Any]] = {
    InputKind.MONEY: _said(SlotKind.MONEY),
    InputKind.DATES: _said(SlotKind.DATES),
    InputKind.DAY: _said(SlotKind.DATES, ahead=True),
    InputKind.MONTH: _said(SlotKind.MONTH),
    InputKind.CARD_TAIL: _matching(r"\d{4}"),
    InputKind.PHONE: _matching(r"1[3-9]\d{9}"),
    InputKind.PAYEE: _as_words,
    InputKind.CITY: _as_words,
    InputKind.PLACE: _as_words,
    InputKind.HERE: _as_words,
    InputKind.COUNT: _as_count,
    InputKind.WORDS: _as_words,
    InputKind.CHOICE: _as_words,
    InputKind.EVERY: _as_words,
    InputKind.CARD_NUMBER: _matching(r"\d{13,19}"),
    InputKind.PERSON_NAME: _as_words,
    InputKind.ID_NUMBER: _matching(r"\d{17}[\dX]"),
    InputKind.USER_NUMBER: _as_words,
    InputKind.SEVERAL: _as_several,
    InputKind.PICK: _as_words,
    InputKind.CONSENT: _agreed,
    InputKind.SECRET: _matching(r"\d{3,6}"),
    InputKind.TICKET: _as_words,
}
