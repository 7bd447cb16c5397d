"""The machines' door over HTTP: signed, repeatable, late or early; forms and arrivals."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from tests.places.made import place
from weiyin.base.clock import to_us
from weiyin.base.mask import Secret
from weiyin.channel.branch.feed import BODY_LIMIT_BYTES, FeedDeps, create_feed
from weiyin.channel.proof import branch_key, signature_of
from weiyin.places.booking.appointment import State, access_appointments, make_appointment
from weiyin.places.booking.form import make_form
from weiyin.places.booking.slots import Slot
from weiyin.places.queues.business import Business
from weiyin.places.queues.line import line_of
from weiyin.places.queues.ticket import take_ticket
from weiyin.places.register import put_places
from weiyin.places.telling import Person

KEY = Secret("a key of the install")
WANG = Person("main", "o-wang", "C1")


def send(app: ASGIApp, path: str, content: bytes, headers: dict[str, str]) -> httpx.Response:
    async def post() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bank.test") as client:
            return await client.post(path, content=content, headers=headers)

    return asyncio.run(post())


class Machine:
    """The queue machine of one branch."""

    def __init__(self, store, clock, sealer, place_id: str = "P00001", key: Secret = KEY) -> None:
        self.store, self.clock, self.place_id = store, clock, place_id
        self._app = create_feed(FeedDeps(store, clock, sealer, KEY))
        self._key = branch_key(key, "demo", place_id)

    def post(self, body: Any, *, path: str = "", at: int | None = None, **other: str):
        path = path or f"/demo/{self.place_id}"
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        timestamp = str(to_us(self.clock.now()) // 1_000_000 if at is None else at)
        signature = signature_of(self._key, timestamp, path, content)
        headers = {"weiyin-timestamp": timestamp, "weiyin-signature": signature} | other
        return send(self._app, path, content, headers)

    def says(self, *reports: dict[str, Any]):
        return self.post({"reports": reports})

    def line(self, seq: int, counters: int) -> dict[str, Any]:
        at = self.clock.now().isoformat()
        return {"type": "line", "seq": seq, "at": at, "business": "personal", "counters": counters}

    def ticket(self, seq: int, no: str, state: str = "waiting") -> dict[str, Any]:
        at = self.clock.now().isoformat()
        return {"type": "ticket", "seq": seq, "at": at, "no": no, "business": "personal",
                "state": state, "taken_at": at}  # fmt: skip


@pytest.fixture
def machine(store, clock, sealer) -> Machine:
    places = [place(1, 30_000_000, 120_000_000), place(2, 30_000_000, 120_100_000)]
    store.run(lambda tx: put_places(tx, "demo", places))
    return Machine(store, clock, sealer)


def test_reports_in_tickets_from_afar_out(machine: Machine) -> None:
    first = machine.says(machine.line(1, 2), machine.ticket(2, "A001"))
    assert (first.status_code, first.json()) == (200, {"applied": 2, "tickets": []})
    assert machine.says(machine.line(1, 2), machine.ticket(2, "A001")).json()["applied"] == 0
    now = machine.clock.now()
    machine.store.run(lambda tx: take_ticket(tx, "demo", WANG, "P00001", Business.PERSONAL, now))
    told = machine.says(machine.ticket(4, "A001", "done")).json()["tickets"]
    assert [(one["ticket_no"], one["state"], one["ahead"]) for one in told] == [
        ("W001", "waiting", 0)
    ]
    assert machine.says(machine.ticket(3, "A001", "called")).json()["applied"] == 0  # late
    line = machine.store.read(lambda r: line_of(r, "demo", "P00001", Business.PERSONAL, now))
    assert (line.waiting, line.serving, line.counters) == (1, 0, 2)


def test_any_fault_of_proof_is_one_refusal(machine: Machine, store, clock, sealer) -> None:
    body = {"reports": [machine.line(1, 2)]}
    now = to_us(clock.now()) // 1_000_000
    elsewhere = Machine(store, clock, sealer, "P00002")
    unknown = Machine(store, clock, sealer, "P09999", Secret("another"))
    refused = [
        machine.post(body, at=now - 301),
        machine.post(body, at=now + 301),
        machine.post(body, **{"weiyin-signature": ""}),
        machine.post(body, **{"weiyin-signature": "0" * 64}),
        machine.post(body, **{"weiyin-timestamp": "soon"}),
        elsewhere.post(body, path="/demo/P00001"),
        unknown.post(body),
    ]
    assert {(one.status_code, one.content) for one in refused} == {(403, b'{"error":403}')}
    assert line_of_anyone(store, clock) is None
    shut = create_feed(FeedDeps(store, clock, sealer, Secret("")))
    assert send(shut, "/demo/P00001", b"{}", {}).status_code == 403


def line_of_anyone(store, clock):
    return store.read(lambda r: line_of(r, "demo", "P00001", Business.PERSONAL, clock.now()))


def test_nonsense_changes_nothing(machine: Machine, store, clock) -> None:
    ahead = (clock.now() + timedelta(hours=1)).isoformat()
    for body in (
        b"",
        b"{",
        b"\xff",
        {"reports": [machine.line(0, 2)]},
        {"reports": [machine.line(1, 2) | {"at": ahead}]},
        {"reports": [machine.line(1, 2) | {"at": "2026-07-20T10:00:00"}]},
        {"reports": [machine.line(1, 2) | {"more": 1}]},
        {"reports": [machine.ticket(1, "<b>")]},
        {"reports": [machine.line(1, 2), machine.line(2, 1000)]},
    ):
        assert machine.post(body).status_code == 422, body
    assert machine.post(b" " * (BODY_LIMIT_BYTES + 1)).status_code == 413
    assert line_of_anyone(store, clock) is None


def test_who_came_and_what_they_filled_in(machine: Machine, store, clock, sealer) -> None:
    now = clock.now()
    slot = Slot("P00001", "account", now + timedelta(hours=1))
    made = store.run(
        lambda tx: make_appointment(tx, "demo", WANG, slot, words="开户", usual=3, now=now)
    )
    arrived = {"type": "arrival", "appointment": made.short_no}
    assert machine.says(arrived).json()["applied"] == 1
    assert machine.says(arrived).json()["applied"] == 0
    mine = store.read(lambda r: access_appointments(r, "demo", WANG, now))
    assert [one.state for one in mine] == [State.KEPT]

    facts = (("姓名", "王小明"),)
    code = store.run(lambda tx: make_form(tx, sealer, "demo", WANG, "loan", facts, now))
    path = "/demo/P00001/forms"
    found = machine.post({"code": code}, path=path)
    assert found.json() == {"customer_no": "C1", "kind": "loan", "facts": [["姓名", "王小明"]]}
    assert machine.post({"code": code}, path=path).status_code == 404
