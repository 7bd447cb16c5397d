"""Numbers at billers that a customer keeps: to be paid with a tap, reminded of, paid by mandate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from weiyin.bank.bills.orders import Told, mask_number
from weiyin.bank.service import Office
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotFound
from weiyin.base.ids import row_id
from weiyin.base.money import Money
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_COLUMNS = (
    "line_no, customer_no, biller, kind, number_masked, told_sealed, label, reminds, pays_from,"
    " most_fen, made_us, looked_us"
)
_ADD = sql(
    "INSERT INTO bill_accounts (book, line_no, customer_no, biller, kind, number_blind,"
    " number_masked, told_sealed, label, reminds, pays_from, most_fen, made_us, looked_us, next_us)"
    " VALUES (:book, :line_no, :customer_no, :biller, :kind, :number_blind, :number_masked,"
    " :told_sealed, '', 1, '', 0, :at_us, 0, :at_us)"
    " ON CONFLICT (customer_no, biller, number_blind, book) DO NOTHING"
)
_BY_NUMBER = sql(
    f"SELECT {_COLUMNS} FROM bill_accounts WHERE customer_no=:customer_no AND biller=:biller"
    " AND number_blind=:number_blind AND book=:book"
)
_OF_CUSTOMER = sql(
    f"SELECT {_COLUMNS} FROM bill_accounts WHERE customer_no=:customer_no AND book=:book"
    " ORDER BY made_us, line_no"
)
_FIND = sql(f"SELECT {_COLUMNS} FROM bill_accounts WHERE book=:book AND line_no=:line_no")
_REMIND = sql(
    "UPDATE bill_accounts SET reminds=:on, next_us=:at_us WHERE book=:book AND line_no=:line_no"
    " AND customer_no=:customer_no"
)
_SIGN = sql(
    "UPDATE bill_accounts SET pays_from=:pays_from, most_fen=:most_fen, next_us=:at_us"
    " WHERE book=:book AND line_no=:line_no AND customer_no=:customer_no"
)
_DROP = sql(
    "DELETE FROM bill_accounts WHERE book=:book AND line_no=:line_no AND customer_no=:customer_no"
)
_DROP_DUES = sql("DELETE FROM bill_dues WHERE book=:book AND line_no=:line_no")
_WAITING = sql(
    "SELECT line_no FROM bill_accounts WHERE next_us<=:now_us AND book=:book"
    " AND (reminds=1 OR pays_from<>'') ORDER BY next_us LIMIT CAST(:room AS INTEGER)"
)
_LOOKED = sql(
    "UPDATE bill_accounts SET looked_us=:now_us, next_us=:next_us"
    " WHERE book=:book AND line_no=:line_no AND looked_us=:was_us"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One kept number. `pays_from` is the account of the mandate, empty for none; then a bill of
    `most` at most is paid from it when it is due.
    """

    line_no: str
    customer_no: str
    biller: str
    kind: str
    number_masked: str
    told: Told
    label: str
    reminds: bool
    pays_from: str
    most: Money
    made: datetime
    looked: datetime


def keep(
    office: Office, customer_no: str, biller: str, number: str, told: Mapping[str, str]
) -> Line:
    """Keep the number, if it is not kept yet; reminded of unless told otherwise."""
    known = office.billing.biller(biller)
    plain, line_no = known.check_number(number), row_id(office.now, office.rng)
    blind = office.sealer.blind(plain, "bank.biller_number")
    words = msgspec.json.encode(Told(plain, dict(told))).decode()
    office.tx.run(
        _ADD, book=office.book, line_no=line_no, customer_no=customer_no, biller=biller,
        kind=known.kind, number_blind=blind, number_masked=mask_number(plain),
        told_sealed=office.sealer.seal(words, **_place(office.book, line_no)),
        at_us=to_us(office.now),
    )  # fmt: skip
    row = office.tx.one(
        _BY_NUMBER, book=office.book, customer_no=customer_no, biller=biller, number_blind=blind
    )
    assert row is not None, "a line that is kept is there"
    return _line(office.sealer, office.book, row)


def lines_of(office: Office, customer_no: str) -> list[Line]:
    """The customer's, oldest first."""
    rows = office.reader.all(_OF_CUSTOMER, book=office.book, customer_no=customer_no)
    return [_line(office.sealer, office.book, row) for row in rows]


def find_line(reader: Reader, sealer: Sealer, book: str, line_no: str) -> Line | None:
    row = reader.one(_FIND, book=book, line_no=line_no)
    return None if row is None else _line(sealer, book, row)


def set_reminder(office: Office, customer_no: str, line_no: str, *, on: bool) -> None:
    """Raises NotFound, alike for missing and another's."""
    _changed(
        office.tx.run(
            _REMIND, book=office.book, line_no=line_no, customer_no=customer_no, on=int(on),
            at_us=to_us(office.now),
        )
    )  # fmt: skip


def sign(office: Office, customer_no: str, line_no: str, pays_from: str, most: Money) -> None:
    """Agree that bills of `most` at most are paid from the account; an empty one ends it."""
    _changed(
        office.tx.run(
            _SIGN, book=office.book, line_no=line_no, customer_no=customer_no,
            pays_from=pays_from, most_fen=most.fen, at_us=to_us(office.now),
        )
    )  # fmt: skip


def drop(office: Office, customer_no: str, line_no: str) -> None:
    """Keep it no longer; reminder and mandate end with it. Raises NotFound."""
    _changed(office.tx.run(_DROP, book=office.book, line_no=line_no, customer_no=customer_no))
    office.tx.run(_DROP_DUES, book=office.book, line_no=line_no)


def waiting_lines(reader: Reader, book: str, now: datetime, limit: int) -> list[str]:
    """The numbers of lines whose biller is to be asked what is due."""
    return [no for (no,) in reader.all(_WAITING, book=book, now_us=to_us(now), room=limit)]


def looked_at(office: Office, line: Line, again: datetime) -> bool:
    """Note that the biller was asked. False when somebody else asked meanwhile."""
    return bool(
        office.tx.run(
            _LOOKED, book=office.book, line_no=line.line_no, now_us=to_us(office.now),
            next_us=to_us(again), was_us=to_us(line.looked),
        )
    )  # fmt: skip


def _changed(rows: int) -> None:
    if not rows:
        raise NotFound("no such line", heard="没有找到这个缴费户号，请先保存后再设置")


def _place(book: str, line_no: str) -> dict[str, str]:
    return {"table": "bill_accounts", "column": "told_sealed", "row": f"{book}/{line_no}"}


def _line(sealer: Sealer, book: str, row: tuple[Any, ...]) -> Line:
    (
        line_no, customer_no, biller, kind, masked, told, label, reminds, pays_from, most,
        made_us, looked_us,
    ) = row  # fmt: skip
    opened = sealer.open(bytes(told), **_place(book, line_no))
    return Line(
        line_no, customer_no, biller, kind, masked, msgspec.json.decode(opened, type=Told), label,
        bool(reminds), pays_from, Money(most), from_us(made_us), from_us(looked_us),
    )  # fmt: skip
