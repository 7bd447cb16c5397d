"""A close cut off at every write in turn and taken up again ends as a quiet one (as M08 asks)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from weiyin.bank.close.machine import close_day
from weiyin.bank.embedded import EmbeddedCore
from weiyin.storage.store import Store, Tx, open_store

_MOST = 400


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


def close_cut_everywhere(
    before: Path, core: EmbeddedCore, day: date, dump: Callable[[Store], list[object]]
) -> list[object]:
    """What the books say after `day`, however its close was cut; `before` is copied each time."""
    quiet: list[object] = []
    for at in range(_MOST):
        path = before.with_name(f"{at}.db")
        shutil.copyfile(before, path)
        store = open_store(f"sqlite:///{path}")
        cut: Any = _Cut(store, at)
        try:
            close_day(cut, core, day)
        except _CutError:
            close_day(store, core, day)
        found = dump(store)
        store.close()
        path.unlink()
        quiet = quiet or found
        assert found == quiet, f"cut at write {at}"
        if at and cut.left > 0:
            assert at > 20, "hardly anything was written"
            return quiet
    raise AssertionError("never came to an end")
