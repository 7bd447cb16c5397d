"""Net values as the managers publish them, one a product and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from weiyin.base.errors import BadInput
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_PUT = sql(
    "INSERT INTO wealth_navs (book, code, day, nav_e4, total_e4, income_e4) VALUES (:book, :code,"
    " :day, :nav_e4, :total_e4, :income_e4) ON CONFLICT (book, code, day) DO NOTHING"
)
_COLUMNS = "SELECT day, nav_e4, total_e4, income_e4 FROM wealth_navs WHERE book=:book"
_ON = sql(f"{_COLUMNS} AND code=:code AND day=:day")
_LAST = sql(
    f"{_COLUMNS} AND code=:code AND day<=:day ORDER BY day DESC LIMIT CAST(:count AS INTEGER)"
)
_AS_OF = sql(
    "SELECT n.code, n.day, n.nav_e4, n.total_e4, n.income_e4 FROM wealth_navs n JOIN"
    " (SELECT code, MAX(day) AS day FROM wealth_navs WHERE book=:book AND day<=:day GROUP BY code)"
    " latest ON latest.code=n.code AND latest.day=n.day WHERE n.book=:book"
)
_AFTER = sql(f"{_COLUMNS} AND code=:code AND day>:after AND day<=:day ORDER BY day LIMIT 400")


@dataclass(frozen=True, slots=True)
class Nav:
    """Ten-thousandths of a yuan: a unit; with all its dividends; a day's income on 10,000 units."""

    day: date
    nav_e4: int
    total_e4: int
    income_e4: int = 0


def publish(tx: Tx, book: str, code: str, navs: Sequence[Nav]) -> None:
    """What was published stands: a day's value is never changed by a second one."""
    if any(one.nav_e4 <= 0 or one.income_e4 < 0 for one in navs):
        raise BadInput("nav", "单位净值须大于零")
    tx.many(
        _PUT,
        [
            {
                "book": book, "code": code, "day": one.day.isoformat(), "nav_e4": one.nav_e4,
                "total_e4": one.total_e4, "income_e4": one.income_e4,
            }
            for one in navs
        ],
    )  # fmt: skip


def nav_on(reader: Reader, book: str, code: str, day: date) -> Nav | None:
    """Of that day alone; None while it is not published."""
    row = reader.one(_ON, book=book, code=code, day=day.isoformat())
    return None if row is None else _nav(row)


def history(reader: Reader, book: str, code: str, until: date, count: int) -> tuple[Nav, ...]:
    """The last `count` published up to `until`, oldest first."""
    rows = reader.all(_LAST, book=book, code=code, day=until.isoformat(), count=count)
    return tuple(map(_nav, reversed(rows)))


def between(reader: Reader, book: str, code: str, after: date, until: date) -> tuple[Nav, ...]:
    """Published for the days after `after` up to `until`, oldest first."""
    days = {"after": after.isoformat(), "day": until.isoformat()}
    return tuple(map(_nav, reader.all(_AFTER, book=book, code=code, **days)))


def as_of(reader: Reader, book: str, day: date) -> dict[str, Nav]:
    """The newest of each product on that day, by code."""
    rows = reader.all(_AS_OF, book=book, day=day.isoformat())
    return {code: _nav(rest) for code, *rest in rows}


def _nav(row: Sequence[Any]) -> Nav:
    day, nav, total, income = row
    return Nav(date.fromisoformat(day), int(nav), int(total), int(income))
