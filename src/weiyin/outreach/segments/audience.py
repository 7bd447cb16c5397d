"""The audience: a row for each follower who bound a card, with what rules may speak of.

It is made anew once a day through the ports to people and books, page by page; it holds no name,
number or phone. A segment is counted and listed from it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from weiyin.bank.core import Books, CardKind, Core
from weiyin.base.clock import Clock, shanghai_day, to_us
from weiyin.outreach.segments.rule import Condition, compile_rule
from weiyin.people.who import Who, access_customers, access_who
from weiyin.storage.patience import be_patient
from weiyin.storage.sql import Sql, sql
from weiyin.storage.store import Reader, Store, Tx

_PAGE = 500
_COUNT_S = 120
"""Ten million rows are read in less, from a cold disk too."""
_PLAN = (sql("ANALYZE audience"), sql("ANALYZE audience_tags"))
_PUT = sql("""
    INSERT INTO audience (oa, openid, customer_no, status, born, has_debit, has_credit,
                          deposit_fen, debt_fen, followed_us, seen_us)
    VALUES (:oa, :openid, :customer_no, :status, :born, :has_debit, :has_credit,
            :deposit_fen, :debt_fen, :followed_us, :seen_us)
    ON CONFLICT (oa, openid) DO UPDATE SET customer_no = excluded.customer_no,
        status = excluded.status, born = excluded.born, has_debit = excluded.has_debit,
        has_credit = excluded.has_credit, deposit_fen = excluded.deposit_fen,
        debt_fen = excluded.debt_fen, followed_us = excluded.followed_us,
        seen_us = excluded.seen_us
""")
_DROP_UNSEEN = sql("DELETE FROM audience WHERE oa = :oa AND seen_us < :seen_us")
_BORN = sql("SELECT born, status FROM audience WHERE oa = :oa AND openid = :openid")
_TAG = sql("""
    INSERT INTO audience_tags (oa, tag, openid) VALUES (:oa, :tag, :openid)
    ON CONFLICT (oa, tag, openid) DO NOTHING
""")
_UNTAG = sql("DELETE FROM audience_tags WHERE oa = :oa AND tag = :tag AND openid = :openid")
_ADULT = 18


def count(reader: Reader, oa: str, rule: str, today: date) -> int:
    """How many the rule means now. Raises `BadInput` for a rule that cannot be read."""
    made = compile_rule(rule, today)
    be_patient(reader, _COUNT_S)
    row = reader.one(_selecting("count(*)", made), oa=oa, **made.parameters)
    return int(row[0]) if row else 0


def members(reader: Reader, oa: str, rule: str, today: date, *, after: str, most: int) -> list[str]:
    """Openids that the rule means, in their order, from the one after `after` on."""
    made = compile_rule(rule, today)
    tail = " AND a.openid > :after ORDER BY a.openid LIMIT CAST(:most AS INTEGER)"
    found = _selecting("a.openid", made, tail)
    return [row[0] for row in reader.all(found, oa=oa, after=after, most=most, **made.parameters)]


def means(reader: Reader, oa: str, rule: str, today: date, openid: str) -> bool:
    """Whether the rule means this person now."""
    made = compile_rule(rule, today)
    found = _selecting("1", made, " AND a.openid = :openid")
    return reader.one(found, oa=oa, openid=openid, **made.parameters) is not None


def make_plans_anew(tx: Tx) -> None:
    """After many rows were written: the database learns how many there are of what."""
    be_patient(tx, _COUNT_S)
    for statement in _PLAN:
        tx.run(statement)


def is_adult(reader: Reader, oa: str, openid: str, today: date) -> bool:
    """Known to be of age, and an active customer."""
    row = reader.one(_BORN, oa=oa, openid=openid)
    if row is None or not row[0] or row[1] != "active":
        return False
    born = date.fromisoformat(row[0])
    return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) >= _ADULT


def tag(tx: Tx, oa: str, openid: str, name: str) -> None:
    tx.run(_TAG, oa=oa, tag=name, openid=openid)


def untag(tx: Tx, oa: str, openid: str, name: str) -> None:
    tx.run(_UNTAG, oa=oa, tag=name, openid=openid)


@dataclass(slots=True)
class Refresh:
    """A chore of the courier: makes the audience anew once a day."""

    store: Store
    clock: Clock
    cores: Mapping[str, Core]
    oas_of_book: Callable[[str], Iterable[str]]
    _done: date | None = field(default=None)

    def __call__(self) -> int:
        """How many rows were written."""
        now = self.clock.now()
        today = shanghai_day(now)
        if self._done == today:
            return 0
        written = sum(
            self._of_account(book, oa, now) for book in self.cores for oa in self.oas_of_book(book)
        )
        self._done = today
        return written

    def _of_account(self, book: str, oa: str, now: datetime) -> int:
        written, after = 0, ""
        while rows := self._page(book, oa, after, now):
            self.store.run(partial(_put, rows=rows))
            written, after = written + len(rows), str(rows[-1]["openid"])
        self.store.run(lambda tx: tx.run(_DROP_UNSEEN, oa=oa, seen_us=to_us(now)))
        self.store.run(make_plans_anew)
        return written

    def _page(self, book: str, oa: str, after: str, now: datetime) -> list[dict[str, int | str]]:
        core = self.cores[book]

        def look(reader: Reader) -> list[dict[str, int | str]]:
            books = core.books(reader)
            return [
                _row(books, access_who(reader, oa, openid), followed_us, now)
                for openid, followed_us in access_customers(reader, oa, after, _PAGE)
            ]

        return self.store.read(look)


def _put(tx: Tx, rows: Sequence[dict[str, int | str]]) -> None:
    for row in rows:
        tx.run(_PUT, **row)


def _row(books: Books, who: Who, followed_us: int, now: datetime) -> dict[str, int | str]:
    assert who.customer_no is not None, f"{who.openid} was listed as bound"
    facts = books.customer(who.customer_no)
    debit = {one.account_no for one in who.bindings if one.kind is CardKind.DEBIT}
    credit = {one.account_no for one in who.bindings if one.kind is CardKind.CREDIT}
    return {
        "oa": who.oa,
        "openid": who.openid,
        "customer_no": who.customer_no,
        "status": facts.status,
        "born": facts.born.isoformat() if facts.born else "",
        "has_debit": int(bool(debit)),
        "has_credit": int(bool(credit)),
        "deposit_fen": sum(books.balance(no).posted.fen for no in debit),
        "debt_fen": -sum(books.balance(no).posted.fen for no in credit),
        "followed_us": followed_us,
        "seen_us": to_us(now),
    }


def _selecting(what: str, condition: Condition, tail: str = "") -> Sql:
    """The statement is made of constants alone: `fields` holds every word of a condition."""
    return sql(f"SELECT {what} FROM audience a WHERE a.oa = :oa AND ({condition.sql}){tail}")
