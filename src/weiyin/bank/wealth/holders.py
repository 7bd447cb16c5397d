"""Everybody who holds units, as the subjects of the daily close: `code customer`, ascending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from weiyin.bank.service import Office
from weiyin.storage.sql import sql

_HOLDERS = sql(
    "SELECT h.customer_no FROM wealth_holdings h JOIN ledger_accounts a ON a.book=h.book"
    " AND a.no=h.units_no AND a.bucket=0 WHERE h.code=:code AND h.book=:book"
    " AND h.customer_no>:after AND a.credit_fen>a.debit_fen"
    " ORDER BY h.customer_no LIMIT CAST(:room AS INTEGER)"
)


def holders(office: Office, heads: Iterable[str], after: str, room: int) -> Sequence[str]:
    """`head customer` for each head (a product's code, and words that may follow it).

    A blank sorts before whatever a code is made of, so that `F1 …` comes before `F10 …`.
    """
    return list(_holders(office, sorted(heads), after, room))


def _holders(office: Office, heads: Sequence[str], after: str, room: int) -> Iterator[str]:
    done_head, _, done = after.rpartition(" ")
    for head in heads:
        if head < done_head or room <= 0:
            continue
        since = done if head == done_head else ""
        code = head.partition(" ")[0]
        rows = office.reader.all(_HOLDERS, book=office.book, code=code, after=since, room=room)
        room -= len(rows)
        yield from (f"{head} {customer_no}" for (customer_no,) in rows)
