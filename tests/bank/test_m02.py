"""M02–M04: a key is one question and one answer, however often, fast or wrongly it is asked."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import msgspec
import pytest

from tests.bank import town
from tests.checks import Sabotage
from weiyin.bank.alarm import watched
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.postings import KeyReused
from weiyin.bank.verify import verify
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

SABOTAGE = {
    "M02": Sabotage(
        "src/weiyin/bank/batch.py",
        "        if held is None:",
        "        if held is None or key:",
    ),
    "M03": Sabotage(
        "src/weiyin/bank/batch.py",
        "        if not hmac.compare_digest(held[0], digest):",
        "        if not digest:",
    ),
    "M04": Sabotage(
        "src/weiyin/bank/transfers.py",
        "        check_amount(order.amount)\n",
        "        tried = receipt_of.__dict__.setdefault('tried', set())\n"
        "        if order.key in tried:\n"
        "            raise NotAllowed('tried', '')\n"
        "        tried.add(order.key)\n"
        "        check_amount(order.amount)\n",
    ),
}

_KEYS = 2_000 if os.environ.get("WEIYIN_ATTACK_SCALE") == "full" else 60
_PATIENCE = 10

_ENTRIES = sql("SELECT COUNT(*) FROM ledger_entries WHERE book=:book AND kind='transfer'")
_ALARMS = sql("SELECT whom, outcome FROM audit WHERE what='key_reused' ORDER BY whom")


def _entries(store: Store) -> int:
    row = store.read(lambda reader: reader.one(_ENTRIES, book=town.BOOK))
    assert row is not None
    return int(row[0])


def test_m02_same_key_three_times_at_once(
    door: httpx.Client, store: Store, record_property: Callable[[str, object], None]
) -> None:
    bodies = [msgspec.json.encode(town.order(f"k{n}", 1 + n % 7)) for n in range(_KEYS)]

    def send(body: bytes) -> tuple[int, bytes]:
        for _ in range(_PATIENCE):  # 409: a twin is in flight
            answer = door.post("/v1/transfers", content=body)
            if answer.status_code not in {409, 503}:
                break
        return answer.status_code, answer.content

    with ThreadPoolExecutor(24) as crowd:
        answers = list(crowd.map(send, [body for body in bodies for _ in range(3)]))
    for number in range(_KEYS):
        three = set(answers[3 * number : 3 * number + 3])
        assert len(three) == 1, three
        assert three.pop()[0] == 200
    record_property("attempts", 3 * _KEYS)
    assert _entries(store) == _KEYS
    assert store.read(lambda reader: verify(reader, town.BOOK)) == []


def test_m02_a_replay_does_not_count_against_the_limit(store: Store, core: EmbeddedCore) -> None:
    order = town.order("k", 300_000)
    receipts = [store.run(lambda tx: core.books(tx).transfer(order)) for _ in range(3)]
    assert receipts[0] == receipts[1] == receipts[2]
    assert store.run(lambda tx: core.books(tx).transfer(town.order("k2", 200_000)))


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": Money(10_001)},
        {"amount": Money(10_000, "USD")},
        {"to_account": town.LEI.account_no},
        {"to_name": town.LEI.name},
        {"from_account": town.MEI.account_no},
        {"customer_no": town.MEI.customer_no},
        {"memo": "房租"},
    ],
)
def test_m03_same_key_another_question(
    store: Store, core: EmbeddedCore, clock: ManualClock, changed: dict[str, object]
) -> None:
    order = town.order("k")
    first = watched(store, clock, lambda tx: core.books(tx).transfer(order))
    other = replace(order, **changed)  # type: ignore[arg-type]
    with pytest.raises(KeyReused):
        watched(store, clock, lambda tx: core.books(tx).transfer(other))
    assert store.read(lambda reader: core.books(reader).order_status("k")) == first
    assert _entries(store) == 1
    assert store.read(lambda reader: reader.all(_ALARMS)) == [(f"{town.BOOK}/k", "refused")]


def test_m03_over_http(door: httpx.Client, store: Store) -> None:
    order = town.order("k")
    first = door.post("/v1/transfers", content=msgspec.json.encode(order))
    other = replace(order, amount=Money(1))
    second = door.post("/v1/transfers", content=msgspec.json.encode(other))
    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["code"] == "conflict"
    assert door.get("/v1/orders", params={"key": "k"}).content == first.content
    assert store.read(lambda reader: reader.all(_ALARMS)) == [(f"{town.BOOK}/k", "refused")]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"amount": Money(0)}, BadInput),
        ({"amount": Money(600_000)}, NotAllowed),
        ({"to_name": "韩美美"}, NotAllowed),
        ({"to_account": town.LEI.account_no}, NotAllowed),
    ],
)
def test_m04_a_refused_key_may_come_back_right(
    store: Store, core: EmbeddedCore, wrong: dict[str, object], refusal: type[Exception]
) -> None:
    order = town.order("k")
    with pytest.raises(refusal):
        store.run(lambda tx: core.books(tx).transfer(replace(order, **wrong)))  # type: ignore[arg-type]
    assert store.read(lambda reader: core.books(reader).order_status("k")) is None
    receipt = store.run(lambda tx: core.books(tx).transfer(order))
    assert receipt.amount == order.amount
    assert _entries(store) == 1
