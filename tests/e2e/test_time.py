"""Clocks that are put forward and back, and hosts that do not agree what time it is."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import cast

import pytest

from tests.bank import town
from tests.checks import Sabotage
from tests.house.bank import WANG
from tests.house.made import open_house
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.verify import verify
from weiyin.base.clock import SHANGHAI, ManualClock, SystemClock, from_us, shanghai_day
from weiyin.base.errors import NotAllowed, Refused
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, open_store

SABOTAGE = {
    "T01": Sabotage(
        "src/weiyin/base/clock.py",
        "        if now < last:\n",
        "        if now is None:\n",
    ),
    "T02": Sabotage(
        "src/weiyin/bank/parties.py",
        "return self._day + 1 if ahead else self._day",
        "return self._day",
    ),
}
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LEAP_SECOND = timedelta(seconds=-1)
SEEDS = 500
LIMIT = 500_000
"""Of LEI's transfers a day, in fen."""


class Machine:
    """A machine whose wall clock is put forward and back; `tick` is what really passed."""

    def __init__(self, start: datetime) -> None:
        self.wall, self.tick = start, 0.0
        self._clock = SystemClock(lambda: self.wall, self.monotonic)

    def advance(self, step: timedelta) -> None:
        self.wall += step
        self.tick += step.total_seconds()

    def jump(self, step: timedelta) -> None:
        self.wall += step

    def now(self) -> datetime:
        return self._clock.now()

    def monotonic(self) -> float:
        return self.tick


def test_t01_what_lives_five_minutes_never_lives_ten(
    record_property: pytest.RecordProperty,
) -> None:
    """Of a clock that is looked at now and then; whatever jumps, ages only grow."""
    for seed in range(SEEDS):
        chance = random.Random(seed)
        machine = Machine(datetime(2026, 12, 31, 23, 30, tzinfo=SHANGHAI))
        born, at = machine.now(), machine.tick
        last = born
        for _ in range(40):
            machine.jump(chance.choice([HOUR, -HOUR, LEAP_SECOND, timedelta(0), timedelta(0)]))
            machine.advance(timedelta(seconds=chance.uniform(0, 90)))
            now = machine.now()
            assert now >= last >= born, seed
            if machine.tick - at >= 600:
                assert now - born >= timedelta(minutes=5), seed
            last = now
    record_property("attempts", SEEDS)


@pytest.mark.parametrize("jump", [HOUR, -HOUR, -5 * MINUTE, LEAP_SECOND, -24 * HOUR])
def test_t01_a_code_is_dead_after_ten_minutes_whatever_the_wall_says(
    sqlite_url: str, jump: timedelta
) -> None:
    machine = Machine(datetime(2026, 7, 20, 10, tzinfo=SHANGHAI))
    house = open_house(sqlite_url, cast("ManualClock", machine))
    house.stock()
    house.bind("o-wang", WANG)
    machine.advance(2 * MINUTE)
    session = house.session("o-wang")
    order = {"payee": "老李", "amount": "500"}
    made = house.start(session, "transfer_same_bank", order)
    handle = made.handle  # type: ignore[union-attr]
    house.app.counter.send_code(session, handle)
    code = house.code()
    machine.jump(jump)
    for _ in range(10):
        machine.advance(MINUTE)
        house.app.courier.do_chores()
    with pytest.raises(Refused):
        house.app.counter.confirm(house.session("o-wang"), handle, code)
    assert "14,874.50" in house.say("o-wang", "查余额")
    house.app.close()


def spend(store: Store, core: EmbeddedCore, key: str) -> bool:
    """A thousand yuan, unless the day's limit is used up."""
    try:
        store.run(lambda tx: core.books(tx).transfer(town.order(key, 100_000)))
    except NotAllowed as refused:
        assert refused.rule == "daily_limit"
        return False
    return True


def spent_by_day(store: Store) -> Counter[str]:
    """What left LEI's account by transfer, by the ledger's own calendar."""
    look = sql(
        "SELECT l.at_us, l.amount_fen FROM ledger_lines l JOIN ledger_entries e"
        " ON e.book = l.book AND e.entry_no = l.entry_no"
        " WHERE l.account_no = :no AND e.kind = 'transfer' AND l.amount_fen < 0"
    )
    days: Counter[str] = Counter()
    for at_us, fen in store.read(lambda reader: reader.all(look, no=town.LEI.account_no)):
        days[shanghai_day(from_us(at_us)).isoformat()] -= fen
    return days


@pytest.mark.parametrize(
    "midnight",
    [
        datetime(2026, 7, 21, tzinfo=SHANGHAI),
        datetime(2027, 1, 1, tzinfo=SHANGHAI),
        datetime(2028, 2, 29, tzinfo=SHANGHAI),
        datetime(2028, 3, 1, tzinfo=SHANGHAI),
    ],
)
@pytest.mark.parametrize("jump", [timedelta(0), HOUR, -HOUR, LEAP_SECOND])
def test_t01_a_limit_is_of_one_day_in_shanghai(
    sqlite_url: str, sealer: Sealer, midnight: datetime, jump: timedelta
) -> None:
    machine, store = Machine(midnight - 30 * MINUTE), open_store(sqlite_url)
    core = EmbeddedCore(town.BOOK, machine, sealer)
    store.run(lambda tx: town.build(tx, core))
    done = [spend(store, core, f"before-{n}") for n in range(7)]
    machine.advance(40 * MINUTE)
    done += [spend(store, core, f"after-{n}") for n in range(7)]
    machine.jump(jump)
    done += [spend(store, core, f"jumped-{n}") for n in range(7)]
    assert done == [True] * 5 + [False] * 2 + [True] * 5 + [False] * 9
    assert all(fen <= LIMIT for fen in spent_by_day(store).values())
    assert store.read(lambda reader: verify(reader, town.BOOK)) == []
    store.close()


def test_t02_two_hosts_three_minutes_apart_keep_one_order_and_one_limit(
    store_url: str, sealer: Sealer, record_property: pytest.RecordProperty
) -> None:
    """One is at the new day already, the other is not: they take turns over midnight."""
    midnight = datetime(2026, 7, 21, tzinfo=SHANGHAI)
    clocks = [ManualClock(midnight - 2 * MINUTE), ManualClock(midnight + MINUTE)]
    stores = [open_store(store_url) for _ in clocks]
    cores = [EmbeddedCore(town.BOOK, clock, sealer) for clock in clocks]
    stores[0].run(lambda tx: town.build(tx, cores[0]))
    acknowledged = []
    for turn in range(24):
        host = turn % 2
        if spend(stores[host], cores[host], f"turn-{turn}"):
            acknowledged.append(f"turn-{turn}")
        clocks[host].advance(timedelta(seconds=5))
    assert sum(spent_by_day(stores[0]).values()) <= 2 * LIMIT
    look = sql(
        "SELECT e.key FROM ledger_lines l JOIN ledger_entries e"
        " ON e.book = l.book AND e.entry_no = l.entry_no"
        " WHERE l.account_no = :no AND e.kind = 'transfer' ORDER BY l.seq"
    )
    kept = stores[1].read(lambda reader: reader.all(look, no=town.LEI.account_no))
    assert [key for (key,) in kept] == acknowledged, "the order is the ledger's, not a clock's"
    shown = stores[1].read(
        lambda reader: cores[1].books(reader).entries(town.LEI.account_no, None, None, 50)
    )
    balances = [one.balance.fen for one in shown if one.kind == "transfer"]
    assert balances == sorted(balances), "newest first, each a thousand less"
    assert stores[0].read(lambda reader: verify(reader, town.BOOK)) == []
    for store in stores:
        store.close()
    record_property("attempts", 24)
