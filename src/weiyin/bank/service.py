"""A service of the core: one part of the port to a bank's books, written once for every core.

    class CardControls(Service):
        name = "card-controls"

        @look
        def controls(self, card_id: str) -> Controls: ...

        @order
        def change(self, key: str, customer_no: str, card_id: str, night: bool) -> Controls: ...

It is the embedded core's own work, on the caller's transaction. A remote core has its double, whose
methods are calls (`remote.RemoteBooks.service`); `http_services` serves every service there is at
`/v1/{name}/{method}`. A function gets it by type, and cannot tell which of the two it was given.

An order happens once per key: the same question gets the kept answer again, another question under
the key raises `KeyReused`, and of a refused one nothing is kept. A look writes nothing.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, wraps
from typing import Any, ClassVar, TypeVar, cast, get_type_hints

import msgspec

import weiyin.bank.services
from weiyin.bank.bills.billing import Billing
from weiyin.bank.bills.provider import Provider
from weiyin.bank.customers import Blinds
from weiyin.bank.events import CustomerEvent, put_event
from weiyin.bank.postings import KeyReused
from weiyin.bank.wire import from_json, to_json
from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.errors import BadInput, Conflict, Misconfigured, Waits
from weiyin.base.ids import Rng
from weiyin.storage import idempotency
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader, Tx

F = TypeVar("F", bound=Callable[..., Any])

MAX_KEY = 128
_KIND = "service_call"


@dataclass(frozen=True, slots=True)
class Office:
    """What a service works with: one bank's books, on one transaction, at one moment."""

    book: str
    bank: str
    """The bank's name, as printed."""
    reader: Reader
    clock: Clock
    sealer: Sealer
    blinds: Blinds
    rng: Rng
    quiet: bool = False
    """History that is loaded, not lived: nobody is told of it."""
    billing: Billing = field(default_factory=Billing)

    @property
    def tx(self) -> Tx:
        """The transaction an order needs; a mere reader will not do."""
        assert hasattr(self.reader, "run"), "an order needs a unit of work, not a reader"
        return cast("Tx", self.reader)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def provider(self) -> Provider:
        """Who speaks to the billers, for looking things up. Raises Waits in a unit of work."""
        found = self.billing.asked()
        if hasattr(self.reader, "run"):
            raise Waits
        return found

    def tell(self, event: CustomerEvent) -> None:
        """Queue the event for its customer, in this unit of work."""
        if not self.quiet:
            put_event(self.tx, event)

    @property
    def today(self) -> date:
        """The day in Shanghai."""
        return shanghai_day(self.clock.now())


class Service:
    """Subclassed once a noun. Public methods are marked `look` or `order`; others are private."""

    name: ClassVar[str]
    """In the address of its calls: `card-controls`."""

    def __init__(self, office: Office) -> None:
        self.office = office


@dataclass(frozen=True, slots=True)
class Call:
    """One method of a service, as it travels."""

    name: str
    is_order: bool
    question: type[msgspec.Struct]
    """Its parameters by name; unknown ones are refused."""
    result: Any

    def asked(self, args: tuple[Any, ...], more: Mapping[str, Any]) -> msgspec.Struct:
        """The question that a call with these arguments asks."""
        named = dict(zip(self.question.__struct_fields__, args, strict=False))
        return self.question(**named, **more)


def look(method: F) -> F:
    """Marks a method that only reads."""
    method.__dict__[_KIND] = "look"
    return method


def order(method: F) -> F:
    """Marks a method that changes the books: its first parameter is `key`, and it happens once."""

    @wraps(method)
    def once(self: Service, key: str, *args: Any, **more: Any) -> Any:
        call = calls_of(type(self))[method.__name__]
        return _once(self.office, f"{self.name}/{call.name}", key, call, args, more, method, self)

    once.__dict__[_KIND] = "order"
    return cast("F", once)


def _once(
    office: Office, what: str, key: str, call: Call, args: tuple[Any, ...],
    more: Mapping[str, Any], method: Callable[..., Any], service: Service,
) -> Any:  # fmt: skip
    if not 0 < len(key) <= MAX_KEY:
        raise BadInput("key", "缺少有效的业务流水号")
    asked = what + to_json(call.asked((key, *args), more)).decode()
    # Keyed: six digits of a password could be guessed from a plain hash of the question.
    question = office.sealer.blind(asked, "order").encode()
    scope, place = scope_of(office.book), {"table": "idempotency", "column": "answer", "row": key}
    try:
        kept = idempotency.recall(office.tx, scope, key, question)
    except Conflict as error:
        raise KeyReused(office.book, key) from error
    if kept is not None:
        return from_json(office.sealer.open(kept, **place).encode(), call.result)
    answer = method(service, key, *args, **more)
    sealed = office.sealer.seal(to_json(answer).decode(), **place)
    idempotency.keep(office.tx, scope, key, question, sealed, office.now)
    return answer


def scope_of(book: str) -> str:
    """Where the keys of a book's orders are kept."""
    return f"order:{book}"


def calls_of(kind: type[Service]) -> Mapping[str, Call]:
    """The calls of a service by name. Raises `Misconfigured` naming what cannot travel."""
    return _calls_of(cast("Any", kind))


@cache
def _calls_of(kind: Any) -> Mapping[str, Call]:
    found: dict[str, Call] = {}
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        if name.startswith("_"):
            continue
        if _KIND not in method.__dict__:
            raise Misconfigured(f"{kind.__name__}.{name}", "is neither a look nor an order")
        found[name] = _call(kind, name, method)
    return found


def _call(kind: type[Service], name: str, method: Callable[..., Any]) -> Call:
    hints = get_type_hints(method)
    parameters = list(inspect.signature(method).parameters.values())[1:]
    is_order = method.__dict__[_KIND] == "order"
    if is_order and (not parameters or parameters[0].name != "key"):
        raise Misconfigured(f"{kind.__name__}.{name}", "an order takes its `key` first")
    fields = [
        (one.name, hints[one.name])
        if one.default is inspect.Parameter.empty
        else (one.name, hints[one.name], one.default)
        for one in parameters
    ]
    title = f"{kind.__name__}{name.title().replace('_', '')}"
    question = msgspec.defstruct(title, fields, forbid_unknown_fields=True, frozen=True)
    return Call(name, is_order, question, hints["return"])


@cache
def services() -> tuple[type[Service], ...]:
    """Every service there is, by name. Raises `Misconfigured` when two have the same."""
    package = weiyin.bank.services
    found: dict[str, type[Service]] = {}
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(info.name)
        for kind in vars(module).values():
            if not (isinstance(kind, type) and issubclass(kind, Service)):
                continue
            if kind.__module__ != info.name:
                continue
            if found.setdefault(kind.name, kind) is not kind:
                raise Misconfigured(kind.name, "two services have this name")
            calls_of(kind)
    return tuple(found[name] for name in sorted(found))
