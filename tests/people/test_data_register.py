"""Every column has a class, every row a life, and what is over is deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, Table
from sqlalchemy import Text as TextType

from tests.checks import Sabotage
from tests.house.made import House
from weiyin.app.schema import whole_schema
from weiyin.base.clock import shanghai_day, to_us
from weiyin.people.data_register import data_register
from weiyin.places.queues.ticket import day_number
from weiyin.storage.columns import ROW
from weiyin.storage.sql import sql

SABOTAGE = {
    "D07": Sabotage(
        "src/weiyin/people/purge.py",
        '    sql("DELETE FROM challenges WHERE issued_us < :before_us"),\n',
        "",
    )
}
LIVES = {"bank", "law", "person"}
_HASHED = ("_blind", "_key", "_hash", "hash", "salt")


def schema() -> dict[str, Table]:
    return dict(whole_schema().tables)


def test_d07_every_column_has_a_class_and_every_table_a_life() -> None:
    """A new column wants its word in `people/data_register.csv`: c1, c2 or c3 of its table."""
    told = {(name, one) for name, entry in data_register().items() for one in entry.classes}
    there = {(name, one.name) for name, table in schema().items() for one in table.columns}
    assert sorted(there - told) == [], "give each a class in people/data_register.csv"
    assert sorted(told - there) == [], "these are gone: take them out of the register"
    for entry in data_register().values():
        named = {life for life in entry.lives if not life.endswith(" days")}
        assert named <= LIVES, entry
        assert named or entry.kept, entry


def test_d07_what_proves_a_person_is_never_kept_in_clear() -> None:
    """C3 is hashed or sealed; whole numbers, names and phones of customers are sealed."""
    for name, entry in data_register().items():
        columns = schema()[name].columns
        for one in (columns[told] for told, kind in entry.classes.items() if kind == 3):
            assert ROW in one.info or one.name.endswith(_HASHED), one
            assert isinstance(one.type, LargeBinary) or one.name.endswith(_HASHED), one
        if "bank" not in entry.lives:
            clear = {"phone", "id_number", "pan", "card_number", "password"} & set(columns.keys())
            assert not clear, (name, clear)


def test_d07_what_goes_with_a_person_names_that_person() -> None:
    for name, entry in data_register().items():
        if entry.goes_with_person or entry.title:
            assert {"oa", "openid"} <= set(schema()[name].columns.keys()), name
        if entry.goes_with_person:
            assert entry.title, f"{name}: what a person may take home has a title"


def _value(column: Column[Any], at: Any, number: int) -> object:
    """Something of the column's kind, of that moment where it keeps one."""
    if column.name.endswith("_us"):
        return to_us(at)
    if column.name == "day":
        text = isinstance(column.type, TextType)
        return shanghai_day(at).isoformat() if text else day_number(at)
    if isinstance(column.type, TextType):
        return "closed" if column.name == "state" else f"x{number}"
    return b"x%d" % number if isinstance(column.type, LargeBinary) else number


def _put(house: House, table: Table, at: Any, number: int) -> None:
    row = {column.name: _value(column, at, number) for column in table.columns}
    named = ", ".join(f":{name}" for name in row)
    insert = sql(f"INSERT INTO {table.name} ({', '.join(row)}) VALUES ({named})")
    house.app.store.run(lambda tx: tx.run(insert, **row))


def test_d07_a_purge_deletes_what_is_over_and_only_that(
    house: House, record_property: pytest.RecordProperty
) -> None:
    lives = {name: one.kept for name, one in data_register().items() if one.kept}
    now = house.clock.now()
    for name, kept in lives.items():
        house.app.store.run(lambda tx, name=name: tx.run(sql(f"DELETE FROM {name}")))
        _put(house, schema()[name], now - kept - timedelta(days=1, hours=1), 1)
        _put(house, schema()[name], now + timedelta(hours=1), 2)
    house.clock.advance(timedelta(minutes=2))
    house.app.courier.tidy()
    house.app.courier.do_chores()
    for name in lives:
        count = sql(f"SELECT COUNT(*) FROM {name}")
        [left] = house.app.store.read(lambda reader, count=count: reader.one(count)) or (0,)
        assert left == 1, f"{name}: {left} of an old and a new row are left"
    record_property("attempts", 2 * len(lives))
