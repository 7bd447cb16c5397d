"""Interest of current accounts: to the fen of the vector, once a quarter, whatever is run twice."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.bank import town
from weiyin.bank.account.current_interest import interest_fen
from weiyin.bank.close.machine import close_in
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CLEARING
from weiyin.bank.officer import Movement, Officer
from weiyin.bank.verify import verify
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.base.money import Money
from weiyin.storage.store import Store

VECTOR = json.loads((Path(__file__).parents[1] / "vectors.json").read_text(encoding="utf-8"))[
    "current_deposit_quarter"
]
SETTLED = date(2026, 9, 20)


def _vector() -> list[tuple[date, int]]:
    return [(date.fromisoformat(a), int(yuan) * 100) for a, _, yuan, _ in VECTOR["segments"]]


def test_the_vector_to_the_fen() -> None:
    until = date.fromisoformat(VECTOR["segments"][-1][1])
    assert f"{Money(interest_fen(_vector(), until, 5))}" == VECTOR["interest"]


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(-50, 10**9)), min_size=1, max_size=9),
    st.integers(0, 500),
)
def test_cutting_a_span_changes_nothing(spans: list[tuple[int, int]], bp: int) -> None:
    day, whole, cut = date(2026, 1, 1), [], []
    for days, fen in spans:
        whole.append((day, fen))
        cut += [(day + timedelta(days=one), fen) for one in range(days)]
        day += timedelta(days=days)
    assert interest_fen(whole, day, bp) == interest_fen(cut, day, bp)


def test_settled_with_the_close_of_the_twentieth(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    """The vector's balances on an account; the day closed twice, and those around it."""
    no, had = town.LEI.account_no, 0
    store.run(lambda tx: Officer(core).book(tx, [_to(no, 1_000_000, 0, date(2026, 6, 10), "out")]))
    for serial, (day, fen) in enumerate(_vector()):
        move = _to(no, had, fen, day, f"v{serial}")
        store.run(lambda tx, move=move: Officer(core).book(tx, [move]))  # type: ignore[misc]
        had = fen
    clock.set(datetime(2026, 9, 22, 1, tzinfo=SHANGHAI))
    for day in (SETTLED - timedelta(days=1), SETTLED, SETTLED, SETTLED + timedelta(days=1)):
        store.run(partial(close_in, core=core, day=day))
    [line] = store.read(lambda r: core.books(r).entries(no, None, None, 1))
    assert (line.kind, line.memo, str(line.amount)) == ("interest", "活期结息", VECTOR["interest"])
    assert line.at == datetime(2026, 9, 21, tzinfo=SHANGHAI)
    assert line.balance == Money(had + 216)
    assert store.read(lambda reader: verify(reader, town.BOOK)) == []


def _to(no: str, had: int, fen: int, day: date, key: str) -> Movement:
    """From `had` to `fen` at noon of `day`."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
    payer, payee = (CLEARING, no) if fen > had else (no, CLEARING)
    return Movement(key, "salary", at, payer, payee, Money(abs(fen - had)), "工资")
