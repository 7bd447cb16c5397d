"""Whom customers pay: the name check before a transfer, and each customer's payee book."""

from __future__ import annotations

import hmac
from datetime import datetime

from weiyin.bank import cards
from weiyin.bank.accounts import CURRENT
from weiyin.bank.core import CardKind, Payee, PayeeEntry
from weiyin.bank.customers import Blinds, CustomerStatus, plain
from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import tail
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_OWNER = sql(
    "SELECT c.name_blind, c.name_masked, c.status FROM ledger_accounts a JOIN customers c"
    " ON c.book=a.book AND c.customer_no=a.customer_no"
    f" WHERE a.book=:book AND a.no=:no AND a.bucket=0 AND a.kind='{CURRENT}'"
    " AND a.status<>'closed'"
)
_LIST = sql(
    "SELECT account_no, nickname, name_sealed, tail FROM payees"
    " WHERE book=:book AND customer_no=:customer_no ORDER BY added_us, account_no"
)
_PUT = sql(
    "INSERT INTO payees (book, customer_no, account_no, nickname, name_sealed, tail, added_us)"
    " VALUES (:book, :customer_no, :account_no, :nickname, :name_sealed, :tail, :added_us)"
    " ON CONFLICT (book, customer_no, account_no) DO UPDATE SET"
    " nickname=excluded.nickname, name_sealed=excluded.name_sealed"
)
_DROP = sql(
    "DELETE FROM payees WHERE book=:book AND customer_no=:customer_no AND account_no=:account_no"
)


def find_payee(
    reader: Reader, blinds: Blinds, book: str, bank: str, number: str, name: str
) -> Payee:
    """The account behind a card or account number, if `name` is its owner's; else NotFound."""
    card = cards.by_number(reader, blinds, book, number)
    no = plain(number).replace("-", "")
    if card is not None:
        no = card.account_no if card.kind is CardKind.DEBIT else ""
    row = reader.one(_OWNER, book=book, no=no)
    told = blinds.name(name)
    known = row[0] if row else "-" * len(told)
    same = hmac.compare_digest(told, known)
    if row is None or not same or row[2] == CustomerStatus.CLOSED:
        raise NotFound("no such account of such a name", heard="收款账号与姓名不符，请核对后重试")
    return Payee(no, row[1], bank)


def payees_of(
    reader: Reader, sealer: Sealer, book: str, customer_no: str
) -> tuple[PayeeEntry, ...]:
    """In the order in which they were added."""
    rows = reader.all(_LIST, book=book, customer_no=customer_no)
    found = []
    for account_no, nickname, sealed, end in rows:
        row = f"{book}/{customer_no}/{account_no}"
        name = sealer.open(bytes(sealed), table="payees", column="name_sealed", row=row)
        found.append(PayeeEntry(nickname or name, name, account_no, end))
    return tuple(found)


def put_payee(
    tx: Tx, sealer: Sealer, book: str, customer_no: str, entry: PayeeEntry, at: datetime
) -> None:
    """Add a line to the customer's payee book, or change its names.

    A nickname lies open; a name does not, so one that is the name is kept as none.
    """
    if not (entry.account_no and plain(entry.name)):
        raise BadInput("payee", "请填写收款人姓名和账号")
    row = f"{book}/{customer_no}/{entry.account_no}"
    nickname = "" if plain(entry.nickname) == plain(entry.name) else entry.nickname
    name = sealer.seal(plain(entry.name), table="payees", column="name_sealed", row=row)
    tx.run(
        _PUT, book=book, customer_no=customer_no, account_no=entry.account_no, name_sealed=name,
        nickname=nickname, tail=entry.tail or tail(entry.account_no), added_us=to_us(at),
    )  # fmt: skip


def drop_payee(tx: Tx, book: str, customer_no: str, account_no: str) -> None:
    if not tx.run(_DROP, book=book, customer_no=customer_no, account_no=account_no):
        raise NotFound(f"payee {account_no}")
