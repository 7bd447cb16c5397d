"""M01: kill −9 at random while callers send transfers and retry by key; then the books are read."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable

import pytest

from tests.bank import town
from tests.bank.checker import findings_of, open_bank
from tests.bank.mob import Mob
from tests.bank.served import Served, served
from tests.checks import Sabotage
from weiyin.storage.store import open_store

SABOTAGE = {
    "M01": Sabotage(
        "src/weiyin/bank/batch.py",
        "self._stored[row[1]] = (row[8], read_entry(row))",
        "self._stored.pop(row[1], None)",
    ),
}

_FULL = os.environ.get("WEIYIN_ATTACK_SCALE") == "full"
_CALLERS, _EACH, _KILLS = (20, 500, 200) if _FULL else (12, 50, 12)


@pytest.mark.timeout(900)
def test_m01_kill_while_money_moves(
    sqlite_url: str, record_property: Callable[[str, object], None]
) -> None:
    people = [town.person(serial, f"客户{serial}") for serial in range(1, 41)]
    open_bank(sqlite_url, people)
    with served(sqlite_url) as server:
        mob = Mob(server.url, people, seed=_CALLERS)
        sending = threading.Thread(target=mob.send, args=(_CALLERS, _EACH))
        sending.start()
        _kill_at_random(server, mob, sending)
        sending.join()
    assert len(mob.acked) == _CALLERS * _EACH, "a caller was refused or gave up"
    assert mob.asked_again > 0, "no kill was felt by anybody"
    store = open_store(sqlite_url)
    try:
        findings = store.read(lambda reader: findings_of(reader, mob, people))
    finally:
        store.close()
    record_property("attempts", len(mob.acked))
    assert findings == []


def _kill_at_random(server: Served, mob: Mob, sending: threading.Thread) -> None:
    """Each kill comes at a random moment of its share of the work; the last server lives on."""
    dice = random.Random(7)
    share = _CALLERS * _EACH / (_KILLS + 1)
    for number in range(_KILLS):
        due = (number + dice.random()) * share
        while len(mob.acked) < due and sending.is_alive():
            time.sleep(0.001)
        time.sleep(dice.uniform(0, 0.02))
        server.kill()
        server.start()
