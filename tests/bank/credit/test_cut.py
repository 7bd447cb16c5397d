"""The close of a card's day, cut off at every write in turn and taken up again (as M08 asks)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.bank import town
from tests.bank.credit.test_laws import Stage
from tests.bank.cutting import close_cut_everywhere
from weiyin.bank.credit.instalments import open_plan
from weiyin.bank.credit.plans import PlanKind
from weiyin.bank.credit.terms import find_account
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.clock import ManualClock, shanghai_midnight
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

LAST = date(2026, 8, 5)
_ENTRIES = sql("SELECT key, kind, at_us FROM ledger_entries ORDER BY key")
_STATE = tuple(
    sql(f"SELECT * FROM {name} ORDER BY 1, 2, 3")
    for name in ("credit_statements", "credit_plans", "credit_points", "credit_sheets")
)


def _month_begins(path: Path, template: Path) -> None:
    """A plan and an unpaid bill, every day closed but the one on which it all comes together."""
    stage = Stage(path, template)
    book = stage.core.book

    def sign(tx: Tx) -> None:
        account = find_account(tx, book, town.CREDIT_ACCOUNT)
        open_plan(stage.core.office(tx), "p", account, PlanKind.BILL, "", Money(300_000), 3)

    stage.store.run(sign)
    stage.close((LAST - stage.next).days)
    stage.clock.advance(timedelta(days=1))
    stage.store.close()


def _dump(store: Store) -> list[object]:
    return store.read(lambda r: [r.all(_ENTRIES), *(r.all(one) for one in _STATE)])


def test_a_close_cut_at_every_write_ends_as_a_quiet_one(
    tmp_path: Path, migrated_sqlite: Path
) -> None:
    before = tmp_path / "before.db"
    _month_begins(before, migrated_sqlite)
    clock = ManualClock(shanghai_midnight(LAST + timedelta(days=1)))
    core = EmbeddedCore(town.BOOK, clock, town.plain_sealer())
    close_cut_everywhere(before, core, LAST, _dump)
