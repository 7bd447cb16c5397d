"""A service of the core: once per key, and the same on the books and over the wire."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import httpx
import pytest

from tests.bank import town
from tests.bank.served import KEY
from tests.e2e.sockets import listening, serving, url_of
from weiyin.bank import customers
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.http import core_app
from weiyin.bank.postings import KeyReused
from weiyin.bank.remote import RemoteCore
from weiyin.bank.service import Service, calls_of, look, order, services
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput, Conflict, Misconfigured, NotAllowed, NotFound
from weiyin.base.mask import Secret
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

_LIMIT = sql("SELECT daily_limit_fen FROM customers WHERE book=:book AND customer_no=:customer_no")


@dataclass(frozen=True, slots=True)
class Limit:
    customer_no: str
    amount: Money
    since: date


class Limits(Service):
    """The daily limits, as a service for these tests."""

    name = "test-limits"

    @look
    def limit(self, customer_no: str, at: datetime | None = None) -> Limit:
        """The limit of the day."""
        assert at is None or at.tzinfo is not None
        office = self.office
        row = office.reader.one(_LIMIT, book=office.book, customer_no=customer_no)
        if row is None:
            raise NotFound
        return Limit(customer_no, Money(row[0]), office.today)

    @order
    def raise_by(self, key: str, customer_no: str, amount: Money, memo: str = "") -> Limit:
        assert key, memo
        before = self.limit(customer_no).amount
        if before + amount > Money(100_000_00):
            raise NotAllowed("limit", "限额过高")
        customers.set_daily_limit(self.office.tx, self.office.book, customer_no, before + amount)
        return self.limit(customer_no)


@dataclass
class Desk:
    """How a caller reaches the service: on our own books, or over the wire."""

    store: Store
    core: EmbeddedCore | RemoteCore

    def limit(self, customer_no: str) -> Limit:
        return self.store.read(lambda r: self.core.books(r).service(Limits).limit(customer_no))

    def raise_by(self, key: str, fen: int, memo: str = "") -> Limit:
        def work(books: object) -> Limit:
            service = self.core.books(books).service(Limits)  # type: ignore[arg-type]
            return service.raise_by(key, town.LEI.customer_no, Money(fen), memo=memo)

        return self.store.run(work) if self.core.atomic else work(None)

    def knows(self, key: str) -> bool:
        return self.store.read(lambda reader: self.core.books(reader).knows(key))


@pytest.fixture(params=["embedded", "remote"])
def desk(
    request: pytest.FixtureRequest, store: Store, core: EmbeddedCore, clock: ManualClock
) -> Iterator[Desk]:
    if request.param == "embedded":
        yield Desk(store, core)
        return
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(listening())
        app = core_app(core, store, Secret(KEY), clock, [Limits])
        stack.enter_context(serving(app, listener))
        http = stack.enter_context(httpx.Client())
        yield Desk(store, RemoteCore(url_of(listener), Secret(KEY), http))


def test_an_order_happens_once_per_key(desk: Desk) -> None:
    before = desk.limit(town.LEI.customer_no).amount
    first = desk.raise_by("k", 100)
    assert first == desk.raise_by("k", 100) == desk.limit(town.LEI.customer_no)
    assert first.amount == before + Money(100)
    assert desk.knows("k")
    assert not desk.knows("another")


def test_a_key_with_another_question_is_refused(desk: Desk) -> None:
    first = desk.raise_by("k", 100)
    for fen, memo in ((200, ""), (100, "x")):
        with pytest.raises(Conflict):
            desk.raise_by("k", fen, memo)
    assert desk.limit(town.LEI.customer_no) == first


def test_a_refused_order_leaves_its_key_free(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="限额过高"):
        desk.raise_by("k", 100_000_01)
    assert not desk.knows("k")
    desk.raise_by("k", 1)


def test_the_key_has_a_shape(desk: Desk) -> None:
    for key in ("", "k" * 129):
        with pytest.raises(BadInput):
            desk.raise_by(key, 1)


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.limit("nobody")


def test_a_reused_key_on_our_own_books_is_an_alarm(store: Store, core: EmbeddedCore) -> None:
    desk = Desk(store, core)
    desk.raise_by("k", 100)
    with pytest.raises(KeyReused):
        desk.raise_by("k", 101)


def test_the_kept_answer_is_sealed(store: Store, core: EmbeddedCore) -> None:
    Desk(store, core).raise_by("k", 100)
    rows = store.read(lambda reader: reader.all(sql("SELECT answer FROM idempotency")))
    assert len(rows) == 1
    assert town.LEI.customer_no.encode() not in bytes(rows[0][0])


BAD: list[tuple[bytes, str]] = [
    (b"", "body"),
    (b"[]", "body"),
    (b'{"customer_no": 1}', "customer_no"),
    (b'{"customer_no": "C1", "more": 1}', "more"),
    (b'{"customer_no": "C1", "at": "2026-07-20T10:00:00"}', "at"),
]


@pytest.mark.parametrize(("body", "field"), BAD)
def test_a_wrong_question_names_its_field(
    body: bytes, field: str, store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    with (
        listening() as listener,
        serving(core_app(core, store, Secret(KEY), clock, [Limits]), listener),
    ):
        said = httpx.post(
            f"{url_of(listener)}/v1/test-limits/limit",
            content=body,
            headers={"Authorization": f"Bearer {KEY}"},
        )
    assert said.status_code == 422
    assert said.json()["field"] == field


def test_strangers_are_not_served(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    with (
        listening() as listener,
        serving(core_app(core, store, Secret(KEY), clock, [Limits]), listener),
    ):
        said = httpx.post(f"{url_of(listener)}/v1/test-limits/limit", content=b"{}")
    assert said.status_code == 401


def test_it_is_described(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    told = core_app(core, store, Secret(KEY), clock, [Limits]).openapi()
    shapes = told["components"]["schemas"]
    asked = told["paths"]["/v1/test-limits/raise-by"]["post"]["requestBody"]
    name = asked["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert set(shapes[name]["required"]) == {"key", "customer_no", "amount"}


def test_every_service_can_travel() -> None:
    assert len({kind.name for kind in services()}) == len(services())
    for kind in services():
        assert calls_of(kind), kind


class _Unmarked(Service):
    name = "unmarked"

    def act(self) -> None: ...


class _Keyless(Service):
    name = "keyless"

    @order
    def act(self, amount: Money) -> Limit: ...


@pytest.mark.parametrize("kind", [_Unmarked, _Keyless])
def test_a_wrong_service_fails_at_start(kind: type[Service]) -> None:
    with pytest.raises(Misconfigured, match="act"):
        calls_of(kind)
