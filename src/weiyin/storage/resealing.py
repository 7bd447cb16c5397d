"""A change of keys carried through: what an older key sealed is sealed anew under the current one.

Each sealed column says how its rows are named (`storage.columns.sealed`), so nothing is listed
here. It goes beside a working house, a page of rows a unit, and takes up where it was broken off:
a row already under the current key is passed over, a row that changed meanwhile is left to whoever
changed it. When nothing is left behind, the old key may leave the settings; `seal_lookups` must go
on naming the key that look-ups were made with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from string import Formatter
from typing import Any

from sqlalchemy import Column, MetaData

from weiyin.base.errors import Broken, Misconfigured
from weiyin.storage.columns import ROW
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import Sql, sql
from weiyin.storage.store import Reader, Store, Tx

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Resealed:
    """What became of one column: values sealed anew, values that no key at hand opens."""

    table: str
    column: str
    anew: int
    unopened: int


@dataclass(frozen=True, slots=True)
class _Page:
    rows: int
    anew: int
    unopened: int
    last: dict[str, Any]


def sealed_columns(metadata: MetaData) -> list[Column[Any]]:
    """Every column that holds sealed values, in the order of tables."""
    return [c for table in metadata.sorted_tables for c in table.columns if ROW in c.info]


def reseal(
    store: Store, sealer: Sealer, metadata: MetaData, told: Callable[[float], None]
) -> Iterator[Resealed]:
    """Go through every sealed column. `told` hears the share of all values looked at so far."""
    columns = [_Column(column, sealer) for column in sealed_columns(metadata)]
    total = sum(store.read(column.count) for column in columns)
    seen = 0

    def look(rows: int) -> None:
        nonlocal seen
        seen += rows
        told(seen / total if total else 1.0)

    for column in columns:
        yield column.reseal(store, look)


class _Column:
    """One column's rows, by its primary key."""

    def __init__(self, column: Column[Any], sealer: Sealer) -> None:
        self._sealer = sealer
        self._table, self._column, self._row = column.table.name, column.name, column.info[ROW]
        self._keys = tuple(key.name for key in column.table.primary_key)
        named = (name for _, name, _, _ in Formatter().parse(self._row) if name)
        self._names = (*self._keys, *(name for name in named if name not in self._keys))
        self._count = sql(f"SELECT COUNT({self._column}) FROM {self._table}")
        self._first, self._next, self._put = self._statements()

    def count(self, reader: Reader) -> int:
        row = reader.one(self._count)
        assert row is not None
        return int(row[0])

    def reseal(self, store: Store, told: Callable[[int], None]) -> Resealed:
        anew = unopened = 0
        after: dict[str, Any] = {}
        while True:
            page = store.run(partial(self._page, after=after))
            anew, unopened = anew + page.anew, unopened + page.unopened
            told(page.rows)
            if page.rows < _PAGE:
                return Resealed(self._table, self._column, anew, unopened)
            after = page.last

    def _page(self, tx: Tx, after: dict[str, Any]) -> _Page:
        statement = self._next if after else self._first
        rows = tx.all(statement, page=_PAGE, **after)
        anew = unopened = 0
        for *names, blob in rows:
            named = dict(zip(self._names, names, strict=True))
            try:
                fresh = self._anew(named, bytes(blob))
            except (Broken, Misconfigured):
                unopened += 1
                continue
            if fresh != blob:
                key = {name: named[name] for name in self._keys}
                anew += tx.run(self._put, fresh=fresh, blob=blob, **key)
        last = zip(self._keys, rows[-1], strict=False) if rows else ()
        return _Page(len(rows), anew, unopened, {f"after_{key}": value for key, value in last})

    def _anew(self, named: dict[str, Any], blob: bytes) -> bytes:
        row = self._row.format_map(named)
        return self._sealer.reseal(blob, table=self._table, column=self._column, row=row)

    def _statements(self) -> tuple[Sql, Sql, Sql]:
        """The first page, a later page, and one row put back. Names are the schema's own."""
        keys, names = ", ".join(self._keys), ", ".join(self._names)
        last = ", ".join(f":after_{key}" for key in self._keys)
        one = " AND ".join(f"{key}=:{key}" for key in self._keys)
        page = (
            f"SELECT {names}, {self._column} FROM {self._table}"
            f" WHERE {self._column} IS NOT NULL{{after}}"
            f" ORDER BY {keys} LIMIT CAST(:page AS INTEGER)"
        )
        put = f"UPDATE {self._table} SET {self._column}=:fresh WHERE {one} AND {self._column}=:blob"
        return (
            sql(page.format(after="")),
            sql(page.format(after=f" AND ({keys}) > ({last})")),
            sql(put),
        )
