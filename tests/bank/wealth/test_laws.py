"""Whatever is bought, redeemed, taken back and confirmed in whatever order: nothing is lost."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.house.bank import BOOK, WANG, stock
from tests.house.wealth import publish_navs
from weiyin.bank.close.machine import close_in
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.verify import verify
from weiyin.bank.wealth import cash, orders, suitability
from weiyin.base.clock import SHANGHAI, ManualClock, shanghai_day
from weiyin.base.errors import Refused
from weiyin.base.money import Money
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx, open_store

_LOTS = sql("SELECT COALESCE(SUM(left_units), 0) FROM wealth_lots WHERE book=:book")
_LEAVING = sql(
    "SELECT COALESCE(SUM(units), 0) FROM wealth_orders WHERE book=:book AND kind='redeem'"
    " AND state='placed'"
)
_HELD = sql(
    "SELECT COALESCE(SUM(credit_fen - debit_fen), 0) FROM ledger_accounts"
    " WHERE book=:book AND kind='units'"
)
_TRANSIT = sql(
    "SELECT COALESCE(SUM(credit_fen - debit_fen), 0) FROM ledger_accounts"
    " WHERE book=:book AND no LIKE 'WT.%'"
)
_WAITING = sql(
    "SELECT COALESCE(SUM(amount_fen), 0) FROM wealth_orders WHERE book=:book"
    " AND ((kind='buy' AND state='placed') OR (kind='redeem' AND state='confirmed'))"
)

steps = st.lists(
    st.tuples(
        st.sampled_from(["buy", "redeem", "quick", "cancel", "day"]),
        st.sampled_from(["F1", "W2"]),
        st.integers(10_00, 3_000_00),
    ),
    min_size=4,
    max_size=12,
)


def step(tx: Tx, core: EmbeddedCore, kind: str, code: str, number: int) -> None:
    office, customer = core.office(tx, quiet=True), WANG.customer_no
    if kind == "buy":
        orders.buy(office, customer, WANG.account, code, Money(number))
    elif kind == "redeem":
        orders.redeem(office, customer, code, number)
    elif kind == "quick":
        cash.redeem_now(office, customer, code, Money(number))
    else:
        newest = orders.orders_of(tx, BOOK, customer, 1)
        if newest:
            orders.cancel(office, customer, newest[0].order_no)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow,
          HealthCheck.function_scoped_fixture])  # fmt: skip
@given(steps)
def test_units_and_cash_are_conserved(
    migrated_sqlite: Path, sequence: list[tuple[str, str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.db"
        shutil.copyfile(migrated_sqlite, path)
        clock = ManualClock(datetime(2026, 7, 20, 10, tzinfo=SHANGHAI))
        core = EmbeddedCore(BOOK, clock, Sealer({"k1": bytes(range(32))}, "k1"))
        store = open_store(f"sqlite:///{path}")
        store.run(lambda tx: stock(tx, core, clock.now()))
        answers = (4, 2, 3, 2, 3, 2, 2, 2, 2, 2)
        store.run(lambda tx: suitability.put_grade(core.office(tx), WANG.customer_no, answers))
        for kind, code, number in [*sequence, ("day", "", 0)]:
            if kind == "day":
                today = shanghai_day(clock.now())
                store.run(partial(publish_navs, core=core, first=today, last=today))
                clock.advance(timedelta(days=1))
                store.run(partial(close_in, core=core, day=today, quiet=True))
            else:
                with suppress(Refused):
                    store.run(partial(step, core=core, kind=kind, code=code, number=number))
            rows = [
                store.read(lambda reader, one=one: reader.one(one, book=BOOK))
                for one in (_LOTS, _LEAVING, _HELD, _TRANSIT, _WAITING)
            ]
            lots, leaving, held, transit, waiting = (int(row[0]) for row in rows if row)
            assert lots == held + leaving
            assert transit == waiting
        assert store.read(lambda reader: verify(reader, BOOK)) == []
        store.close()
