"""小微's understanding: one message and where the conversation stands, to what to do next.

Pure: no clock, no store; a turn is remembered by everything it depends on. `Dialogue` walks a
conversation's steps, `Recogniser` tells what a sentence wants, `Reader` finds the values in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property, lru_cache

from msgspec.structs import replace

from weiyin.assistant import commands, sensitive, wording
from weiyin.assistant.corpus import entries_of, sentences
from weiyin.assistant.dialogue import Dialogue, Turn
from weiyin.assistant.heard import Heard, Reader
from weiyin.assistant.intents import DialogueState, Intent, Kind, Understanding, Vocabulary
from weiyin.assistant.learned.classifier import Classifier
from weiyin.assistant.normalise import normalise
from weiyin.assistant.recognise import LIKELY, Recogniser
from weiyin.assistant.retriever import NoKnowledge, Retriever
from weiyin.assistant.spelt import Speller
from weiyin.assistant.topics import small_talk
from weiyin.base.clock import shanghai_day

NOBODY = Vocabulary()
PATIENCE = 3
"""So many messages not understood in a row, and a person is asked to help."""
_LETTER = re.compile("[a-z]")


class Assistant:
    """Understands for one set of intents. Safe to share between threads."""

    def __init__(
        self,
        intents: Sequence[Intent],
        knowledge: Retriever | None = None,
        model: Classifier | None = None,
        remembered: int = 8192,
    ) -> None:
        self._intents = {intent.id: intent for intent in intents}
        self._knowledge = knowledge or NoKnowledge()
        self._reader = Reader(remembered)
        self._remembered = remembered
        self._models = 0
        self.take(model)
        self._turn = lru_cache(maxsize=remembered)(self._read_turn)
        self._said = frozenset(phrase for intent in intents for phrase in intent.phrases)
        self._codes = {
            normalise(word): intent.id
            for intent in intents
            for word in (*intent.short_codes, intent.title, intent.id)
        }

    @property
    def has_model(self) -> bool:
        return self._recogniser.has_model

    def take(self, model: Classifier | None) -> None:
        """Recognise by `model` from now on; what was remembered under another is forgotten."""
        intents = tuple(self._intents.values())
        self._recogniser = Recogniser(intents, self._remembered, self._knowledge, model)
        self._models += 1

    def needs_names(self, text: str, state: DialogueState | None) -> bool:
        """Whether the asker's own names can matter to `text`.

        One of our phrases, word for word and with no question open, has no room for any.
        """
        is_open = state is not None and bool(state.asked or state.choices)
        return is_open or self._reader.normal(text) not in self._said

    def understand(
        self,
        text: str,
        *,
        state: DialogueState | None = None,
        vocabulary: Vocabulary = NOBODY,
        now: datetime,
    ) -> tuple[Understanding, DialogueState | None]:
        """What `text` means, and where the conversation then stands (None: nothing to remember)."""
        day, version = shanghai_day(now), f"{self._models}:{self._knowledge.version}"
        stood = state or DialogueState()
        slots = tuple(stood.slots.items())
        understood, after = self._turn(
            text, day, vocabulary, version, stood.function, slots, stood.asked, stood.choices
        )
        return _counted(understood, after, stood.lost)

    def warns(self, text: str, now: datetime) -> bool:
        """Whether `text` holds a number that does not belong in a chat, whoever reads it."""
        words = self._reader.normal(text)
        found = self._reader.scan(words, shanghai_day(now))
        return self._reader.is_sensitive(words, found, None)

    def _read_turn(
        self,
        text: str,
        today: date,
        vocabulary: Vocabulary,
        version: str,
        function: str | None,
        slots: tuple[tuple[str, str], ...],
        asked: str | None,
        choices: tuple[str, ...],
    ) -> Turn:
        """The turn of a conversation that stands as the last four arguments say.

        Everything it depends on is an argument, whole vocabulary included: a turn that is
        remembered can only ever be met again by somebody of whom all this is true as well,
        under the same `version` of what is known.
        """
        del version
        is_open = function is not None or asked is not None or bool(choices)
        state = DialogueState(function, dict(slots), asked, choices) if is_open else None
        words = self._spelt(self._reader.normal(text))
        found = self._reader.scan(words, today)
        dialogue = Dialogue(self._intents, self._recogniser, state, vocabulary)
        if self._reader.is_sensitive(words, found, dialogue.asked_kind):
            return Understanding(Kind.REFUSE, confidence=1.0, reply=sensitive.WARNING), state
        return (
            self._at_once(words, dialogue)
            or self._one_by_one(words, today, vocabulary, dialogue)
            or self._in_dialogue(self._reader.hear(words, found, vocabulary), dialogue)
        )

    def _one_by_one(
        self, words: str, today: date, vocabulary: Vocabulary, dialogue: Dialogue
    ) -> Turn | None:
        """Of two wishes in one breath the first is granted, if it only reads; the other waits."""
        parts = commands.and_then(words)
        if parts is None or dialogue.is_open:
            return None
        turns = [
            dialogue.anew(self._reader.hear(part, self._reader.scan(part, today), vocabulary))
            for part in parts
        ]
        (first, after), (rest, _) = turns
        if first.kind is not Kind.ANSWER or self._is_guarded(first):
            return None
        if rest.kind not in {Kind.ANSWER, Kind.ASK_BACK} or rest.function == first.function:
            return None
        return replace(first, then=parts[1]), after

    def _is_guarded(self, understood: Understanding) -> bool:
        return understood.function is not None and self._intents[understood.function].guarded

    def _spelt(self, words: str) -> str:
        """`words` with pinyin as characters; a short code stays."""
        if words in self._codes or not _LETTER.search(words):
            return words
        return self._speller.read(words)

    @cached_property
    def _speller(self) -> Speller:
        known = entries_of(self._intents.values(), (), small_talk())
        return Speller(text for text, _ in sentences(known, self._knowledge))

    def _at_once(self, words: str, dialogue: Dialogue) -> Turn | None:
        """What needs no reading: nothing said, a short code, a command."""
        if not words:
            return dialogue.say(Understanding(Kind.UNKNOWN, reply=wording.UNHEARD))
        if code := self._codes.get(words):
            return dialogue.named(code)
        if commands.is_cancel(words) and (dialogue.is_open or words not in self._said):
            return dialogue.cancel()
        if commands.is_handoff(words):
            return Understanding(Kind.HANDOFF, confidence=1.0, reply=wording.HANDOFF), None
        return None

    def _in_dialogue(self, heard: Heard, dialogue: Dialogue) -> Turn:
        return (
            dialogue.picked(heard)
            or dialogue.filled(heard)
            or dialogue.other_card(heard)
            or dialogue.followed_up(heard)
            or dialogue.anew(heard)
        )


def _counted(understood: Understanding, after: DialogueState | None, lost: int) -> Turn:
    """The turn, unless it was one misunderstanding too many in a row: then a person helps."""
    failed = understood.kind in {Kind.UNKNOWN, Kind.ASK_BACK} and understood.confidence < LIKELY
    if failed and lost + 1 >= PATIENCE:
        return Understanding(Kind.HANDOFF, confidence=0.0, reply=wording.LOST), None
    if failed:
        return understood, replace(after or DialogueState(), lost=lost + 1)
    return understood, after
