"""The counter: where a page or an API runs a function, and (in `confirming`) confirms a draft."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from weiyin.assistant import memory
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.pictures import Paper
from weiyin.base.views import DraftMade, Offer, PageResult, ResultView
from weiyin.functions.answers import Answer
from weiyin.functions.calling import PAGE_ROWS
from weiyin.functions.declare import Function, Risk
from weiyin.functions.inputs import InputKind
from weiyin.people.sessions import Session
from weiyin.people.who import access_who
from weiyin.reception.confirming import Confirming
from weiyin.reception.forms import read_values
from weiyin.reception.guesses import Guesses
from weiyin.reception.wording import on_page
from weiyin.storage.store import Reader

_TOLD = frozenset(
    {
        InputKind.MONEY,
        InputKind.PAYEE,
        InputKind.PHONE,
        InputKind.COUNT,
        InputKind.CARD_TAIL,
        InputKind.PLACE,
        InputKind.CHOICE,
    }
)
"""Inputs that a form takes over from the chat as they were said."""

NOTHING: Mapping[str, str] = MappingProxyType({})


class Counter(Confirming):
    """Implements the pages' `Counter`; the API speaks to the same."""

    @property
    def guesses(self) -> Guesses:
        return Guesses(self.store, self.clock)

    def start(
        self,
        session: Session,
        function_id: str,
        values: Mapping[str, str],
        rows: int = PAGE_ROWS,
    ) -> PageResult:
        """Run a function with posted values: its result, or a draft to confirm."""
        function = self.catalogue.get(function_id)
        if session.snapshot and function.declaration.risk is not Risk.READ:
            raise NotAllowed("snapshot", "请在微信中打开完整页面后办理")
        values = self.unsealed(session, function, values)
        typed = read_values(function.inputs, values, self.clock.now())
        with self.in_good_standing(session), self.guesses.counted(session, function, typed):
            result = self.store.read(
                lambda reader: self._answer(reader, session, function, typed, rows)
            )
        if isinstance(result, Answer):
            return on_page(result, function_id, self.catalogue)
        made = self.store.run(
            lambda tx: self.drafter.make(
                tx, access_who(tx, session.oa, session.openid), function, result, self.clock.now()
            )
        )
        return DraftMade(made.handle)

    def view(
        self,
        session: Session,
        function_id: str,
        values: Mapping[str, str],
        rows: int = PAGE_ROWS,
    ) -> ResultView:
        """The result of a function that only reads: safe to repeat."""
        function = self.catalogue.get(function_id)
        if function.declaration.risk is not Risk.READ:
            raise NotAllowed("not_read", "请填写后提交办理")
        typed = read_values(function.inputs, values, self.clock.now())
        with self.in_good_standing(session), self.guesses.counted(session, function, typed):
            result = self.store.read(
                lambda reader: self._answer(reader, session, function, typed, rows)
            )
        if not isinstance(result, Answer):
            raise BadInput("function", "请填写后提交办理")
        return on_page(result, function_id, self.catalogue)

    def offers(
        self, session: Session, function_id: str, filled: Mapping[str, str] = NOTHING
    ) -> tuple[Offer, ...]:
        """What the form may show beforehand; NotBound for somebody who may not fill it in.

        `filled` is what has been typed into it so far.
        """
        function = self.catalogue.get(function_id)
        with self.in_good_standing(session):
            offered, said = self.store.read(
                lambda reader: (
                    self.caller.offers(
                        function, replace(self.situation(reader, session), filled=filled)
                    ),
                    self._said(reader, session, function_id),
                )
            )
        names = {one.name for one in function.inputs if one.input.kind in _TOLD}
        chips = {one.name: one.options for one in offered}
        return (
            *(one for one in offered if one.name not in said or one.name not in names),
            *(Offer(name, said[name], chips.get(name, ())) for name in said if name in names),
        )

    def _said(self, reader: Reader, session: Session, function_id: str) -> Mapping[str, str]:
        """What this person told 小微 for this very function: it need not be typed again."""
        now = self.clock.now()
        state = memory.load(reader, self.drafter.sealer, session.oa, session.openid, now)
        return state.slots if state is not None and state.function == function_id else {}

    def paper(self, session: Session, function_id: str, values: Mapping[str, str]) -> Paper:
        """What an answer offered for download; made anew each time, safe to repeat."""
        function = self.catalogue.get(function_id)
        if session.snapshot:
            raise NotAllowed("snapshot", "请在微信中打开完整页面后查看")
        typed = read_values(function.paper_inputs, values, self.clock.now())
        with self.in_good_standing(session):
            return self.store.read(
                lambda reader: self.caller.paper(function, self.situation(reader, session), typed)
            )

    def _answer(
        self,
        reader: Reader,
        session: Session,
        function: Function,
        typed: Mapping[str, Any],
        rows: int,
    ) -> Any:
        situation = replace(self.situation(reader, session), rows_shown=rows)
        return self.caller.answer(function, situation, typed)
