"""The customers behind the accounts of a batch: whose name, in what standing, how much today.

The daily limit is counted on the customer, over all cards together, by the calendar day in
Shanghai; the count is judged and written in the unit of work that moves the money.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from weiyin.bank.batch import json_words
from weiyin.bank.customers import CustomerStatus
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage.many import insert_many
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_COLUMNS = "c.customer_no, status, name_masked, name_blind, daily_limit_fen, day, spent_fen"
_DAYS = " LEFT JOIN customer_days d ON d.book=c.book AND d.customer_no=c.customer_no"
_PARTIES = sql(
    f"SELECT {_COLUMNS} FROM json_each(:numbers) AS n CROSS JOIN customers c{_DAYS}"
    " WHERE c.book=:book AND c.customer_no=n.value",
    postgresql=f"SELECT {_COLUMNS} FROM customers c{_DAYS} WHERE c.book=:book"
    " AND c.customer_no = ANY(ARRAY(SELECT json_array_elements_text(CAST(:numbers AS json))))",
)
_SPENT = insert_many(
    "customer_days",
    {"book": "text", "customer_no": "text", "day": "bigint", "spent_fen": "bigint"},
    tail="ON CONFLICT (book, customer_no)"
    " DO UPDATE SET day=excluded.day, spent_fen=excluded.spent_fen",
)


class Party:
    """One customer while a batch works on it."""

    __slots__ = (
        "customer_no", "day", "limit", "name_blind", "name_masked", "spent", "status"
    )  # fmt: skip

    def __init__(self, row: tuple[Any, ...]) -> None:
        (
            self.customer_no, self.status, self.name_masked, self.name_blind,
            self.limit, self.day, self.spent,
        ) = row  # fmt: skip

    def judge_standing(self) -> None:
        """Raises NotAllowed("frozen") or ("closed")."""
        if self.status == CustomerStatus.FROZEN:
            raise NotAllowed("frozen", "您的账户状态异常，暂不能办理，请联系网点")
        if self.status != CustomerStatus.ACTIVE:
            raise NotAllowed("closed", "该客户已销户，不能办理")


class Parties:
    """Read once for a batch; `spend` counts in memory; `write` keeps it."""

    def __init__(self, reader: Reader, book: str, numbers: Iterable[str], day: date) -> None:
        self._book, self._day = book, day.toordinal()
        rows = reader.all(_PARTIES, book=book, numbers=json_words(numbers))
        self._parties = {row[0]: Party(row) for row in rows}
        self._spenders: dict[str, Party] = {}

    def get(self, customer_no: str) -> Party:
        try:
            return self._parties[customer_no]
        except KeyError:
            raise NotFound(f"customer {customer_no}") from None

    def judge_limit(self, party: Party, fen: int) -> None:
        """Raises NotAllowed("daily_limit")."""
        left = party.limit - self._spent_today(party)
        if fen > left:
            rest = Money(max(left, 0))
            raise NotAllowed("daily_limit", f"超过当日累计转账限额，今日还可转出{rest}元")

    def spend(self, party: Party, fen: int) -> None:
        """Count what was judged; a negative amount gives back what did not leave after all."""
        party.spent = max(self._spent_today(party) + fen, 0)
        party.day = self._counted_on(party)
        self._spenders[party.customer_no] = party

    def write(self, tx: Tx) -> None:
        if self._spenders:
            tx.many(
                _SPENT,
                [
                    {
                        "book": self._book, "customer_no": p.customer_no,
                        "day": p.day, "spent_fen": p.spent,
                    }
                    for p in self._spenders.values()
                ],
            )  # fmt: skip
        self._spenders = {}

    def _spent_today(self, party: Party) -> int:
        return int(party.spent) if party.day == self._counted_on(party) else 0

    def _counted_on(self, party: Party) -> int:
        """Today; or tomorrow, when another host's clock was there already: no day comes twice."""
        ahead = party.day is not None and party.day == self._day + 1
        return self._day + 1 if ahead else self._day
