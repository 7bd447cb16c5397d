"""The last touch of a language model on what was thought, outside of any transaction.

It sees the words of an ask with their numbers masked, and answers of the knowledge base: never who
asks, never a balance or anything else out of the books. After a fault it is left alone for a while,
so that a broken one slows nobody down.
"""

from __future__ import annotations

import structlog
from msgspec.structs import replace

from weiyin.assistant.intents import Kind
from weiyin.assistant.knowledge.unanswered import masked
from weiyin.assistant.llm.port import LanguageModel
from weiyin.assistant.llm.writing import propose, rephrase
from weiyin.base.clock import Clock
from weiyin.base.errors import TryLater
from weiyin.base.reply import Choose, Say
from weiyin.reception.conversation import Outcome

log = structlog.get_logger(__name__)

_REST_SECONDS = 30.0


class Polisher:
    """Words an answer to suit its question, and puts the likeliest option first."""

    def __init__(self, model: LanguageModel, clock: Clock) -> None:
        self._model = model
        self._clock = clock
        self._resting_until = 0.0

    def polish(self, text: str, outcome: Outcome) -> Outcome:
        """`outcome`, maybe better worded or ordered; as it was whenever the model is of no help."""
        if self._clock.monotonic() < self._resting_until or not text:
            return outcome
        try:
            return self._polished(masked(text), outcome)
        except TryLater as fault:
            self._resting_until = self._clock.monotonic() + _REST_SECONDS
            log.warning("language model rests", why=str(fault))
            return outcome

    def _polished(self, question: str, outcome: Outcome) -> Outcome:
        understood, reply = outcome.understood, outcome.reply
        if understood is None:
            return outcome
        if understood.entry is not None and isinstance(reply, Say):
            words = rephrase(self._model, question, reply.text)
            return replace(outcome, reply=replace(reply, text=words)) if words else outcome
        if understood.kind is Kind.CHOICE and isinstance(reply, Choose) and outcome.state:
            return self._ordered(question, reply, outcome)
        return outcome

    def _ordered(self, question: str, reply: Choose, outcome: Outcome) -> Outcome:
        """The same options; a number that the customer answers means what it says."""
        state = outcome.state
        options = {option.key: option.label for option in reply.options}
        chosen = propose(self._model, question, options)
        if chosen is None or state is None or set(state.choices) != options.keys():
            return outcome
        ordered = tuple(sorted(reply.options, key=lambda option: option.key != chosen))
        state = replace(state, choices=tuple(option.key for option in ordered))
        return replace(outcome, reply=replace(reply, options=ordered), state=state)
