"""Callers who transfer between the customers of a bank made for it, one order at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from weiyin.bank.cards import NewCard
from weiyin.bank.core import CardKind, Receipt, TransferOrder
from weiyin.bank.customers import NewCustomer
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CLEARING
from weiyin.bank.numbers import luhn_digit
from weiyin.bank.officer import Movement, Officer
from weiyin.base.clock import SystemClock
from weiyin.base.ids import SYSTEM_RNG, opaque_token
from weiyin.base.money import Money
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, Tx

CALLERS = 256
CUSTOMERS = 10_000
_AT_ONCE = 500
_RICH = Money(10**11)
_LIMIT = Money(10**13)

Send = Callable[[TransferOrder], Awaitable[Receipt]]


def open_bank(store: Store, core: EmbeddedCore | None = None) -> EmbeddedCore:
    """A bank of `CUSTOMERS` with one account each, made through the officer's doors."""
    clock = SystemClock()
    key = SYSTEM_RNG.getrandbits(256).to_bytes(32)
    core = core or EmbeddedCore("bench", clock, Sealer({"bench": key}, "bench"))
    officer, now = Officer(core), clock.now()
    store.run(lambda tx: officer.open_house(tx, now))
    for first in range(0, CUSTOMERS, _AT_ONCE):
        numbers = range(first, first + _AT_ONCE)
        store.run(lambda tx, numbers=numbers: _open(tx, officer, numbers, now))  # type: ignore[misc]
    return core


def _open(tx: Tx, officer: Officer, numbers: range, now: datetime) -> None:
    for number in numbers:
        serial = f"{number:08d}"
        id_number = f"11010119900101{number:04d}"
        new = NewCustomer(f"C{serial}", name_of(number), id_number, f"138{serial}", _LIMIT)
        officer.register(tx, new, now)
        body = f"6229000{serial}"
        pan = body + luhn_digit(body)
        card = NewCard(f"K{serial}", CardKind.DEBIT, pan, "借记卡", f"A{serial}", f"C{serial}")
        officer.open_debit(tx, card, now)
    officer.book(
        tx,
        [
            Movement(f"open-{n}", "deposit", now, CLEARING, f"A{n:08d}", _RICH, "开户存入")
            for n in numbers
        ],
    )


def name_of(number: int) -> str:
    """The customer's, as a payer must type it."""
    return f"客户{number % 1_000}"


@dataclass(frozen=True, slots=True)
class Rate:
    """Transfers acknowledged as durable, and in how many seconds."""

    count: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.count / self.seconds


def send_for(seconds: float, send: Send) -> Rate:
    """`CALLERS` tasks of one event loop, as a server has them: each sends its next order when the
    last one was acknowledged.
    """
    return asyncio.run(_send_for(seconds, send))


async def _send_for(seconds: float, send: Send) -> Rate:
    monotonic = SystemClock().monotonic
    start = monotonic()

    async def caller() -> int:
        count = 0
        for order in _orders():
            if monotonic() - start >= seconds:
                break
            await send(order)
            count += 1
        return count

    counts = await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return Rate(sum(counts), monotonic() - start)


def _orders() -> Iterator[TransferOrder]:
    key = opaque_token()
    serial = 0
    while True:
        chance = SYSTEM_RNG.getrandbits(64)
        payer = chance % CUSTOMERS
        payee = (payer + 1 + (chance >> 32) % (CUSTOMERS - 1)) % CUSTOMERS
        serial += 1
        yield TransferOrder(
            key=f"{key}-{serial}",
            customer_no=f"C{payer:08d}",
            from_account=f"A{payer:08d}",
            to_account=f"A{payee:08d}",
            to_name=name_of(payee),
            amount=Money(100),
            memo="饭钱",
        )
