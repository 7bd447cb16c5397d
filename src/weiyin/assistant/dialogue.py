"""A conversation's steps: pick from what was offered, fill what was asked, follow up, begin anew.

Each step gives a turn, or None when the message is not of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from msgspec import structs

from weiyin.assistant import commands, wording
from weiyin.assistant.heard import Heard, is_little
from weiyin.assistant.intents import (
    DialogueState,
    Intent,
    Kind,
    SlotKind,
    SlotSpec,
    Understanding,
    Vocabulary,
)
from weiyin.assistant.names import is_branch, read_place
from weiyin.assistant.recognise import SURE, Recogniser, Verdict
from weiyin.assistant.slots import by_kind, chosen, fill, from_plain, read, to_plain
from weiyin.assistant.spans import masked

Turn = tuple[Understanding, DialogueState | None]

SWITCH = 0.7
"""How sure one must be of another wish to leave an open question for it."""

_FREE = frozenset({SlotKind.PAYEE, SlotKind.PLACE, SlotKind.CITY, SlotKind.WORDS})
"""Kinds whose answer is any words: so anything else the words may want goes first."""
_NAMES = frozenset({SlotKind.PAYEE, SlotKind.PLACE, SlotKind.CITY})
"""Kinds that say by themselves what is wanted: a payee named after a top-up is to be paid."""
_PLACE_SAID = 12
"""Characters of a place at most, when the answer to 在哪里 is taken whole: 上海南京路."""
_INSTEAD = re.compile(r"不是[^，,。]{1,14}?[，,]?(?:而|应该)?(?:是|改成)")
_CORRECTION = re.compile(
    r"(?:不对|错了|不是[^，,]{0,12}|应该是|改成|换成|改为|改一?下|说错了|打错了|我是说)"
)


class Dialogue:
    """One turn of one conversation: `state` is where it stood."""

    def __init__(
        self,
        intents: Mapping[str, Intent],
        recogniser: Recogniser,
        state: DialogueState | None,
        vocabulary: Vocabulary,
    ) -> None:
        known = state is not None and (state.function is None or state.function in intents)
        self._state = state if known else None
        self._intents = intents
        self._recogniser = recogniser
        self._vocabulary = vocabulary

    # -- where it stands -----------------------------------------------------------------------

    @property
    def _open_slot(self) -> tuple[Intent, SlotSpec] | None:
        if self._state is None or self._state.function is None or self._state.asked is None:
            return None
        intent = self._intents[self._state.function]
        spec = intent.slot(self._state.asked)
        return None if spec is None else (intent, spec)

    @property
    def asked_kind(self) -> SlotKind | None:
        """The kind of value that the open question asks for."""
        return self._open_slot[1].kind if self._open_slot else None

    def say(self, understanding: Understanding) -> Turn:
        """Words that leave the conversation where it stands."""
        return understanding, self._state

    # -- the steps -----------------------------------------------------------------------------

    def begin(self, function: str, values: Mapping[str, Any], confidence: float) -> Turn:
        """Run `function`, or ask for the first required slot that is still empty."""
        intent = self._intents[function]
        plain = {name: to_plain(value) for name, value in values.items()}
        missing = next((s for s in intent.slots if s.required and s.name not in values), None)
        if missing is None:
            answer = Understanding(Kind.ANSWER, function, slots=dict(values), confidence=confidence)
            return answer, DialogueState(function, plain)
        return self._ask(intent, missing, values, confidence, missing.ask)

    @property
    def is_open(self) -> bool:
        """Something was asked or offered, and is not answered yet."""
        return self._state is not None and bool(self._state.asked or self._state.choices)

    def cancel(self) -> Turn:
        reply = wording.CANCELLED if self.is_open else wording.NOTHING_TO_CANCEL
        return Understanding(Kind.CANCEL, confidence=1.0, reply=reply), None

    def named(self, function: str) -> Turn:
        """A function by its code or title, maybe out of those offered."""
        offered = self._state is not None and function in self._state.choices
        earlier = self._offered_with(self._intents[function]) if offered else {}
        return self.begin(function, earlier, 1.0)

    def picked(self, heard: Heard) -> Turn | None:
        """第二个, or a number, after a list of functions."""
        state = self._state
        if state is None or not state.choices or state.asked is not None:
            return None
        if commands.is_no(heard.text):
            return Understanding(Kind.CANCEL, confidence=1.0, reply=wording.NONE_OF_THEM), None
        at = commands.picked(heard.text, len(state.choices))
        if at is not None and at >= len(state.choices):
            again = Understanding(Kind.CHOICE, choices=state.choices, reply=wording.CHOICE_AGAIN)
            return self.say(again)
        chosen = self._chosen(heard) if at is None else state.choices[at]
        if chosen is None or chosen not in self._intents:
            return None
        intent = self._intents[chosen]
        said = fill(intent, heard.found) if at is None else {}
        return self.begin(chosen, {**self._offered_with(intent), **said}, 1.0)

    def filled(self, heard: Heard) -> Turn | None:
        """An answer to the open question, unless it clearly wants something else."""
        if self._open_slot is None or self._state is None:
            return None
        intent, spec = self._open_slot
        option = chosen(spec, heard.text) or (fill_one(spec, heard) if spec.on_shelf else None)
        if option is None:
            return self._answered(intent, spec, heard)
        values = {**self._earlier(intent), **_said(intent, heard), spec.name: option}
        return self.begin(intent.id, values, 1.0)

    def _answered(self, intent: Intent, spec: SlotSpec, heard: Heard) -> Turn | None:
        verdict = self._wish(heard)
        elsewhere = verdict.function not in {None, intent.id} and verdict.confidence >= SWITCH
        if elsewhere and not (spec.kind is SlotKind.PLACE and is_branch(heard.text)):
            return None
        if verdict.kind is Kind.CANCEL:
            return self.cancel()
        if spec.kind is SlotKind.WORDS and (new := self._corrected(intent, heard)):
            return self._ask(intent, spec, {**self._earlier(intent), **new}, 1.0, spec.ask)
        value = spec.heard(heard.text) or self._value(heard, spec, verdict)
        earlier = self._earlier(intent)
        values = {**earlier, **_said(intent, heard)}
        if value is not None:
            alike = {one.name for one in intent.slots if one.kind is spec.kind}
            # The city that is asked for now is not the one that was named before.
            values |= {name: was for name, was in earlier.items() if name in alike}
            values[spec.name] = value
            return self.begin(intent.id, values, 1.0)
        if verdict.kind in {Kind.KNOWLEDGE, Kind.UNKNOWN} and verdict.confidence >= SWITCH:
            reply = f"{verdict.reply}\n{spec.ask}"
            asked = Understanding(verdict.kind, reply=reply, confidence=verdict.confidence)
            return self.say(structs.replace(asked, asked=spec.name))
        vague = any(one.kind is spec.kind and one.value is None for one in heard.found)
        again = wording.ASK_EXACT if vague else wording.ASK_AGAIN
        heard_at_all = vague or verdict.function == intent.id
        sure = 1.0 if heard_at_all else 0.0
        return self._ask(intent, spec, values, sure, again.format(ask=spec.ask))

    def other_card(self, heard: Heard) -> Turn | None:
        """换一张卡, after a function that takes a card."""
        if self._state is None or self._state.function is None or self._open_slot:
            return None
        intent = self._intents[self._state.function]
        spec = intent.slot_of(SlotKind.CARD_TAIL)
        if spec is None or not commands.is_other_card(heard.text):
            return None
        used = self._state.slots.get(spec.name)
        others = tuple(tail for tail in self._vocabulary.card_tails if tail != used)
        values = {name: v for name, v in self._earlier(intent).items() if name != spec.name}
        if used is not None and len(others) == 1:
            return self.begin(intent.id, {**values, spec.name: others[0]}, 1.0)
        if len(others) < 2:
            return self.say(Understanding(Kind.KNOWLEDGE, reply=wording.ONE_CARD))
        return self._ask(intent, spec, values, 1.0, "")

    def followed_up(self, heard: Heard) -> Turn | None:
        """那上个月呢, 改成600, 1234: the last function again, when nothing but values is said."""
        if self._state is None or self._state.function is None or self._open_slot:
            return None
        intent = self._intents[self._state.function]
        if commands.is_more(heard.text) and intent.slot("page") is not None:
            earlier = self._earlier(intent)
            return self.begin(intent.id, {**earlier, "page": earlier.get("page", 1) + 1}, 0.9)
        new = self._corrected(intent, heard) or _options_only(intent, heard)
        if not new or self._stands_alone(heard):
            return None
        return self.begin(intent.id, {**self._earlier(intent), **new}, 0.9)

    def _corrected(self, intent: Intent, heard: Heard) -> dict[str, Any]:
        """改成600, 不是五百是五千: new values, when nothing else is said."""
        heard = _instead(heard)
        rest = replace(heard, masked=_CORRECTION.sub("", heard.masked))
        named = {one.kind for one in heard.found} & _NAMES
        strange = any(intent.slot_of(kind) is None for kind in named)
        return {} if strange or not rest.only_values else fill(intent, heard.found)

    def _stands_alone(self, heard: Heard) -> bool:
        """这个月要还多少 is made of little words, and yet says word for word all that it wants.

        明天给老李转100 does too: that the last one was each month is none of its business.
        """
        verdict = self._wish(heard)
        return verdict.function is not None and verdict.confidence >= 1

    def anew(self, heard: Heard) -> Turn:
        """A message that stands for itself."""
        verdict = self._wish(heard)
        if (
            verdict.kind is Kind.UNKNOWN
            and verdict.confidence < SURE
            and commands.denies(commands.without_denied(heard.text) or heard.text)
        ):
            return self.cancel()
        if verdict.function is not None:
            intent = self._intents[verdict.function]
            return self.begin(intent.id, _said(intent, heard), verdict.confidence)
        if verdict.kind is Kind.CHOICE:
            plain = {str(kind): to_plain(v) for kind, v in by_kind(heard.found).items()}
            state = DialogueState(None, plain, None, verdict.functions)
            return self._tell(verdict), state
        return self._tell(verdict), None if verdict.kind is Kind.CANCEL else self._kept()

    # -- their tools ---------------------------------------------------------------------------

    def _wish(self, heard: Heard) -> Verdict:
        kept = commands.without_denied(heard.masked)
        if kept is None:
            return Verdict(Kind.CANCEL, (), 1.0, wording.NOTHING_TO_CANCEL)
        return self._recogniser.judge(kept, heard.text if kept == heard.masked else "")

    def _tell(self, verdict: Verdict) -> Understanding:
        return Understanding(
            verdict.kind,
            choices=verdict.functions,
            confidence=verdict.confidence,
            reply=verdict.reply,
            entry=verdict.entry,
        )

    def _kept(self) -> DialogueState | None:
        """The last function is still worth leaning on; a list that was passed over is not."""
        return None if self._state is None or self._state.choices else self._state

    def _offered_with(self, intent: Intent) -> dict[str, Any]:
        """The values of the message that led to the choice, for the slots of the chosen."""
        plain = self._state.slots if self._state else {}
        return {
            spec.name: from_plain(spec.kind, plain[spec.kind])
            for spec in intent.slots
            if spec.kind in plain
        }

    def _earlier(self, intent: Intent) -> dict[str, Any]:
        assert self._state is not None
        kinds = {spec.name: spec.kind for spec in intent.slots}
        return {
            name: from_plain(kinds[name], plain)
            for name, plain in self._state.slots.items()
            if name in kinds
        }

    def _value(self, heard: Heard, spec: SlotSpec, verdict: Verdict) -> Any | None:
        assert self._state is not None
        if self._state.choices:
            at = commands.picked(heard.text, len(self._state.choices))
            if at is not None and at < len(self._state.choices):
                return from_plain(spec.kind, self._state.choices[at])
        named = fill_one(spec, heard)
        if named is not None:
            whole = read_place(heard.text) if spec.kind is SlotKind.PLACE else None
            return whole if whole and len(whole) <= _PLACE_SAID and named in whole else named
        # A topic that we only know by name needs a stronger likeness than a function of ours.
        enough = SWITCH if verdict.function is None else SURE
        elsewhere = verdict.confidence >= enough and self._state.function not in verdict.functions
        if spec.kind in _FREE and (elsewhere or commands.is_yes(heard.text)):
            return None
        return read(spec, heard.text, heard.found)

    def _chosen(self, heard: Heard) -> str | None:
        """One of the offered functions, said in words: 余额那个."""
        assert self._state is not None
        verdict = self._wish(heard)
        sure = verdict.kind in {Kind.ANSWER, Kind.CHOICE} and len(verdict.functions) == 1
        return (
            verdict.functions[0] if sure and verdict.functions[0] in self._state.choices else None
        )

    def _ask(
        self,
        intent: Intent,
        spec: SlotSpec,
        values: Mapping[str, Any],
        confidence: float,
        question: str,
    ) -> Turn:
        tails = self._vocabulary.card_tails
        choices = tails if spec.kind is SlotKind.CARD_TAIL and len(tails) > 1 else ()
        if choices:
            cards = wording.numbered(choices, "尾号")
            question = (
                f"{question} {cards}".strip()
                if question
                else wording.WHICH_CARD.format(cards=cards)
            )
        asking = Understanding(
            Kind.ASK_BACK, intent.id, choices, dict(values), confidence, question, spec.name
        )
        plain = {name: to_plain(value) for name, value in values.items()}
        return asking, DialogueState(intent.id, plain, spec.name, choices)


def _said(intent: Intent, heard: Heard) -> dict[str, Any]:
    """The values in the message, and the options that its words name."""
    named = {spec.name: spec.heard(heard.text) for spec in intent.slots}
    options = {name: value for name, value in named.items() if value is not None}
    return {**options, **fill(intent, heard.found)}


def _options_only(intent: Intent, heard: Heard) -> dict[str, Any]:
    """欧元呢, 20年呢: options that the words name, when they name nothing else."""
    named: dict[str, Any] = {}
    rest = heard.text
    for spec in intent.slots:
        if (value := spec.heard(heard.text)) is not None:
            named[spec.name] = value
            rest = re.sub(dict(spec.said)[value], "", rest, count=1)
    return named if named and is_little(rest) else {}


def _instead(heard: Heard) -> Heard:
    """不是五百是五千: what stands after, without what it takes the place of."""
    said = _INSTEAD.search(heard.text)
    if said is None:
        return heard
    later = tuple(one for one in heard.found if one.start >= said.end())
    return Heard(heard.text, later, masked(heard.text, later)[said.end() :])


def fill_one(spec: SlotSpec, heard: Heard) -> Any | None:
    """The one exact value of the slot's kind in the message."""
    return fill(Intent("", "", (), slots=(spec,)), heard.found).get(spec.name)
