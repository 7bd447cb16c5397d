"""The close of a card's day, cut off at every write in turn and taken up again (as M08 asks)."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.bank import town
from tests.bank.credit.test_laws import Stage
from weiyin.bank.close.machine import close_day
from weiyin.bank.credit.instalments import open_plan
from weiyin.bank.credit.plans import PlanKind
from weiyin.bank.credit.terms import find_account
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.clock import ManualClock, shanghai_midnight
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx, open_store

LAST = date(2026, 8, 5)
_ENTRIES = sql("SELECT key, kind, at_us FROM ledger_entries ORDER BY key")
_STATE = tuple(
    sql(f"SELECT * FROM {name} ORDER BY 1, 2, 3")
    for name in ("credit_statements", "credit_plans", "credit_points", "credit_sheets")
)


class _CutError(Exception):
    """The power went."""


class _Cut:
    """A store that fails at its `at`-th write, once."""

    def __init__(self, store: Store, at: int) -> None:
        self._store, self.left = store, at

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def run(self, work: Any) -> Any:
        return self._store.run(lambda tx: work(_CutTx(tx, self)))


class _CutTx:
    def __init__(self, tx: Tx, cut: _Cut) -> None:
        self._tx, self._cut = tx, cut

    def __getattr__(self, name: str) -> Any:
        if name in {"run", "many"}:
            self._cut.left -= 1
            if self._cut.left == 0:
                raise _CutError
        return getattr(self._tx, name)


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
    quiet: list[object] = []
    for at in range(200):
        path = tmp_path / f"{at}.db"
        shutil.copyfile(before, path)
        store = open_store(f"sqlite:///{path}")
        cut = _Cut(store, at)
        try:
            close_day(cut, core, LAST)
        except _CutError:
            close_day(store, core, LAST)
        quiet = quiet or _dump(store)
        assert _dump(store) == quiet, f"cut at write {at}"
        store.close()
        if at and cut.left > 0:
            assert at > 20
            return
    raise AssertionError("never came to an end")
