"""Calling a function: who is asking is resolved here, and everything it needs is put in its hands.

A provider makes one type out of a `Situation`. A type without a provider fails at start-up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NewType

from msgspec import Struct, field
from msgspec.structs import astuple, replace

from weiyin.bank.core import Books, CardKind
from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput, Misconfigured, NotAllowed, NotBound, NotFound, TryLater
from weiyin.base.money import Money
from weiyin.base.pictures import Paper
from weiyin.base.share import Share
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, Payment, StepUp
from weiyin.functions.catalogue import Catalogue
from weiyin.functions.declare import CARD, Function, Needs, Risk, is_service
from weiyin.functions.inputs import InputSpec
from weiyin.functions.screening import admit, screened
from weiyin.functions.steering import Steering
from weiyin.people.safety.cooling import check_may_move
from weiyin.people.who import Binding, Who, access_card
from weiyin.storage.store import Reader, Tx

DraftKey = NewType("DraftKey", str)
"""The draft's id: the idempotency key of whatever it sets in motion."""


BookName = NewType("BookName", str)
"""The name of the bank's set of books that the official account works on."""


RowsShown = NewType("RowsShown", int)
"""How many rows of a long list the asking door shows: a chat a handful, a page many."""

PublicUrl = NewType("PublicUrl", str)
"""Where our pages are found from outside: for a link that goes to somebody else."""

Titles = NewType("Titles", Mapping[str, str])
"""What every function is called, by its id."""

ShortCodes = NewType("ShortCodes", Mapping[str, str])
"""What every short code opens: `YE` → 余额查询."""

Filled = NewType("Filled", Mapping[str, str])
"""For an `offer`: what has been filled into the form so far, as typed."""

PAGE_ROWS = 200


class DebitCard(Binding, frozen=True):
    """The bound debit card that is asked about."""


class CreditCard(Binding, frozen=True):
    """The bound credit card that is asked about."""


class Situation(Struct, frozen=True):
    """One call: who asks, on what snapshot or transaction, of which bank's books."""

    who: Who
    reader: Reader
    books: Books
    book: str
    card_tail: str | None = None
    draft_key: str = ""
    rows_shown: int = PAGE_ROWS
    filled: Mapping[str, str] = field(default_factory=dict)


Provider = Callable[[Situation], Any]


class Caller:
    """Calls functions that `steering` lets an account offer, injecting what `providers` make."""

    def __init__(
        self,
        catalogue: Catalogue,
        providers: Mapping[Any, Provider],
        steering: Steering | None = None,
    ) -> None:
        self._steering = steering
        titles = {function.id: function.declaration.title for function in catalogue}
        codes = {
            code: function.declaration.title
            for function in catalogue
            for code in function.declaration.codes
        }
        self._providers: dict[Any, Provider] = {
            Titles: lambda _: titles,
            ShortCodes: lambda _: codes,
            Who: lambda s: s.who,
            Books: lambda s: s.books,
            Reader: lambda s: s.reader,
            Tx: lambda s: s.reader,
            DraftKey: lambda s: s.draft_key,
            BookName: lambda s: s.book,
            RowsShown: lambda s: s.rows_shown,
            Filled: lambda s: s.filled,
            DebitCard: lambda s: _card(s, CardKind.DEBIT, DebitCard),
            CreditCard: lambda s: _card(s, CardKind.CREDIT, CreditCard),
            **providers,
        }
        for function in catalogue:
            self._check(function)

    def _check(self, function: Function) -> None:
        needed = (
            *function.provided,
            *function.perform_provided,
            *function.offer_provided,
            *function.paper_provided,
            *function.whole_provided,
        )
        for name, wanted in needed:
            if wanted not in self._providers and not is_service(wanted):
                raise Misconfigured(
                    function.id, f"nothing provides {wanted!r} for its parameter {name!r}"
                )

    def answer(
        self, function: Function, situation: Situation, values: Mapping[str, Any]
    ) -> Answer | DraftRequest:
        """Answer with typed `values`. Raises `NotBound` or whatever the function refuses with."""
        self._check_offered(function, situation)
        check_asker(function, situation)
        if function.declaration.risk is Risk.MOVE:
            who, clock = situation.who, self._one(Clock, situation)
            check_may_move(situation.reader, who.oa, who.openid, clock.now())
        situation, given = _of_card(situation, function.inputs, values)
        given = self._counted(function, situation, given)
        found = function.answer(**self._made(function.provided, situation), **given)
        if isinstance(found, Answer):
            return found
        return screened(found, situation.books, situation.who.customer_no or "")

    def _counted(
        self, function: Function, situation: Situation, given: dict[str, Any]
    ) -> dict[str, Any]:
        """`given` with shares (一半) as sums. Raises `BadInput` where there is nothing to share."""
        shares = {name: value for name, value in given.items() if isinstance(value, Share)}
        if not shares:
            return given
        if function.whole is None:
            raise BadInput(next(iter(shares)), "请说明具体金额，例如 500")
        asked = {
            spec.name: given[spec.name] for spec in function.whole_inputs if spec.name in given
        }
        whole = function.whole(**self._made(function.whole_provided, situation), **asked)
        sums = {name: share.taken_of(whole) for name, share in shares.items()}
        for name, amount in sums.items():
            if amount <= Money.zero(amount.currency):
                raise BadInput(name, f"目前可用的只有 {whole}，请说明具体金额")
        return {**given, **sums}

    def offers(self, function: Function, situation: Situation) -> tuple[Offer, ...]:
        """What the form may show beforehand. Raises `NotBound` before anything is filled in."""
        self._check_offered(function, situation)
        check_asker(function, situation)
        if function.offer is None:
            return ()
        return function.offer(**self._made(function.offer_provided, situation))

    def paper(self, function: Function, situation: Situation, values: Mapping[str, Any]) -> Paper:
        """The paper that an answer promised. Raises `NotFound` when the function has none."""
        self._check_offered(function, situation)
        check_asker(function, situation)
        if function.paper is None:
            raise NotFound(f"{function.id} has no paper")
        situation, given = _of_card(situation, function.paper_inputs, values)
        return function.paper(**self._made(function.paper_provided, situation), **given)

    def perform(
        self,
        function: Function,
        situation: Situation,
        order: Any,
        payment: Payment | None = None,
        step_up: StepUp = StepUp.CODE,
    ) -> Answer:
        """Do what was confirmed, inside the transaction that `situation.reader` is."""
        if function.perform is None:
            raise Misconfigured(function.id, "has nothing to perform")
        self._check_offered(function, situation)
        if payment is not None:
            customer_no = situation.who.customer_no or ""
            admit(situation.books, situation.draft_key, customer_no, payment, step_up)
        return function.perform(order=order, **self._made(function.perform_provided, situation))

    def _check_offered(self, function: Function, situation: Situation) -> None:
        if self._steering is not None:
            self._steering.check(situation.reader, situation.who.oa, function.declaration)

    def _made(self, wanted: tuple[tuple[str, type], ...], situation: Situation) -> dict[str, Any]:
        return {name: self._one(kind, situation) for name, kind in wanted}

    def _one(self, kind: Any, situation: Situation) -> Any:
        provider = self._providers.get(kind)
        return situation.books.service(kind) if provider is None else provider(situation)


def _of_card(
    situation: Situation, inputs: tuple[InputSpec, ...], values: Mapping[str, Any]
) -> tuple[Situation, dict[str, Any]]:
    """Which of the person's cards is meant goes into the situation; the rest is for the call."""
    given = {spec.name: values[spec.name] for spec in inputs if spec.name in values}
    if CARD not in inputs:
        return situation, given
    tail = given.pop(CARD.name, None)
    return situation if tail == situation.card_tail else replace(situation, card_tail=tail), given


def check_asker(function: Function, situation: Situation) -> None:
    """Raises `NotBound` or `StandingLost`."""
    check_needs(function, situation.who)
    if function.declaration.needs is not Needs.ANYONE:
        check_standing(situation)


def check_needs(function: Function, who: Who) -> None:
    """Raises `NotBound` unless `who` may ask: a function never sees somebody it did not name."""
    needs = function.declaration.needs
    if needs is Needs.ANYONE:
        return
    if who.customer_no is None:
        raise NotBound
    if needs is Needs.DEBIT_CARD:
        access_card(who, CardKind.DEBIT, None)
    elif needs is Needs.CREDIT_CARD:
        access_card(who, CardKind.CREDIT, None)


class StandingLost(NotAllowed):
    """The bank has stopped this customer: nothing is told them here, nothing done for them."""

    def __init__(self, standing: str) -> None:
        super().__init__("standing", "您的客户状态异常，暂不能使用微信银行，请携带证件到网点咨询")
        self.standing = standing


def check_standing(situation: Situation) -> None:
    """Raises StandingLost. A core that cannot be asked now tells nothing else either."""
    customer = situation.who.customer_no
    if customer is None:
        return
    try:
        status = situation.books.standing(customer)
    except TryLater:
        return
    if status != "active":
        raise StandingLost(status)


def _card(situation: Situation, kind: CardKind, made: type[Binding]) -> Binding:
    found = access_card(situation.who, kind, situation.card_tail)
    return made(*astuple(found))
