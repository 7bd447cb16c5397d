"""A holding in its parts: each purchase with its day and its cost, the oldest redeemed first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from weiyin.base.errors import Broken
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_OF = sql(
    "SELECT lot_no, day, left_units, cost_fen FROM wealth_lots WHERE book=:book"
    " AND customer_no=:customer_no AND code=:code AND left_units>0 ORDER BY day, lot_no"
)
_ADD = sql(
    "INSERT INTO wealth_lots (book, customer_no, code, lot_no, day, left_units, cost_fen)"
    " VALUES (:book, :customer_no, :code, :lot_no, :day, :units, :cost_fen)"
    " ON CONFLICT (book, customer_no, code, lot_no) DO UPDATE SET"
    " left_units=wealth_lots.left_units+excluded.left_units,"
    " cost_fen=wealth_lots.cost_fen+excluded.cost_fen"
)
_SAVE = sql(
    "UPDATE wealth_lots SET left_units=:left_units, cost_fen=:cost_fen WHERE book=:book"
    " AND customer_no=:customer_no AND code=:code AND lot_no=:lot_no"
)


@dataclass(frozen=True, slots=True)
class Lot:
    """`cost` is of the units that are left."""

    lot_no: str
    day: date
    units: int
    cost: Money

    def take(self, units: int) -> Lot:
        """A part of so many units, with its share of the cost."""
        whole = units == self.units
        return Lot(
            self.lot_no, self.day, units,
            self.cost if whole else self.cost.share(units, self.units),
        )  # fmt: skip


def lots_of(reader: Reader, book: str, customer_no: str, code: str) -> tuple[Lot, ...]:
    """Oldest first."""
    rows = reader.all(_OF, book=book, customer_no=customer_no, code=code)
    return tuple(
        Lot(no, date.fromisoformat(day), int(units), Money(int(fen)))
        for no, day, units, fen in rows
    )


def add_lot(tx: Tx, book: str, customer_no: str, code: str, lot: Lot) -> None:
    """One of a number that is there already grows: a cash product's income."""
    tx.run(
        _ADD, book=book, customer_no=customer_no, code=code, lot_no=lot.lot_no,
        day=lot.day.isoformat(), units=lot.units, cost_fen=lot.cost.fen,
    )  # fmt: skip


def ripe(lots: Sequence[Lot], hold_days: int, day: date) -> int:
    """Units held for at least so many days on `day`."""
    return sum(lot.units for lot in lots if lot.day + timedelta(days=hold_days) <= day)


def oldest(lots: Sequence[Lot], units: int) -> tuple[Lot, ...]:
    """The parts that make up `units`, first in first out. Raises Broken when there are less."""
    taken: list[Lot] = []
    for lot in lots:
        if units <= 0:
            break
        part = lot.take(min(units, lot.units))
        taken.append(part)
        units -= part.units
    if units > 0:
        raise Broken(f"the lots lack {units} units")
    return tuple(taken)


def take_lots(
    tx: Tx, book: str, customer_no: str, code: str, lots: Sequence[Lot], taken: Sequence[Lot]
) -> Money:
    """Take the parts out of their lots; what they had cost."""
    by_no = {lot.lot_no: lot for lot in lots}
    for part in taken:
        lot = by_no[part.lot_no]
        tx.run(
            _SAVE, book=book, customer_no=customer_no, code=code, lot_no=lot.lot_no,
            left_units=lot.units - part.units, cost_fen=(lot.cost - part.cost).fen,
        )  # fmt: skip
    return sum((part.cost for part in taken), Money.zero())
