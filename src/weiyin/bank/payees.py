"""Whom customers pay: the name check before a transfer, and each customer's payee book."""

from __future__ import annotations

import hmac
from datetime import datetime

from weiyin.bank import cards
from weiyin.bank.accounts import CURRENT, CURRENT_II, CURRENT_III
from weiyin.bank.core import CardKind, Payee, PayeeEntry
from weiyin.bank.customers import Blinds, CustomerStatus, plain
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.mask import tail
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_OWNER = sql(
    "SELECT c.name_blind, c.name_masked, c.status FROM ledger_accounts a JOIN customers c"
    " ON c.book=a.book AND c.customer_no=a.customer_no"
    f" WHERE a.book=:book AND a.no=:no AND a.bucket=0 AND a.status<>'closed'"
    f" AND a.kind IN ('{CURRENT}', '{CURRENT_II}', '{CURRENT_III}')"
)
_LIST = sql(
    "SELECT account_no, nickname, name_sealed, tail, bank, added_us FROM payees"
    " WHERE book=:book AND customer_no=:customer_no ORDER BY added_us, account_no"
)
_PUT = sql(
    "INSERT INTO payees (book, customer_no, account_no, nickname, name_sealed, tail, added_us,"
    " bank, number_sealed) VALUES (:book, :customer_no, :account_no, :nickname, :name_sealed,"
    " :tail, :added_us, :bank, :number_sealed)"
    " ON CONFLICT (book, customer_no, account_no) DO UPDATE SET"
    " nickname=excluded.nickname, name_sealed=excluded.name_sealed"
)
_NUMBER = sql(
    "SELECT number_sealed FROM payees"
    " WHERE book=:book AND customer_no=:customer_no AND account_no=:account_no"
)
_RENAME = sql(
    "UPDATE payees SET nickname=:nickname"
    " WHERE book=:book AND customer_no=:customer_no AND account_no=:account_no"
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
    for account_no, nickname, sealed, end, bank, added_us in rows:
        place = {"table": "payees", "row": f"{book}/{customer_no}/{account_no}"}
        name = sealer.open(bytes(sealed), column="name_sealed", **place)
        added = from_us(added_us)
        found.append(PayeeEntry(nickname or name, name, account_no, end, bank, added))
    return tuple(found)


def number_at(
    reader: Reader, sealer: Sealer, book: str, customer_no: str, line_no: str
) -> str | None:
    """The number at another bank behind a line of the customer's own payee book."""
    row = reader.one(_NUMBER, book=book, customer_no=customer_no, account_no=line_no)
    if row is None or row[0] is None:
        return None
    place = f"{book}/{customer_no}/{line_no}"
    return sealer.open(bytes(row[0]), table="payees", column="number_sealed", row=place)


def put_payee(
    tx: Tx, sealer: Sealer, book: str, customer_no: str, entry: PayeeEntry, at: datetime,
    *, new: bool = False,
) -> None:  # fmt: skip
    """Add a line to the customer's payee book, or (unless it must be `new`) change its names.

    A nickname lies open; a name does not, so one that is the name is kept as none. Nor does a
    number at another bank: its blind becomes the line's own number.
    """
    if not (entry.account_no and plain(entry.name)):
        raise BadInput("payee", "请填写收款人姓名和账号")
    no = entry.account_no
    if entry.bank:
        no = sealer.blind(f"{entry.bank}/{entry.account_no}", "bank.payee")
    if new and tx.one(_NUMBER, book=book, customer_no=customer_no, account_no=no) is not None:
        raise NotAllowed("known", "该收款人已在收款人簿中")
    place = {"table": "payees", "row": f"{book}/{customer_no}/{no}"}
    nickname = "" if plain(entry.nickname) == plain(entry.name) else entry.nickname
    number = sealer.seal(entry.account_no, column="number_sealed", **place) if entry.bank else None
    tx.run(
        _PUT, book=book, customer_no=customer_no, account_no=no, nickname=nickname,
        name_sealed=sealer.seal(plain(entry.name), column="name_sealed", **place),
        tail=entry.tail or tail(entry.account_no), bank=entry.bank, number_sealed=number,
        added_us=to_us(at),
    )  # fmt: skip


def rename_payee(tx: Tx, book: str, customer_no: str, account_no: str, nickname: str) -> None:
    """Call a line by another nickname; an empty one for none. Raises NotFound."""
    place = {"book": book, "customer_no": customer_no, "account_no": account_no}
    if not tx.run(_RENAME, nickname=nickname, **place):
        raise NotFound(f"payee {account_no}", heard=_NOT_THERE)


def drop_payee(tx: Tx, book: str, customer_no: str, account_no: str) -> None:
    """Take a line out. Raises NotFound when it is not there."""
    if not tx.run(_DROP, book=book, customer_no=customer_no, account_no=account_no):
        raise NotFound(f"payee {account_no}", heard=_NOT_THERE)


_NOT_THERE = "收款人簿里没有这位收款人"
