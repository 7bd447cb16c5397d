"""How a function says what it is: `@function(...)` above its `answer`.

Parameters annotated with `Input` are typed inputs; every other parameter is injected by its type.
The declaration is judged when the catalogue is loaded, at start-up, never at three in the morning.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from weiyin.assistant.intents import Intent
from weiyin.assistant.phrases import Phrases
from weiyin.bank.core import Books
from weiyin.bank.service import Service
from weiyin.base.ask import AskKind
from weiyin.base.errors import Misconfigured
from weiyin.base.money import Money
from weiyin.base.pictures import Paper
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.inputs import Input, InputKind, InputSpec
from weiyin.storage.store import Tx


class Risk(StrEnum):
    READ = "read"
    CHANGE = "change"
    MOVE = "move"


class Needs(StrEnum):
    """Who may ask; `people` resolves it, so a function never receives an id to get wrong."""

    ANYONE = "anyone"
    CUSTOMER = "customer"
    DEBIT_CARD = "debit_card"
    CREDIT_CARD = "credit_card"


class Menu(StrEnum):
    """The three menus of the service account."""

    WEIFIN = "微金融"
    LIFE = "悦生活"
    CREDIT = "信用卡"


class Door(StrEnum):
    CHAT = "chat"
    MENU = "menu"
    PAGE = "page"
    API = "api"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a function says of itself. `place` is 1 to 5 in its menu, 0 for not in a menu."""

    id: str
    title: str
    group: str
    about: str
    risk: Risk
    needs: Needs
    menu: Menu | None = None
    place: int = 0
    codes: tuple[str, ...] = ()
    opens_on: tuple[AskKind, ...] = ()
    """Asks that mean this function without any words: a follow, a shared place."""


@dataclass(frozen=True, slots=True)
class Function:
    """A declaration, judged: its callables, its inputs, what must be injected, its phrases."""

    declaration: Declaration
    module: str
    """The one it is declared in."""
    answer: Callable[..., Answer | DraftRequest]
    perform: Callable[..., Answer] | None
    offer: Callable[..., tuple[Offer, ...]] | None
    """What a page may put into the form beforehand: reads only, injected like `answer`."""
    paper: Callable[..., Paper] | None
    """Makes what an answer's `papers` promise: reads only, inputs of its own."""
    whole: Callable[..., Money] | None
    """What 一半 and 全部 are shares of: reads only, of the same inputs as `answer`."""
    inputs: tuple[InputSpec, ...]
    provided: tuple[tuple[str, Any], ...]
    perform_provided: tuple[tuple[str, Any], ...]
    offer_provided: tuple[tuple[str, Any], ...]
    paper_inputs: tuple[InputSpec, ...]
    paper_provided: tuple[tuple[str, Any], ...]
    whole_inputs: tuple[InputSpec, ...]
    whole_provided: tuple[tuple[str, Any], ...]
    order_type: Any
    phrases: Phrases

    @property
    def id(self) -> str:
        return self.declaration.id

    @property
    def page_only(self) -> bool:
        """Chat cannot gather what it needs; only a page can ask for it."""
        return any(spec.page_only and spec.required for spec in self.inputs)

    @property
    def guessed(self) -> InputSpec | None:
        """The fact about a person that could be tried out here: wrong tries of it are counted."""
        kinds = {spec.input.kind: spec for spec in self.inputs}
        named = kinds.get(InputKind.PHONE) if InputKind.PAYEE in kinds else None
        return kinds.get(InputKind.ID_NUMBER) or kinds.get(InputKind.CARD_NUMBER) or named

    @property
    def is_local(self) -> bool:
        """What it performs is written in our own store, inside the confirming transaction."""
        return any(kind is Tx for _, kind in self.perform_provided)

    @property
    def doors(self) -> tuple[Door, ...]:
        spoken = (Door.CHAT,) if self.phrases.phrases or self.declaration.opens_on else ()
        listed = (Door.MENU,) if self.declaration.place else ()
        return (*spoken, *listed, Door.PAGE, Door.API)

    def as_intent(self) -> Intent:
        """How the assistant sees it."""
        asked = (spec for spec in self.inputs if not spec.page_only)
        slots = () if self.page_only else tuple(spec.as_slot() for spec in asked)
        return Intent(
            id=self.id,
            title=self.declaration.title,
            phrases=self.phrases.phrases,
            refusals=self.phrases.refusals,
            slots=slots,
            guarded=self.declaration.risk is not Risk.READ,
            short_codes=self.declaration.codes,
        )


def function(
    *,
    id: str,  # noqa: A002 - the word the catalogue uses
    title: str,
    group: str,
    about: str,
    risk: Risk,
    needs: Needs,
    menu: Menu | None = None,
    place: int = 0,
    codes: tuple[str, ...] = (),
    opens_on: tuple[AskKind, ...] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the decorated `answer` as a banking function; see `Declaration` for the words."""
    declaration = Declaration(id, title, group, about, risk, needs, menu, place, codes, opens_on)

    def mark(answer: Callable[..., Any]) -> Callable[..., Any]:
        answer.__dict__["declaration"] = declaration
        return answer

    return mark


CARD = InputSpec("card", False, Input("卡号尾号", InputKind.CARD_TAIL, help="不填则为默认卡"))
"""Asked along by every function that needs a card: which of the person's cards is meant."""


def judge(module: ModuleType, phrases: Phrases) -> Function:
    """The function that `module` declares. Raises `Misconfigured` naming what is wrong with it."""
    answer = module.answer
    declaration: Declaration = answer.declaration
    perform = getattr(module, "perform", None)
    inputs, provided = _parameters(answer)
    if declaration.needs in {Needs.DEBIT_CARD, Needs.CREDIT_CARD}:
        inputs = (*inputs, CARD)
    _check_result(declaration, answer, perform)
    order_type, perform_provided = _order(declaration, perform)
    offer = getattr(module, "offer", None)
    paper = getattr(module, "paper", None)
    paper_inputs, paper_provided = ((), ()) if paper is None else _parameters(paper)
    if declaration.needs in {Needs.DEBIT_CARD, Needs.CREDIT_CARD}:
        paper_inputs = (*paper_inputs, CARD)
    whole = getattr(module, "whole", None)
    whole_inputs, whole_provided = ((), ()) if whole is None else _parameters(whole)
    return Function(
        declaration=declaration,
        module=module.__name__,
        answer=answer,
        perform=perform,
        offer=offer,
        paper=paper,
        whole=whole,
        inputs=inputs,
        provided=provided,
        perform_provided=perform_provided,
        offer_provided=() if offer is None else _parameters(offer)[1],
        paper_inputs=paper_inputs,
        paper_provided=paper_provided,
        whole_inputs=whole_inputs,
        whole_provided=whole_provided,
        order_type=order_type,
        phrases=phrases,
    )


def _parameters(
    call: Callable[..., Any],
) -> tuple[tuple[InputSpec, ...], tuple[tuple[str, Any], ...]]:
    hints = get_type_hints(call, include_extras=True)
    hints.pop("return", None)
    inputs: list[InputSpec] = []
    provided: list[tuple[str, type]] = []
    for name, parameter in inspect.signature(call).parameters.items():
        hint = hints[name]
        asked = [m for m in get_args(hint)[1:] if isinstance(m, Input)] if _annotated(hint) else []
        if asked:
            required = parameter.default is inspect.Parameter.empty
            inputs.append(InputSpec(name, required, asked[0]))
        else:
            provided.append((name, hint))
    return tuple(inputs), tuple(provided)


def _annotated(hint: Any) -> bool:
    return get_origin(hint) is Annotated


def _check_result(
    declaration: Declaration, answer: Callable[..., Any], perform: Callable[..., Any] | None
) -> None:
    """MOVE must give a draft, READ an answer: chat cannot move money by type."""
    result = get_type_hints(answer).get("return")
    allowed: dict[Risk, tuple[Any, ...]] = {
        Risk.READ: (Answer,),
        Risk.CHANGE: (Answer, DraftRequest, Answer | DraftRequest),
        Risk.MOVE: (DraftRequest,),
    }
    if result not in allowed[declaration.risk]:
        raise Misconfigured(
            declaration.id, f"a {declaration.risk} function may not return {result}"
        )
    if (result is not Answer) != (perform is not None):
        raise Misconfigured(declaration.id, "a draft needs a perform(), and only a draft has one")


def _order(
    declaration: Declaration, perform: Callable[..., Any] | None
) -> tuple[Any, tuple[tuple[str, Any], ...]]:
    if perform is None:
        return None, ()
    _, provided = _parameters(perform)
    wanted = dict(provided)
    order = wanted.pop("order", None)
    if order is None:
        raise Misconfigured(declaration.id, "perform() takes its instruction as `order`")
    if Tx in wanted.values() and any(kind is Books or is_service(kind) for kind in wanted.values()):
        # A remote core may take seconds: it must never be called while a transaction is open.
        raise Misconfigured(declaration.id, "perform() takes the books or a transaction, not both")
    return order, tuple(wanted.items())


def is_service(kind: Any) -> bool:
    """Whether a parameter of this type is given a service of the bank's core."""
    return isinstance(kind, type) and issubclass(kind, Service)
