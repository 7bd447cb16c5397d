"""Who may try out facts about people: bounded here, for every function that asks for such a fact.

A function says nothing about it: that it asks for an identity number or a card number is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput, NotFound, WeiyinError
from weiyin.functions.declare import Function
from weiyin.functions.inputs import InputKind
from weiyin.people.guesses import Guess, begin_guess, record_miss, strike_guess
from weiyin.people.sessions import Session
from weiyin.storage.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Guesses:
    """Counts the wrong guesses of the person of a session."""

    store: Store
    clock: Clock

    @contextmanager
    def counted(
        self, session: Session, function: Function, typed: Mapping[str, Any]
    ) -> Iterator[None]:
        """Around calling `function`. Raises NotAllowed (`guesses`) before it when spent.

        A guess was wrong when the function says that there is no such thing, or that the very
        input is to be mended; after a fault nobody foresaw it counts as wrong.
        """
        guessed = function.guessed
        if guessed is None or guessed.name not in typed:
            yield
            return
        kind = Guess.IDENTITY if guessed.input.kind is InputKind.ID_NUMBER else Guess.CARD
        guess_id = self.store.run(lambda tx: self._begin(tx, session, kind))
        try:
            yield
        except WeiyinError as refusal:
            named = isinstance(refusal, BadInput) and refusal.field == guessed.name
            if named or isinstance(refusal, NotFound):
                self.store.run(lambda tx: self._miss(tx, session, function))
            else:
                self._strike(guess_id)
            raise
        self._strike(guess_id)

    def _begin(self, tx: Tx, session: Session, kind: Guess) -> str:
        now = self.clock.now()
        return begin_guess(tx, oa=session.oa, openid=session.openid, kind=kind, now=now)

    def _miss(self, tx: Tx, session: Session, function: Function) -> None:
        now = self.clock.now()
        record_miss(tx, oa=session.oa, openid=session.openid, what=function.id, now=now)

    def _strike(self, guess_id: str) -> None:
        self.store.run(lambda tx: strike_guess(tx, guess_id))
