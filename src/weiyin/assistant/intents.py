"""What the assistant knows and says: intents and slots going in, an `Understanding` coming out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec import field as filled


class SlotKind(StrEnum):
    """What a slot holds, and the type of its value in `Understanding.slots`."""

    MONEY = "money"
    """`Money`, positive, or a `Share` of what is there."""
    DATES = "dates"
    """`DateRange`."""
    MONTH = "month"
    """`2026-07`."""
    CARD_TAIL = "card_tail"
    """Four digits."""
    PHONE = "phone"
    """Eleven digits of a mainland mobile number."""
    PAYEE = "payee"
    """A name: one of the vocabulary's, or a stranger's as typed."""
    CITY = "city"
    """A name out of the vocabulary's cities."""
    PLACE = "place"
    """Words that name a place."""
    COUNT = "count"
    """`int`, positive."""
    EVERY = "every"
    """How often: `day`, `week` or `month`."""
    WORDS = "words"
    """The answer to a question, as typed. Never taken out of a longer sentence."""


def named(said: tuple[tuple[str, str], ...], text: str) -> str | None:
    """The first value whose regular expression is found in `text`."""
    return next((value for value, words in said if re.search(words, text)), None)


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """One typed input of an intent. `ask` is the question put when a required one is missing."""

    name: str
    kind: SlotKind
    title: str
    ask: str = ""
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    """(value, label) of a choice; other words are still taken as they are."""
    ahead: bool = False
    """For DATES: a day without its year, month or week is the next one, not the last."""
    said: tuple[tuple[str, str], ...] = ()
    """(value, regular expression) by which a sentence names an option; the first wins."""

    on_shelf: bool = False
    """For WORDS: a product of the vocabulary, wherever it stands in a sentence, is its value."""

    def heard(self, text: str) -> str | None:
        """The option that a whole sentence names: `360` for 贷100万三十年."""
        return named(self.said, text)


@dataclass(frozen=True, slots=True)
class Intent:
    """Something a person may want. `id` is the function's, `phrases` come from its phrase file."""

    id: str
    title: str
    phrases: tuple[str, ...]
    refusals: tuple[str, ...] = ()
    """The `!` lines: near misses that must not be taken for this intent."""
    slots: tuple[SlotSpec, ...] = ()
    guarded: bool = False
    """It changes or moves something: it is offered when in doubt, never guessed."""
    short_codes: tuple[str, ...] = ()
    """`YE`, `ZD`: the whole message, in either case."""

    def slot(self, name: str) -> SlotSpec | None:
        return next((spec for spec in self.slots if spec.name == name), None)

    def slot_of(self, kind: SlotKind) -> SlotSpec | None:
        """The first slot of that kind."""
        return next((spec for spec in self.slots if spec.kind is kind), None)


class Vocabulary(Struct, frozen=True):
    """Words of the one who asks: never kept, never shared with another's question."""

    payees: tuple[str, ...] = ()
    card_tails: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    products: tuple[tuple[str, str], ...] = ()
    """What the bank sells, by name, each with its kind in a word: 稳利90天, 理财."""


class Kind(StrEnum):
    """What to do with an `Understanding`."""

    ANSWER = "answer"
    """Run `function` with `slots`."""
    ASK_BACK = "ask_back"
    """Say `reply`: it asks for the slot `asked`; `choices` are values it may take, if any."""
    CHOICE = "choice"
    """Offer the functions in `choices`, best first."""
    KNOWLEDGE = "knowledge"
    """Say `reply`: small talk, or an answer out of the knowledge base."""
    HANDOFF = "handoff"
    """The person wants a human."""
    REFUSE = "refuse"
    """Say `reply`: it warns of something that does not belong in a chat."""
    UNKNOWN = "unknown"
    """Say `reply`: not understood; `choices` are functions to suggest."""
    CANCEL = "cancel"
    """Whatever was under way is dropped; say `reply`."""


class Understanding(Struct, frozen=True):
    """One message, understood. `confidence` is 0 to 1."""

    kind: Kind
    function: str | None = None
    choices: tuple[str, ...] = ()
    slots: dict[str, Any] = filled(default_factory=dict)
    confidence: float = 0.0
    reply: str = ""
    asked: str | None = None
    entry: str | None = None
    """The entry of the knowledge base that `reply` is the answer of."""
    then: str = ""
    """What was wanted after this, in the words it was said in."""


class DialogueState(Struct, frozen=True):
    """Where a conversation stands, of plain strings only, so that any store can keep it.

    After an answer `function` and `slots` stay (a follow-up such as 上个月呢 leans on them) and
    `asked` is None. While a question is open, `asked` names the slot, or `choices` lists what
    was offered: function ids, or with `asked` the values that the slot may take.
    """

    function: str | None = None
    slots: dict[str, str] = filled(default_factory=dict)
    """By slot name, in the plain form of `slots.to_plain`."""
    asked: str | None = None
    choices: tuple[str, ...] = ()
    lost: int = 0
    """Messages in a row that were not understood."""
    said: tuple[tuple[str, str, str], ...] = ()
    """The last turns as (words, what was understood, reply): a person who takes over reads them."""
