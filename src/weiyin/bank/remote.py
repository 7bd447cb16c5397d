"""A core in another process or another house, spoken to over HTTP as `http` serves it.

What a failed call means depends on what it was: nothing happened when we never reached the core
(`TryLater`); a look that failed may simply be repeated (`TryLater`); an order that was sent and not
clearly answered may have happened (`Unknown`) and is looked up by its key, never repeated blindly.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast
from urllib.parse import quote

import httpx

from weiyin.bank.core import (
    Balance,
    Card,
    CustomerFacts,
    DepositRate,
    EntryLine,
    HoldOrder,
    Payee,
    PayeeEntry,
    Receipt,
    Statement,
    TopupOrder,
    Totals,
    TransferOrder,
    WealthProduct,
)
from weiyin.bank.service import Call, Service, calls_of
from weiyin.bank.wire import error_in, from_json, to_json
from weiyin.base.clock import Clock, SystemClock
from weiyin.base.errors import Broken, Misconfigured, NotFound, TryLater, Unknown, WeiyinError
from weiyin.base.mask import Secret
from weiyin.base.money import Money
from weiyin.storage.store import Reader

T = TypeVar("T")
S = TypeVar("S", bound=Service)

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_MAX_ANSWER = 4 * 1024 * 1024
DEADLINE_SECONDS = 4.0


class RemoteCore:
    """A core at `url`. One instance serves all threads; `http` brings the limits of connections."""

    atomic = False

    def __init__(
        self, url: str, key: Secret, http: httpx.Client, *, clock: Clock | None = None,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:  # fmt: skip
        self._line = _Line(url, key, http, clock or SystemClock(), deadline_seconds)

    def books(self, tx: Reader | None = None) -> RemoteBooks:  # noqa: ARG002 - nothing of ours is asked
        return RemoteBooks(self._line)


class RemoteBooks:
    """`core.Books` by calls."""

    def __init__(self, line: _Line) -> None:
        self._line = line
        self._get, self._ask = line.get, line.ask

    def identify_debit(self, card_number: str, name: str, id_number: str, phone: str) -> Card:
        person = {
            "card_number": card_number, "name": name, "id_number": id_number, "phone": phone
        }  # fmt: skip
        return self._ask("/v1/identify/debit", person, Card)

    def identify_credit(self, id_number: str, phone: str) -> tuple[Card, ...]:
        person = {"id_number": id_number, "phone": phone}
        return self._ask("/v1/identify/credit", person, tuple[Card, ...])

    def reserved_phone(self, customer_no: str) -> str:
        return self._get(f"/v1/customers/{quote(customer_no, '')}/phone", str)

    def customer(self, customer_no: str) -> CustomerFacts:
        return self._get(f"/v1/customers/{quote(customer_no, '')}", CustomerFacts)

    def standing(self, customer_no: str) -> str:
        return self.customer(customer_no).status

    def cards(self, customer_no: str) -> tuple[Card, ...]:
        return self._get(f"/v1/customers/{quote(customer_no, '')}/cards", tuple[Card, ...])

    def card(self, card_id: str) -> Card:
        return self._get(f"/v1/cards/{quote(card_id, '')}", Card)

    def balance(self, account_no: str) -> Balance:
        return self._get(f"/v1/accounts/{quote(account_no, '')}/balance", Balance)

    def entries(
        self, account_no: str, since: datetime | None, until: datetime | None, limit: int,
        before: str | None = None,
    ) -> list[EntryLine]:  # fmt: skip
        asked = {"limit": str(limit), "before": before, **_span(since, until)}
        return self._get(f"/v1/accounts/{quote(account_no, '')}/entries", list[EntryLine], asked)

    def totals(self, account_no: str, since: datetime | None, until: datetime | None) -> Totals:
        path = f"/v1/accounts/{quote(account_no, '')}/totals"
        return self._get(path, Totals, _span(since, until))

    def find_payee(self, number: str, name: str) -> Payee:
        return self._ask("/v1/payees/find", {"number": number, "name": name}, Payee)

    def payees(self, customer_no: str) -> tuple[PayeeEntry, ...]:
        path = f"/v1/customers/{quote(customer_no, '')}/payees"
        return self._get(path, tuple[PayeeEntry, ...])

    def transfer(self, order: TransferOrder) -> Receipt:
        return self._order("/v1/transfers", order)

    def topup(self, order: TopupOrder) -> Receipt:
        return self._order("/v1/topups", order)

    def order_status(self, key: str) -> Receipt | None:
        try:
            return self._get("/v1/orders", Receipt, {"key": key})
        except NotFound:
            return None

    def knows(self, key: str) -> bool:
        return self._get("/v1/orders/known", bool, {"key": key})

    def service(self, kind: type[S]) -> S:
        """Its double: an object of the same type whose every call goes over the wire."""
        double = object.__new__(_double_of(cast("Any", kind)))
        double.__dict__["line"] = self._line
        return cast("S", double)

    def _order(self, path: str, body: object) -> Receipt:
        return self._line.order(path, body, Receipt)

    def hold(self, order: HoldOrder) -> Receipt:
        return self._order("/v1/holds", order)

    def post_hold(self, key: str, hold_no: str, amount: Money | None = None) -> Receipt:
        return self._order(f"/v1/holds/{quote(hold_no, '')}/post", {"key": key, "amount": amount})

    def void_hold(self, key: str, hold_no: str) -> Receipt:
        return self._order(f"/v1/holds/{quote(hold_no, '')}/void", {"key": key})

    def statement(self, card_id: str, month: str | None = None) -> Statement:
        path = f"/v1/cards/{quote(card_id, '')}/statement"
        return self._get(path, Statement, {"month": month})

    def wealth_products(self) -> tuple[WealthProduct, ...]:
        return self._get("/v1/wealth-products", tuple[WealthProduct, ...])

    def deposit_rates(self) -> tuple[DepositRate, ...]:
        return self._get("/v1/deposit-rates", tuple[DepositRate, ...])


class _Line:
    """Calls with a deadline, and what their failures mean."""

    def __init__(
        self, url: str, key: Secret, http: httpx.Client, clock: Clock, deadline_seconds: float
    ) -> None:
        self._url, self._key, self._http = url.rstrip("/"), key, http
        self._monotonic, self._deadline_seconds = clock.monotonic, deadline_seconds

    def get(self, path: str, kind: type[T], asked: dict[str, str | None] | None = None) -> T:
        """A look."""
        query = {name: value for name, value in (asked or {}).items() if value is not None}
        return from_json(self._call("GET", path, params=query), kind)

    def ask(self, path: str, body: object, kind: type[T]) -> T:
        """A look whose question is too private for an address."""
        return from_json(self._call("POST", path, content=to_json(body)), kind)

    def order(self, path: str, body: object, kind: type[T]) -> T:
        """Something that may move money."""
        answer = self._call("POST", path, content=to_json(body), order=True)
        try:
            return from_json(answer, kind)
        except Broken as error:
            raise Unknown(f"the core's answer cannot be read: {error}") from error

    def _call(self, method: str, path: str, *, order: bool = False, **asked: Any) -> bytes:
        unclear = Unknown if order else TryLater
        try:
            status, answer = self._exchange(method, path, **asked)
        except _NOT_SENT as error:
            raise TryLater(f"the core cannot be reached: {error!r}") from error
        except httpx.HTTPError as error:
            raise unclear(f"the core did not answer: {error!r}") from error
        if status == 200:
            return answer
        if status in {401, 403} and error_in(answer) is None:
            raise Misconfigured("core_key", "the core does not know this key")
        raise _meant(status, answer, unclear)

    def _exchange(self, method: str, path: str, **asked: Any) -> tuple[int, bytes]:
        """One call; httpx bounds each wait, the whole is bounded here."""
        end = self._monotonic() + self._deadline_seconds
        headers = {
            "Authorization": f"Bearer {self._key.reveal()}", "Content-Type": "application/json"
        }  # fmt: skip
        with self._http.stream(
            method, self._url + path, headers=headers, timeout=self._deadline_seconds, **asked
        ) as response:
            answer = b""
            for chunk in response.iter_bytes():
                answer += chunk
                if self._monotonic() > end or len(answer) > _MAX_ANSWER:
                    raise httpx.ReadTimeout("too slow or too long", request=response.request)
            return response.status_code, answer


def _meant(status: int, answer: bytes, unclear: type[TryLater | Unknown]) -> WeiyinError:
    """The error an answer tells of. Only the core's own words say that nothing happened."""
    error = error_in(answer)
    if error is None or (isinstance(error, Broken) and unclear is Unknown):
        return unclear(f"the core answered {status}")
    return error


@cache
def _double_of(kind: Any) -> Any:
    """A subclass of the service that asks over its `line` instead of working on the books."""
    return type(kind.__name__, (kind,), {n: _call_of(kind, c) for n, c in calls_of(kind).items()})


def _call_of(kind: type[Service], call: Call) -> Callable[..., Any]:
    path = f"/v1/{kind.name}/{call.name.replace('_', '-')}"

    def ask(self: Any, *args: Any, **more: Any) -> Any:
        asked = call.asked(args, more)
        send = self.line.order if call.is_order else self.line.ask
        return send(path, asked, call.result)

    return ask


def _span(since: datetime | None, until: datetime | None) -> dict[str, str | None]:
    return {
        "since": None if since is None else since.isoformat(),
        "until": None if until is None else until.isoformat(),
    }
