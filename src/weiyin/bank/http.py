"""The port over HTTP: any `Core` on a `Store`, as an ASGI app with its OpenAPI description.

For the bank's own programs, not for customers: every call carries the bearer key, and who may ask
for whose account was settled before. Errors are told as `wire` says.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool

from weiyin.bank import questions as q
from weiyin.bank.alarm import record_reuse
from weiyin.bank.core import (
    Balance,
    Books,
    Card,
    Core,
    CustomerFacts,
    DepositRate,
    EntryLine,
    Payee,
    PayeeEntry,
    Receipt,
    Statement,
    Totals,
    TransferOrder,
    WealthProduct,
)
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.http_services import add_services
from weiyin.bank.lane import Lane
from weiyin.bank.postings import KeyReused
from weiyin.bank.service import Service, services
from weiyin.bank.wire import to_json, told
from weiyin.base.bounded import Bounded
from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput, NotFound, WeiyinError
from weiyin.base.mask import Secret
from weiyin.storage.store import Reader, Store

T = TypeVar("T")
Ask = Callable[[Books], T]

_MAX_BODY = 64 * 1024
_MAX_LINES = 500


class Counter:
    """Where calls reach the books: orders in a unit of work, looks on a snapshot.

    Transfers to the embedded core share units with each other.
    """

    def __init__(self, core: Core, store: Store, clock: Clock) -> None:
        self._core, self._store, self._clock = core, store, clock
        self._lane = Lane(store, core) if isinstance(core, EmbeddedCore) else None

    async def transfer(self, order: TransferOrder) -> Response:
        if self._lane is None:
            return await self.order(lambda books: books.transfer(order))
        return await self._answered(self._lane.atransfer(order))

    async def order(self, ask: Ask[Any]) -> Response:
        if not self._core.atomic:
            return await self.look(ask)
        return await self._answered(self._store.arun(lambda tx: ask(self._core.books(tx))))

    async def _answered(self, answer: Awaitable[Any]) -> Response:
        try:
            return _json(await answer)
        except KeyReused as error:
            await run_in_threadpool(record_reuse, self._store, self._clock, error)
            raise

    async def look(self, ask: Ask[Any]) -> Response:
        return _json(await run_in_threadpool(self._look, ask))

    def _look(self, ask: Ask[T]) -> T:
        if not self._core.atomic:
            return ask(self._core.books(cast("Reader", None)))
        return self._store.read(lambda reader: ask(self._core.books(reader)))


def core_app(
    core: Core, store: Store, key: Secret, clock: Clock,
    kinds: Sequence[type[Service]] | None = None,
) -> FastAPI:  # fmt: skip
    """The ASGI app. `key` is the bearer key callers must show; `kinds`: all services, or these."""

    def check_key(authorization: Annotated[str, Header()] = "") -> None:
        expected = f"Bearer {key.reveal()}".encode()
        if not hmac.compare_digest(authorization.encode(), expected):
            raise _StrangerError

    app = FastAPI(
        title="Weiyin core", version="1", dependencies=[Depends(check_key)],
        docs_url=None, redoc_url=None, redirect_slashes=False,
    )  # fmt: skip
    app.add_middleware(Bounded, refuse=_refuse_body, limit_bytes=_MAX_BODY)
    counter = Counter(core, store, clock)
    _add_people(app, counter)
    _add_accounts(app, counter)
    _add_orders(app, counter)
    add_services(app, counter, services() if kinds is None else kinds)
    app.add_exception_handler(WeiyinError, _tell)
    app.add_exception_handler(RequestValidationError, _tell_shape)
    app.add_exception_handler(_StrangerError, _tell_stranger)
    return app


def _add_people(app: FastAPI, counter: Counter) -> None:
    @app.post("/v1/identify/debit", response_model=Card)
    async def identify_debit(person: q.DebitPerson) -> Response:
        return await counter.look(
            lambda books: books.identify_debit(
                person.card_number, person.name, person.id_number, person.phone
            )
        )

    @app.post("/v1/identify/credit", response_model=list[Card])
    async def identify_credit(person: q.CreditPerson) -> Response:
        return await counter.look(
            lambda books: books.identify_credit(person.id_number, person.phone)
        )

    @app.get("/v1/customers/{customer_no}", response_model=CustomerFacts)
    async def customer(customer_no: str) -> Response:
        return await counter.look(lambda books: books.customer(customer_no))

    @app.get("/v1/customers/{customer_no}/phone", response_model=str)
    async def reserved_phone(customer_no: str) -> Response:
        return await counter.look(lambda books: books.reserved_phone(customer_no))

    @app.get("/v1/customers/{customer_no}/cards", response_model=list[Card])
    async def cards(customer_no: str) -> Response:
        return await counter.look(lambda books: books.cards(customer_no))

    @app.get("/v1/customers/{customer_no}/payees", response_model=list[PayeeEntry])
    async def payees(customer_no: str) -> Response:
        return await counter.look(lambda books: books.payees(customer_no))

    @app.post("/v1/payees/find", response_model=Payee)
    async def find_payee(asked: q.PayeeQuestion) -> Response:
        return await counter.look(lambda books: books.find_payee(asked.number, asked.name))


def _add_accounts(app: FastAPI, counter: Counter) -> None:
    @app.get("/v1/accounts/{account_no}/balance", response_model=Balance)
    async def balance(account_no: str) -> Response:
        return await counter.look(lambda books: books.balance(account_no))

    @app.get("/v1/accounts/{account_no}/entries", response_model=list[EntryLine])
    async def entries(
        account_no: str,
        limit: Annotated[int, Query(ge=0, le=_MAX_LINES)],
        since: datetime | None = None,
        until: datetime | None = None,
        before: str | None = None,
    ) -> Response:
        _check_zones(since, until)
        return await counter.look(
            lambda books: books.entries(account_no, since, until, limit, before)
        )

    @app.get("/v1/accounts/{account_no}/totals", response_model=Totals)
    async def totals(
        account_no: str, since: datetime | None = None, until: datetime | None = None
    ) -> Response:
        _check_zones(since, until)
        return await counter.look(lambda books: books.totals(account_no, since, until))

    @app.get("/v1/cards/{card_id}", response_model=Card)
    async def card(card_id: str) -> Response:
        return await counter.look(lambda books: books.card(card_id))

    @app.get("/v1/cards/{card_id}/statement", response_model=Statement)
    async def statement(card_id: str, month: str | None = None) -> Response:
        return await counter.look(lambda books: books.statement(card_id, month))

    @app.get("/v1/wealth-products", response_model=list[WealthProduct])
    async def wealth_products() -> Response:
        return await counter.look(lambda books: books.wealth_products())

    @app.get("/v1/deposit-rates", response_model=list[DepositRate])
    async def deposit_rates() -> Response:
        return await counter.look(lambda books: books.deposit_rates())


def _check_zones(*moments: datetime | None) -> None:
    if any(moment and moment.tzinfo is None for moment in moments):
        raise BadInput("since", "时间须带时区")


def _add_orders(app: FastAPI, counter: Counter) -> None:
    @app.post("/v1/transfers", response_model=Receipt)
    async def transfer(asked: q.TransferQuestion) -> Response:
        return await counter.transfer(asked.order())

    @app.post("/v1/topups", response_model=Receipt)
    async def topup(asked: q.TopupQuestion) -> Response:
        return await counter.order(lambda books: books.topup(asked.order()))

    @app.get("/v1/orders", response_model=Receipt)
    async def order_status(key: str) -> Response:
        def ask(books: Books) -> Receipt:
            if (receipt := books.order_status(key)) is None:
                raise NotFound(f"order {key}")
            return receipt

        return await counter.look(ask)

    @app.get("/v1/orders/known", response_model=bool)
    async def knows(key: str) -> Response:
        return await counter.look(lambda books: books.knows(key))

    @app.post("/v1/holds", response_model=Receipt)
    async def hold(asked: q.HoldQuestion) -> Response:
        return await counter.order(lambda books: books.hold(asked.order()))

    @app.post("/v1/holds/{hold_no}/post", response_model=Receipt)
    async def post_hold(hold_no: str, asked: q.HoldEnd) -> Response:
        amount = None if asked.amount is None else asked.amount.money()
        return await counter.order(lambda books: books.post_hold(asked.key, hold_no, amount))

    @app.post("/v1/holds/{hold_no}/void", response_model=Receipt)
    async def void_hold(hold_no: str, asked: q.HoldVoid) -> Response:
        return await counter.order(lambda books: books.void_hold(asked.key, hold_no))


class _StrangerError(Exception):
    """No key, or a wrong one."""


def _json(value: object, status: int = 200) -> Response:
    return Response(to_json(value), status, media_type="application/json")


async def _tell(_: Request, error: Exception) -> Response:
    assert isinstance(error, WeiyinError)
    status, body = told(error)
    return Response(body, status, media_type="application/json")


async def _tell_shape(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    place = error.errors()[0].get("loc", ())
    field = ".".join(str(part) for part in place[1:]) or "body"
    return await _tell(_, BadInput(field, "请求内容不符合要求"))


def _refuse_body(status: int) -> Response:
    _, body = told(BadInput("body", "请求内容过大或格式不符合要求"))
    return Response(body, status, media_type="application/json")


async def _tell_stranger(_: Request, __: Exception) -> Response:
    return _json({"code": "unauthorized"}, 401)
