"""A core over HTTP: what each way of failing means, and what the door lets in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import msgspec
import pytest

from tests.bank import town
from tests.bank.served import KEY
from tests.checks import Sabotage
from weiyin.bank.core import HoldOrder
from weiyin.bank.remote import RemoteBooks, RemoteCore
from weiyin.bank.wire import error_in, told
from weiyin.base.clock import ManualClock
from weiyin.base.errors import (
    BadInput,
    Broken,
    Conflict,
    Misconfigured,
    NeedsStepUp,
    NotAllowed,
    NotBound,
    NotFound,
    Refused,
    TryLater,
    Unknown,
    WeiyinError,
)
from weiyin.base.mask import Secret
from weiyin.base.money import Money

SABOTAGE = {
    "H01": Sabotage(
        "src/weiyin/bank/http.py",
        "    app.add_middleware(Bounded, refuse=_refuse_body, limit_bytes=_MAX_BODY)\n",
        "",
    )
}
ORDER = town.order("k")


def _books(answer: Callable[[httpx.Request], httpx.Response]) -> RemoteBooks:
    """The client on a wire of the test's own."""
    http = httpx.Client(transport=httpx.MockTransport(answer))
    return RemoteCore("http://core", Secret(KEY), http).books()


def _raising(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    return answer


def _saying(status: int, content: bytes = b"") -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(status, content=content)


@pytest.mark.parametrize(
    ("answer", "order", "look"),
    [
        (_raising(httpx.ConnectError("refused")), TryLater, TryLater),
        (_raising(httpx.ConnectTimeout("slow")), TryLater, TryLater),
        (_raising(httpx.PoolTimeout("busy")), TryLater, TryLater),
        (_raising(httpx.ReadTimeout("silence")), Unknown, TryLater),
        (_raising(httpx.WriteTimeout("stuck")), Unknown, TryLater),
        (_raising(httpx.RemoteProtocolError("hung up")), Unknown, TryLater),
        (_saying(500, b"<html>oops"), Unknown, TryLater),
        (_saying(502, b"bad gateway"), Unknown, TryLater),
        (_saying(503, b'{"code": "try_later"}'), TryLater, TryLater),
        (_saying(504, b'{"code": "unknown"}'), Unknown, Unknown),
        (_saying(500, b'{"code": "broken"}'), Unknown, Broken),
        (_saying(404, b"not here"), Unknown, TryLater),
        (_saying(302, b""), Unknown, TryLater),
        (_saying(200, b"{}"), Unknown, Broken),
        (_saying(200, b"\xff"), Unknown, Broken),
        (_saying(200, b"x" * 5_000_000), Unknown, TryLater),
        (_saying(401, b'{"code": "unauthorized"}'), Misconfigured, Misconfigured),
    ],
)
def test_what_a_failure_means(
    answer: Callable[[httpx.Request], httpx.Response],
    order: type[WeiyinError],
    look: type[WeiyinError],
) -> None:
    books = _books(answer)
    with pytest.raises(order) as ordered:
        books.transfer(ORDER)
    with pytest.raises(look) as looked:
        books.balance("A1")
    assert (type(ordered.value), type(looked.value)) == (order, look)


def test_a_core_that_drips_is_cut_off() -> None:
    clock = ManualClock(town.START)

    class Drip(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for _ in range(1_000):
                clock.advance(town.SECOND)
                yield b" "

    http = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, stream=Drip())))
    books = RemoteCore("http://core", Secret(KEY), http, clock=clock).books()
    with pytest.raises(Unknown):
        books.transfer(ORDER)
    assert clock.now() - town.START < 10 * town.SECOND


@pytest.mark.parametrize(
    "error",
    [
        NotAllowed("funds", "可用余额不足"), BadInput("amount", "金额须大于零"), NotFound(),
        NotFound(heard="没有查到该期账单"), Conflict(), NotBound(), NeedsStepUp(), Refused(),
        TryLater(), Unknown(), Broken("secret detail"),
    ],
)  # fmt: skip
def test_errors_travel_by_remedy(error: WeiyinError) -> None:
    status, body = told(error)
    back = error_in(body)
    assert back is not None
    assert (type(back), back.heard, status) == (type(error), error.heard, error.status)
    assert getattr(back, "rule", None) == getattr(error, "rule", None)
    assert getattr(back, "field", None) == getattr(error, "field", None)
    assert b"secret" not in body


def test_a_core_of_others_cannot_inject_an_unknown_error() -> None:
    for body in (b"", b"[]", b"{}", b'{"code": 5}', b'{"code": "weird"}', b'{"code": ["x"]}'):
        assert error_in(body) is None


def test_the_door_wants_the_key(door: httpx.Client) -> None:
    for key in ("", "Bearer", f"Bearer {KEY}x", f"Basic {KEY}", KEY):
        answer = door.get("/v1/deposit-rates", headers={"Authorization": key})
        assert (answer.status_code, answer.json()) == (401, {"code": "unauthorized"})
    assert door.get("/v1/deposit-rates").status_code == 200


def test_h01_the_door_takes_no_more_than_it_reads(door: httpx.Client) -> None:
    """Whoever it is: the body is bounded before the key is looked at."""

    def chunks() -> Iterator[bytes]:
        yield from [b" " * 16_384] * 8

    for key in (f"Bearer {KEY}", ""):
        told = {"Authorization": key, "Content-Type": "application/json"}
        for content in (b" " * 70_000, chunks()):
            answer = door.post("/v1/transfers", content=content, headers=told)
            assert (answer.status_code, answer.json()["field"]) == (413, "body")
        packed = {**told, "Content-Encoding": "gzip"}
        assert door.post("/v1/transfers", content=b"{}", headers=packed).status_code == 415


def test_the_door_wants_the_shape(door: httpx.Client) -> None:
    good = msgspec.to_builtins(ORDER)
    cases = [
        {**good, "limit": 1}, {**good, "key": ""}, {**good, "key": "k" * 129}, {**good, "key": 5},
        {k: v for k, v in good.items() if k != "to_name"}, {**good, "amount": 5}, [good], "x",
        {**good, "memo": "x" * 201}, {**good, "amount": {"fen": 1, "currency": "yuan"}},
    ]  # fmt: skip
    for case in cases:
        answer = door.post("/v1/transfers", json=case)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_input"), case
    assert door.post("/v1/transfers", content=b"\xff\xfe{").status_code == 400
    assert door.get("/v1/accounts/A1/entries?limit=501").status_code == 422
    assert door.get("/v1/accounts/A1/entries?limit=5&since=2026-01-01T00:00:00").status_code == 422
    assert door.get("/docs").status_code == 404


def test_the_door_describes_itself(door: httpx.Client) -> None:
    told = door.get("/openapi.json").json()
    assert set(told["paths"]["/v1/transfers"]["post"]["responses"]) == {"200", "422"}
    assert "Receipt" in told["components"]["schemas"]


def test_moments_and_money_travel(door: httpx.Client) -> None:
    with httpx.Client() as http:
        remote = RemoteCore(str(door.base_url), Secret(KEY), http).books()
        line = remote.entries(town.LEI.account_no, None, None, 1)[0]
        assert (line.amount, line.at) == (Money(1_000_000), town.START)
        hold = HoldOrder(
            "h", town.LEI.customer_no, town.LEI.account_no, "H-TOPUP", Money(5), "", town.START
        )
        assert remote.hold(hold).status == "pending"
        assert remote.statement(town.CREDIT_CARD).amount == Money(821_455)
