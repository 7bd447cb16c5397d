"""A crowd of bound customers, made in bulk: one by the domain's own doors, the others its copies.

A copy differs in its serial, eight digits that stand in all of its keys. What is sealed for the
first one opens for no other, which no question of the bench asks for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg

from weiyin.app import App
from weiyin.bank.cards import NewCard
from weiyin.bank.core import Card, CardKind, CardStatus
from weiyin.bank.customers import NewCustomer
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CLEARING
from weiyin.bank.officer import Movement, Officer
from weiyin.base.money import Money
from weiyin.demo import numbers
from weiyin.people.bindings import bind
from weiyin.people.consents import Purpose, give_consent
from weiyin.people.followers import follow
from weiyin.storage.store import Tx, sqlite_path

OA, BOOK = "main", "bench"
_TABLES = (
    "followers", "bindings", "consents", "customers", "cards", "ledger_accounts",
    "ledger_entries", "ledger_lines",
)  # fmt: skip
_FIRST = 10_000_000
"""The original's serial; copies count on from it."""
_ROW_ID = 26

Row = tuple[Any, ...]
Originals = dict[str, list[Row]]


def openid(number: int) -> str:
    return f"oGrowth{_FIRST + number:021d}"


def account(number: int) -> str:
    return f"A{_FIRST + number}"


def open_original(tx: Tx, app: App) -> None:
    """The bank and its first customer, with money and a bound card."""
    core, now = app.cores[BOOK], app.clock.now()
    assert isinstance(core, EmbeddedCore)
    officer, serial = Officer(core), str(_FIRST)
    officer.open_house(tx, now)
    new = NewCustomer(
        f"C{serial}", "王小明", numbers.identity("19900307", 1), numbers.phone(_FIRST),
        Money(5_000_000),
    )  # fmt: skip
    officer.register(tx, new, now)
    number = numbers.debit_card(_FIRST)
    officer.open_debit(
        tx,
        NewCard(f"K{serial}", CardKind.DEBIT, number, "借记卡", account(0), new.customer_no),
        now,
    )
    pay = Movement(f"s{serial}", "salary", now, CLEARING, account(0), Money(10_000_000), "工资")
    officer.book(tx, [pay])
    follow(tx, OA, openid(0), now)
    give_consent(tx, oa=OA, openid=openid(0), purpose=Purpose.BINDING, version="1", text="", at=now)
    card = Card(
        f"K{serial}", CardKind.DEBIT, number[-4:], "借记卡", account(0), new.customer_no,
        CardStatus.ACTIVE,
    )  # fmt: skip
    bind(tx, oa=OA, openid=openid(0), card=card, consent_version="1", at=now)


def originals(url: str) -> Originals:
    """By table, the rows that name the original: to be called while nobody else is there."""
    found: Originals = {}
    with _opened(url) as database:
        for table in _TABLES:
            rows = database.execute(f"SELECT * FROM {table}").fetchall()
            found[table] = [row for row in rows if _is_original(row)]
    return found


def multiply(url: str, rows: Originals, first: int, last: int) -> None:
    """Copies number `first` to `last` of the original, then statistics."""
    fill = _fill_sqlite if url.startswith("sqlite:") else _fill_postgres
    fill(url, rows, first, last)


def _fill_sqlite(url: str, originals: Originals, first: int, last: int) -> None:
    with closing(sqlite3.connect(sqlite_path(url))) as database:
        for table, rows in originals.items():
            for row in rows:
                marks = ", ".join("?" * len(row))
                insert = f"INSERT INTO {table} VALUES ({marks})"
                database.executemany(insert, _copies(row, first, last))
        database.commit()
        database.execute("ANALYZE")


def _fill_postgres(url: str, originals: Originals, first: int, last: int) -> None:
    with psycopg.connect(url) as connection:
        for table, rows in originals.items():
            with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    for one in _copies(row, first, last):
                        copy.write_row(one)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _opened(url: str) -> closing[Any]:
    sqlite = url.startswith("sqlite:")
    return closing(sqlite3.connect(sqlite_path(url)) if sqlite else psycopg.connect(url))


def _is_original(row: Row) -> bool:
    return any(isinstance(value, str) and str(_FIRST) in value for value in row)


def _copies(row: Row, first: int, last: int) -> Iterator[Row]:
    for number in range(first, last):
        serial = str(_FIRST + number)
        yield tuple(_copied(value, serial) for value in row)


def _copied(value: Any, serial: str) -> Any:
    """Keys of chance keep their beginning; digests differ at their end."""
    if isinstance(value, str):
        if str(_FIRST) in value:
            return value.replace(str(_FIRST), serial)
        is_chance = len(value) >= _ROW_ID and value.isascii() and value.isalnum()
        return value[: -len(serial)] + serial if is_chance else value
    if isinstance(value, (bytes, memoryview)) and len(value) >= len(serial):
        return bytes(value)[: -len(serial)] + serial.encode()
    return value
