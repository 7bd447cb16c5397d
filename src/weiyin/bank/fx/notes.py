"""Foreign notes at a branch: set aside for somebody until the evening of their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weiyin.bank.quotes.quote import CURRENCIES, NAMES
from weiyin.bank.service import Office
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.ids import digits
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

WHOLE_FEN = 100_00
"""Notes are set aside in hundreds of the currency's unit."""

_PUT = sql(
    "INSERT INTO fx_notes (book, place_id, symbol, stock) VALUES (:book, :place_id, :symbol,"
    " :stock) ON CONFLICT (book, place_id, symbol) DO UPDATE SET stock=excluded.stock"
)
_STOCK = sql(
    "SELECT stock FROM fx_notes WHERE book=:book AND place_id=:place_id AND symbol=:symbol"
)
_TAKE = sql(
    "UPDATE fx_notes SET stock=stock-:quantity WHERE book=:book AND place_id=:place_id"
    " AND symbol=:symbol AND stock>=:quantity"
)
_ADD = sql(
    "INSERT INTO fx_reservations (book, reservation_no, customer_no, place_id, place_name, symbol,"
    " quantity, day, state) VALUES (:book, :reservation_no, :customer_no, :place_id, :place_name,"
    " :symbol, :quantity, :day, 'open')"
)
_COLUMNS = (
    "SELECT reservation_no, place_id, place_name, symbol, quantity, day FROM fx_reservations"
    " WHERE book=:book AND state='open'"
)
_OF = sql(f"{_COLUMNS} AND customer_no=:customer_no ORDER BY day, reservation_no")
_FIND = sql(f"{_COLUMNS} AND reservation_no=:reservation_no")
_OVER = sql(
    "SELECT reservation_no FROM fx_reservations WHERE book=:book AND state='open' AND day<=:day"
    " AND reservation_no>:after ORDER BY reservation_no LIMIT CAST(:room AS INTEGER)"
)
_END = sql(
    "UPDATE fx_reservations SET state=:state WHERE book=:book AND reservation_no=:reservation_no"
    " AND state='open'"
)


@dataclass(frozen=True, slots=True)
class Reservation:
    reservation_no: str
    place_id: str
    place: str
    amount: Money
    day: date


def put_stock(tx: Tx, book: str, place_id: str, amount: Money) -> None:
    """As a branch counted it."""
    tx.run(_PUT, book=book, place_id=place_id, symbol=amount.currency, stock=amount.fen)


def check_notes(office: Office, place_id: str, amount: Money) -> None:
    """Raises BadInput, or NotAllowed("stock") when the branch has not so many."""
    if amount.currency not in CURRENCIES:
        raise BadInput("currency", "不支持该币种")
    if amount.fen <= 0 or amount.fen % WHOLE_FEN:
        raise BadInput("amount", "现钞预约金额须为100的整数倍")
    row = office.reader.one(_STOCK, book=office.book, place_id=place_id, symbol=amount.currency)
    if row is None or row[0] < amount.fen:
        raise NotAllowed("stock", f"该网点{NAMES[amount.currency]}现钞不足，请减少金额或换一个网点")


def reserve(
    office: Office, customer_no: str, place_id: str, place: str, amount: Money, day: date
) -> Reservation:
    """Raises what `check_notes` raises: the same notes are never promised twice."""
    check_notes(office, place_id, amount)
    taken = office.tx.run(
        _TAKE, book=office.book, place_id=place_id, symbol=amount.currency, quantity=amount.fen
    )
    if not taken:
        raise NotAllowed("stock", "该网点现钞不足，请换一个网点")
    number = f"{office.today:%y%m%d}{digits(8, office.rng)}"
    office.tx.run(
        _ADD, book=office.book, reservation_no=number, customer_no=customer_no,
        place_id=place_id, place_name=place, symbol=amount.currency, quantity=amount.fen,
        day=day.isoformat(),
    )  # fmt: skip
    return Reservation(number, place_id, place, amount, day)


def reservations_of(office: Office, customer_no: str) -> tuple[Reservation, ...]:
    """Those that wait, the next first."""
    rows = office.reader.all(_OF, book=office.book, customer_no=customer_no)
    return tuple(map(_reservation, rows))


def over_on(office: Office, day: date, after: str, room: int) -> list[str]:
    """Reservations whose day has ended."""
    rows = office.reader.all(_OVER, book=office.book, day=day.isoformat(), after=after, room=room)
    return [no for (no,) in rows]


def let_go(office: Office, _day: date, reservation_no: str) -> int:
    """What was not fetched goes back to the branch's stock; 1 when it did now."""
    row = office.reader.one(_FIND, book=office.book, reservation_no=reservation_no)
    if row is None:
        raise NotFound(f"reservation {reservation_no}")
    one = _reservation(row)
    if not office.tx.run(_END, book=office.book, reservation_no=reservation_no, state="over"):
        return 0
    office.tx.run(
        _TAKE, book=office.book, place_id=one.place_id, symbol=one.amount.currency,
        quantity=-one.amount.fen,
    )  # fmt: skip
    return 1


def _reservation(row: tuple[str, str, str, str, int, str]) -> Reservation:
    no, place_id, place, symbol, quantity, day = row
    return Reservation(no, place_id, place, Money(quantity, symbol), date.fromisoformat(day))
