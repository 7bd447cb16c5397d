"""Points: earned with each bill by what was spent, spent oldest first, gone when they expire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from weiyin.bank import tariffs
from weiyin.bank.credit.charges import month_after
from weiyin.bank.service import Office
from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_YUAN_FEN = 100
_MOST = 99

_BILLED = sql(
    "SELECT account_no FROM credit_statements WHERE book=:book AND bill_day=:day AND month=:month"
    " AND account_no>:after ORDER BY account_no LIMIT CAST(:room AS INTEGER)"
)
_SPENT = sql(
    "SELECT SUM(-l.amount_fen) FROM credit_statements s JOIN ledger_lines l ON l.book=s.book"
    " AND l.account_no=s.account_no AND l.bucket=0 AND l.seq BETWEEN s.first_seq AND s.last_seq"
    " JOIN ledger_entries e ON e.book=l.book AND e.entry_no=l.entry_no WHERE s.book=:book"
    " AND s.account_no=:account_no AND s.month=:month AND e.kind IN ('purchase', 'refund')"
)
_EARN = sql(
    "INSERT INTO credit_points (book, account_no, month, earned, left_points, expires)"
    " VALUES (:book, :account_no, :month, :earned, :earned, :expires)"
    " ON CONFLICT (book, account_no, month) DO NOTHING"
)
_LOTS = sql(
    "SELECT month, earned, left_points, expires FROM credit_points WHERE book=:book"
    " AND account_no=:account_no AND left_points>0 AND expires>=:today ORDER BY expires, month"
)
_TAKE = sql(
    "UPDATE credit_points SET left_points=left_points-:taken"
    " WHERE book=:book AND account_no=:account_no AND month=:month AND left_points>=:taken"
)
_GIFTS = sql(
    "SELECT sku, kind, title, points, stock FROM credit_gifts WHERE book=:book ORDER BY points, sku"
)
_PUT_GIFT = sql(
    "INSERT INTO credit_gifts (book, sku, kind, title, points, stock)"
    " VALUES (:book, :sku, :kind, :title, :points, :stock) ON CONFLICT (book, sku) DO UPDATE SET"
    " kind=excluded.kind, title=excluded.title, points=excluded.points, stock=excluded.stock"
)
_LESS = sql(
    "UPDATE credit_gifts SET stock=stock-:quantity"
    " WHERE book=:book AND sku=:sku AND stock>=:quantity"
)
_REDEEM = sql(
    "INSERT INTO credit_redemptions (book, key, account_no, sku, quantity, points, at_us)"
    " VALUES (:book, :key, :account_no, :sku, :quantity, :points, :at_us)"
)


@dataclass(frozen=True, slots=True)
class Lot:
    """The points of one bill. `expires` is the last day on which they may be used."""

    month: str
    earned: int
    left: int
    expires: date


@dataclass(frozen=True, slots=True)
class Gift:
    """`kind`: 礼品, 里程 or 礼券."""

    sku: str
    kind: str
    title: str
    points: int
    stock: int


def billed_on(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Accounts that were billed as of this day."""
    rows = office.reader.all(
        _BILLED, book=office.book, day=day.isoformat(), month=f"{day:%Y-%m}", after=after, room=room
    )
    return [no for (no,) in rows]


def earn(office: Office, account_no: str, day: date) -> int:
    """The points of the bill of this day; refunds take theirs back, but never below nothing."""
    month, book = f"{day:%Y-%m}", office.book
    row = office.reader.one(_SPENT, book=book, account_no=account_no, month=month)
    rate = tariffs.at(office.reader, book, "credit.points_per_100_yuan", day)
    earned = max(int((row and row[0]) or 0), 0) // _YUAN_FEN * rate // 100
    if not earned:
        return 0
    last = month
    for _ in range(tariffs.at(office.reader, book, "credit.points_months", day)):
        last = month_after(last)
    expires = f"{last}-{min(day.day, 28):02d}"
    return office.tx.run(
        _EARN, book=book, account_no=account_no, month=month, earned=earned, expires=expires
    )


def lots_of(reader: Reader, book: str, account_no: str, today: date) -> tuple[Lot, ...]:
    """What may be used, soonest to expire first."""
    rows = reader.all(_LOTS, book=book, account_no=account_no, today=today.isoformat())
    return tuple(
        Lot(month, int(earned), int(left), date.fromisoformat(expires))
        for month, earned, left, expires in rows
    )


def gifts(reader: Reader, book: str) -> tuple[Gift, ...]:
    """Cheapest first."""
    return tuple(Gift(*row) for row in reader.all(_GIFTS, book=book))


def put_gifts(tx: Tx, book: str, shelf: Sequence[Gift]) -> None:
    tx.many(
        _PUT_GIFT,
        [
            {
                "book": book, "sku": one.sku, "kind": one.kind, "title": one.title,
                "points": one.points, "stock": one.stock,
            }
            for one in shelf
        ],
    )  # fmt: skip


def redeem(office: Office, key: str, account_no: str, sku: str, quantity: int) -> int:
    """Points left. Raises NotFound, BadInput, NotAllowed (`stock`, `points`)."""
    if not 1 <= quantity <= _MOST:
        raise BadInput("quantity", f"兑换数量应为1至{_MOST}")
    gift = next((one for one in gifts(office.reader, office.book) if one.sku == sku), None)
    if gift is None:
        raise NotFound(f"gift {sku}", heard="没有找到这件礼品")
    cost = gift.points * quantity
    lots = lots_of(office.reader, office.book, account_no, office.today)
    have = sum(lot.left for lot in lots)
    if cost > have:
        raise NotAllowed("points", f"积分不足，需要 {cost}，现有 {have}")
    if not office.tx.run(_LESS, book=office.book, sku=sku, quantity=quantity):
        raise NotAllowed("stock", "库存不足，请减少数量或选择其他礼品")
    _take(office, account_no, lots, cost)
    office.tx.run(
        _REDEEM, book=office.book, key=key, account_no=account_no, sku=sku, quantity=quantity,
        points=cost, at_us=to_us(office.now),
    )  # fmt: skip
    return have - cost


def _take(office: Office, account_no: str, lots: Sequence[Lot], cost: int) -> None:
    for lot in lots:
        taken = min(lot.left, cost)
        if not taken:
            break
        done = office.tx.run(
            _TAKE, book=office.book, account_no=account_no, month=lot.month, taken=taken
        )
        assert done == 1, f"points of {lot.month} were taken twice"
        cost -= taken
    assert cost == 0, "points were counted and are not there"
