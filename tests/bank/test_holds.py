"""Holds: judged when made, ended once, expired on time."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import pytest

from tests.bank import town
from tests.checks import Sabotage
from weiyin.bank import holds
from weiyin.bank.core import Balance, HoldOrder
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import TOPUP
from weiyin.bank.verify import verify
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput, Conflict, NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage.store import Store, Tx

SABOTAGE = {
    "M14": Sabotage(
        "src/weiyin/bank/holds.py",
        "Leg(found.from_account, -paid_fen, out_held_fen=-held, other=found.other)",
        "Leg(found.from_account, -paid_fen, out_held_fen=-paid_fen, other=found.other)",
    ),
}

LEI = town.LEI.account_no
_RACES = 1_000 if os.environ.get("WEIYIN_ATTACK_SCALE") == "full" else 30


def _order(key: str, fen: int, expires: datetime | None = None) -> HoldOrder:
    return HoldOrder(key, town.LEI.customer_no, LEI, TOPUP, Money(fen), "预授权", expires)


def _hold(
    store: Store, core: EmbeddedCore, key: str, fen: int, expires: datetime | None = None
) -> str:
    return store.run(lambda tx: core.books(tx).hold(_order(key, fen, expires))).entry_no


def _balance(store: Store, core: EmbeddedCore, no: str = LEI) -> Balance:
    return store.read(lambda reader: core.books(reader).balance(no))


def test_a_hold_takes_from_what_is_available(store: Store, core: EmbeddedCore) -> None:
    _hold(store, core, "h", 400_000)
    assert _balance(store, core) == Balance(LEI, Money(1_000_000), Money(600_000), Money(400_000))
    with pytest.raises(NotAllowed):
        _hold(store, core, "over the limit", 100_001)
    with pytest.raises(NotAllowed) as refused:
        store.run(
            lambda tx: holds.hold(
                tx, core.book, holds.NewHold("f", LEI, TOPUP, Money(600_001), core.clock.now())
            )
        )
    assert refused.value.rule == "funds"


def test_a_part_is_paid_and_the_rest_let_go(store: Store, core: EmbeddedCore) -> None:
    hold_no = _hold(store, core, "h", 400_000)
    paid = store.run(lambda tx: core.books(tx).post_hold("p", hold_no, Money(150_000)))
    assert (paid.amount, paid.balance, paid.status) == (Money(150_000), Money(850_000), "posted")
    assert _balance(store, core).available == Money(850_000)
    assert _balance(store, core, TOPUP).posted == Money(150_000)
    line = store.read(lambda r: core.books(r).entries(LEI, None, None, 1))[0]
    assert (line.amount, line.memo) == (Money(-150_000), "预授权")
    assert store.read(lambda reader: verify(reader, core.book)) == []


def test_wrong_ends(store: Store, core: EmbeddedCore) -> None:
    hold_no = _hold(store, core, "h", 100)
    for amount in (Money(0), Money(-1), Money(101), Money(50, "USD")):
        with pytest.raises(BadInput):
            store.run(lambda tx, a=amount: core.books(tx).post_hold("p", hold_no, a))
    with pytest.raises(NotFound):
        store.run(lambda tx: core.books(tx).post_hold("p", "no-such"))
    with pytest.raises(NotFound):
        entry = store.run(lambda tx: core.books(tx).transfer(town.order("t"))).entry_no
        store.run(lambda tx: core.books(tx).void_hold("v", entry))


@pytest.mark.parametrize("other", ["void", "expire"])
def test_m14_a_hold_ends_once_whoever_comes_first(
    store: Store, core: EmbeddedCore, clock: ManualClock, other: str
) -> None:
    """The payout races with the letting go; in the last moment of its time, with its expiry."""
    end = clock.now() + timedelta(minutes=1)
    expires = end if other == "expire" else None
    holding = [_hold(store, core, f"h{n}", 100, expires) for n in range(_RACES)]
    clock.set(end - timedelta(microseconds=1))

    def pay(tx: Tx, number: int) -> int:
        core.books(tx).post_hold(f"p{number}", holding[number])
        return 1

    def let_go(tx: Tx, number: int) -> int:
        if other == "expire":
            return len(holds.expire_holds(tx, core.book, end, 1))
        core.books(tx).void_hold(f"v{number}", holding[number])
        return 1

    def finish(how: int) -> int:
        number, which = divmod(how, 2)
        work = partial(pay if which else let_go, number=number)
        try:
            return store.run(work)
        except Conflict:
            return 0

    with ThreadPoolExecutor(24) as crowd:
        ended = list(crowd.map(finish, range(2 * _RACES)))
    paid, let = sum(ended[1::2]), sum(ended[::2])
    assert paid + let == _RACES
    balance = _balance(store, core)
    assert balance.held == Money(0)
    assert balance.posted == Money(1_000_000 - 100 * paid)
    assert store.read(lambda reader: verify(reader, core.book)) == []


def test_expiry(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    end = clock.now() + timedelta(minutes=10)
    order = _order("h", 500, expires=end)
    hold_no = store.run(lambda tx: core.books(tx).hold(order)).entry_no
    _hold(store, core, "for ever", 7)

    def expire() -> int:
        return len(store.run(lambda tx: holds.expire_holds(tx, core.book, clock.now())))

    clock.advance(timedelta(minutes=10) - timedelta(microseconds=1))
    assert expire() == 0
    clock.advance(timedelta(microseconds=1))
    with pytest.raises(Conflict):
        store.run(lambda tx: core.books(tx).post_hold("p", hold_no))
    assert (expire(), expire()) == (1, 0)
    assert _balance(store, core).held == Money(7)
    with pytest.raises(Conflict):
        store.run(lambda tx: core.books(tx).void_hold("v", hold_no))
