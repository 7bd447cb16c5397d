"""Customers of the bank. Name, identity number and phone are sealed; equality goes by blind index.

Only the masked name lies open: it is what other customers may see of a payee anyway.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weiyin.bank.core import CustomerFacts
from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_name
from weiyin.base.money import Money
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

TABLE = "customers"

_ADD = sql(
    "INSERT INTO customers (book, customer_no, status, name_sealed, name_masked, name_blind,"
    " id_sealed, id_blind, phone_sealed, phone_blind, daily_limit_fen, since_us)"
    " VALUES (:book, :customer_no, 'active', :name_sealed, :name_masked, :name_blind,"
    " :id_sealed, :id_blind, :phone_sealed, :phone_blind, :daily_limit_fen, :since_us)"
)
_FACTS = sql(
    "SELECT name_sealed, status, id_sealed FROM customers"
    " WHERE book=:book AND customer_no=:customer_no"
)
_STANDING = sql("SELECT status FROM customers WHERE book=:book AND customer_no=:customer_no")
_PHONE = sql("SELECT phone_sealed FROM customers WHERE book=:book AND customer_no=:customer_no")
_BY_IDENTITY = sql("SELECT customer_no FROM customers WHERE book=:book AND id_blind=:id_blind")
_SET_STATUS = sql(
    "UPDATE customers SET status=:status WHERE book=:book AND customer_no=:customer_no"
)
_SET_LIMIT = sql(
    "UPDATE customers SET daily_limit_fen=:fen WHERE book=:book AND customer_no=:customer_no"
)
_LIMIT = sql("SELECT daily_limit_fen FROM customers WHERE book=:book AND customer_no=:customer_no")


class CustomerStatus(StrEnum):
    ACTIVE = "active"
    FROZEN = "frozen"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class NewCustomer:
    customer_no: str
    name: str
    id_number: str
    phone: str
    daily_limit: Money


class Blinds:
    """The stand-ins by which facts about a person are compared, never read."""

    def __init__(self, sealer: Sealer) -> None:
        self._blind = sealer.blind

    def name(self, name: str) -> str:
        return self._blind(plain(name), "bank.name")

    def id_number(self, number: str) -> str:
        return self._blind(plain(number).upper(), "bank.id")

    def phone(self, phone: str) -> str:
        return self._blind(plain(phone), "bank.phone")

    def pan(self, number: str) -> str:
        return self._blind(number, "bank.pan")


def plain(words: str) -> str:
    """As people mean it: halfwidth, without blanks."""
    return "".join(unicodedata.normalize("NFKC", words).split())


def register(tx: Tx, sealer: Sealer, book: str, new: NewCustomer, at: datetime) -> None:
    """Raises Conflict when the number is taken, BadInput when a fact is missing."""
    if not (new.customer_no and plain(new.name) and plain(new.id_number) and plain(new.phone)):
        raise BadInput("customer", "客户信息不完整")
    blinds, name = Blinds(sealer), plain(new.name)
    tx.run(
        _ADD, book=book, customer_no=new.customer_no, name_masked=mask_name(name),
        name_sealed=_seal(sealer, "name_sealed", book, new.customer_no, name),
        id_sealed=_seal(sealer, "id_sealed", book, new.customer_no, plain(new.id_number)),
        phone_sealed=_seal(sealer, "phone_sealed", book, new.customer_no, plain(new.phone)),
        name_blind=blinds.name(name), id_blind=blinds.id_number(new.id_number),
        phone_blind=blinds.phone(new.phone), daily_limit_fen=new.daily_limit.fen,
        since_us=to_us(at),
    )  # fmt: skip


def facts(reader: Reader, sealer: Sealer, book: str, customer_no: str) -> CustomerFacts:
    """Raises NotFound."""
    row = reader.one(_FACTS, book=book, customer_no=customer_no)
    if row is None:
        raise NotFound(f"customer {customer_no}")
    name = _open(sealer, "name_sealed", book, customer_no, row[0])
    number = _open(sealer, "id_sealed", book, customer_no, row[2])
    return CustomerFacts(customer_no, name, row[1], _born(number))


def by_identity(reader: Reader, blinds: Blinds, book: str, id_number: str) -> str | None:
    """The customer with this identity number, if any."""
    row = reader.one(_BY_IDENTITY, book=book, id_blind=blinds.id_number(id_number))
    return None if row is None else str(row[0])


def _born(id_number: str) -> date | None:
    """The birthday in the 7th to 14th place of a resident identity number (GB 11643)."""
    with suppress(ValueError):
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    return None


def standing(reader: Reader, book: str, customer_no: str) -> str:
    """As `CustomerFacts.status`, without opening what is sealed. Raises NotFound."""
    row = reader.one(_STANDING, book=book, customer_no=customer_no)
    if row is None:
        raise NotFound(f"customer {customer_no}")
    return str(row[0])


def reserved_phone(reader: Reader, sealer: Sealer, book: str, customer_no: str) -> str:
    row = reader.one(_PHONE, book=book, customer_no=customer_no)
    if row is None:
        raise NotFound(f"customer {customer_no}")
    return _open(sealer, "phone_sealed", book, customer_no, row[0])


def set_status(tx: Tx, book: str, customer_no: str, status: CustomerStatus) -> None:
    if not tx.run(_SET_STATUS, book=book, customer_no=customer_no, status=status):
        raise NotFound(f"customer {customer_no}")


def daily_limit(reader: Reader, book: str, customer_no: str) -> Money:
    """As `set_daily_limit` set it."""
    row = reader.one(_LIMIT, book=book, customer_no=customer_no)
    if row is None:
        raise NotFound(f"customer {customer_no}")
    return Money(row[0])


def set_daily_limit(tx: Tx, book: str, customer_no: str, limit: Money) -> None:
    """What may leave by transfer and top-up in one Shanghai day, over all accounts together."""
    if limit.fen < 0:
        raise BadInput("limit", "限额不能为负")
    if not tx.run(_SET_LIMIT, book=book, customer_no=customer_no, fen=limit.fen):
        raise NotFound(f"customer {customer_no}")


def _seal(sealer: Sealer, column: str, book: str, customer_no: str, words: str) -> bytes:
    return sealer.seal(words, table=TABLE, column=column, row=f"{book}/{customer_no}")


def _open(sealer: Sealer, column: str, book: str, customer_no: str, blob: bytes) -> str:
    return sealer.open(bytes(blob), table=TABLE, column=column, row=f"{book}/{customer_no}")
