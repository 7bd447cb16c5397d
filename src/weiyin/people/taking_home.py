"""One's own data to take home: every row of this channel that names the person, in plain members.

Left out are hashes, seals and what proves who somebody is: they tell their owner nothing.
"""

from __future__ import annotations

from functools import cache

from weiyin.base.clock import SHANGHAI, from_us
from weiyin.people.data_register import Registered, data_register
from weiyin.storage.sql import Sql, sql
from weiyin.storage.store import Reader

_BOUNDS = frozenset({"oa", "openid", "book"})
"""The same in every row: whose it is."""


def taken_home(
    reader: Reader, oa: str, openid: str, room: int
) -> dict[str, list[dict[str, object]]]:
    """By the table's title, up to `room` rows each; tables without a row are left out."""
    told = {}
    for one, statement, names in _looks():
        rows = reader.all(statement, oa=oa, openid=openid, room=room)
        if rows:
            told[one.title] = [_members(names, tuple(row)) for row in rows]
    return told


@cache
def _looks() -> tuple[tuple[Registered, Sql, tuple[str, ...]], ...]:
    titled = (one for one in data_register().values() if one.title)
    return tuple((one, _look(one), _plain(one)) for one in titled)


def _look(one: Registered) -> Sql:
    return sql(
        f"SELECT {', '.join(_plain(one))} FROM {one.table} WHERE oa = :oa AND openid = :openid"
        " LIMIT CAST(:room AS INTEGER)"
    )


def _plain(one: Registered) -> tuple[str, ...]:
    return tuple(name for name, kind in one.classes.items() if kind < 3 and name not in _BOUNDS)


def _members(names: tuple[str, ...], row: tuple[object, ...]) -> dict[str, object]:
    return {
        name.removesuffix("_us"): _moment(name, value)
        for name, value in zip(names, row, strict=True)
        if value is not None and not isinstance(value, bytes | memoryview)
    }


def _moment(name: str, value: object) -> object:
    if name.endswith("_us") and isinstance(value, int) and value > 0:
        return from_us(value).astimezone(SHANGHAI).isoformat()
    return value
