"""The core's door over HTTP: signed, repeatable, exact about what it cannot read."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from weiyin.base.clock import ManualClock, to_us
from weiyin.base.mask import Secret
from weiyin.channel.core.feed import BODY_LIMIT_BYTES, CoreFeedDeps, create_core_feed
from weiyin.channel.proof import branch_key, core_feed_key, signature_of
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane, Parcel
from weiyin.storage.store import Store

KEY = Secret("the key of the core")
OURS = core_feed_key(KEY, "demo")


class Core:
    """A bank's core that tells of its entries."""

    def __init__(self, store: Store, clock: ManualClock, key: Secret = KEY) -> None:
        self.store, self.clock = store, clock
        self._app = create_core_feed(CoreFeedDeps(store, clock, key, ["demo"]))

    def post(
        self, body: Any, *, path: str = "/demo", key: bytes = OURS, late: int = 0
    ) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        moment = str(to_us(self.clock.now()) // 1_000_000 - late)
        signed = signature_of(key, moment, path, content)
        headers = {"weiyin-timestamp": moment, "weiyin-signature": signed}

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://core.test") as line:
                return await line.post(path, content=content, headers=headers)

        return asyncio.run(send())

    def entry(self, number: str = "E1", **more: Any) -> dict[str, Any]:
        return {
            "entry_no": number, "account_no": "A1", "customer_no": "C1", "kind": "salary",
            "amount_fen": 100, "balance_fen": 300, "at": self.clock.now().isoformat(),
        } | more  # fmt: skip

    def event(self, **more: Any) -> dict[str, Any]:
        return {
            "key": "lock:1", "customer_no": "C1", "kind": "card_locked", "title": "卡已锁定",
            "facts": [{"label": "卡号", "value": "尾号4321"}], "lane": "security",
            "at": self.clock.now().isoformat(),
        } | more  # fmt: skip

    def parcels(self, topic: str) -> list[Parcel]:
        now = self.clock.now()
        return self.store.run(lambda tx: outbox.lease(tx, [topic], "test", now, 5.0, limit=50))


@pytest.fixture
def core(store: Store, clock: ManualClock) -> Core:
    return Core(store, clock)


def test_an_entry_and_an_event_are_taken_once(core: Core) -> None:
    told = {"entries": [core.entry(), core.entry("E2")], "events": [core.event()]}
    assert core.post(told).json() == {"taken": 3}
    assert core.post(told).json() == {"taken": 0}
    assert core.post({"entries": [core.entry(account_no="A2")]}).json() == {"taken": 1}
    entries = {one.key: one.payload for one in core.parcels("entry")}
    assert entries.keys() == {"E1:A1", "E2:A1", "E1:A2"}
    assert entries["E1:A1"] | {"at_us": 0} == {
        "book": "demo", "entry_no": "E1", "account_no": "A1", "customer_no": "C1",
        "kind": "salary", "amount_fen": 100, "balance_fen": 300, "currency": "CNY",
        "other": "", "memo": "", "at_us": 0,
    }  # fmt: skip
    (event,) = core.parcels("customer_event")
    assert (event.lane, event.payload["title"]) == (Lane.SECURITY, "卡已锁定")


def test_any_fault_of_proof_is_one_refusal(core: Core, store: Store, clock: ManualClock) -> None:
    told = {"entries": [core.entry()]}
    refused = [
        core.post(told, late=301),
        core.post(told, late=-301),
        core.post(told, key=core_feed_key(Secret("another"), "demo")),
        core.post(told, key=branch_key(KEY, "demo", "P00001")),
        core.post(told, path="/other", key=core_feed_key(KEY, "other")),
        Core(store, clock, Secret("")).post(told, key=core_feed_key(Secret(""), "demo")),
    ]
    assert {(one.status_code, one.content) for one in refused} == {(403, b'{"error":403}')}
    assert core.parcels("entry") == []


def test_nonsense_changes_nothing_and_names_the_field(core: Core) -> None:
    good = core.entry("E9")
    for wrong, named in (
        (core.entry(at="2026-07-20T10:00:00"), "at"),
        (core.entry(amount_fen=1.5), "amount_fen"),
        (core.entry(amount_fen=10**16), "amount_fen"),
        (core.entry(entry_no="E 1"), "entry_no"),
        (core.entry(memo="x" * 61), "memo"),
        (core.entry(more=1), "more"),
    ):
        answer = core.post({"entries": [good, wrong]})
        assert answer.status_code == 422
        assert named in answer.json()["why"], answer.text
    for body in (b"", b"{", b"\xff", {"events": [core.event(lane="marketing")]}):
        assert core.post(body).status_code == 422, body
    assert core.post(b" " * (BODY_LIMIT_BYTES + 1)).status_code == 413
    assert core.parcels("entry") == []
