"""Money by phone number: whoever agreed to it can be paid by the number the bank knows.

A number stands as its blind only. Payers give the payee's name too, so that a number alone tells
nobody whose it is, nor whether it takes money.
"""

from __future__ import annotations

import hmac

from weiyin.bank import customers
from weiyin.bank.accounts import CURRENT
from weiyin.bank.customers import CustomerStatus
from weiyin.bank.service import Office
from weiyin.base.clock import to_us
from weiyin.base.errors import NotFound
from weiyin.storage.sql import sql

_OPT_IN = sql(
    "INSERT INTO phone_accounts (book, phone_blind, customer_no, account_no, since_us)"
    " VALUES (:book, :phone_blind, :customer_no, :account_no, :since_us)"
    " ON CONFLICT (book, phone_blind) DO UPDATE SET"
    " customer_no=excluded.customer_no, account_no=excluded.account_no, since_us=excluded.since_us"
)
_OPT_OUT = sql("DELETE FROM phone_accounts WHERE customer_no=:customer_no AND book=:book")
_MINE = sql("SELECT account_no FROM phone_accounts WHERE customer_no=:customer_no AND book=:book")
_FIND = sql(
    "SELECT p.account_no, c.name_blind, c.name_masked FROM phone_accounts p"
    " JOIN customers c ON c.book=p.book AND c.customer_no=p.customer_no"
    " JOIN ledger_accounts a ON a.book=p.book AND a.no=p.account_no AND a.bucket=0"
    " WHERE p.book=:book AND p.phone_blind=:phone_blind"
    f" AND c.status<>'{CustomerStatus.CLOSED}' AND a.status<>'closed' AND a.kind='{CURRENT}'"
)
_NOBODY = "该手机号未开通手机号收款，或姓名不符，请核对后重试"


def opt_in(office: Office, customer_no: str, account_no: str) -> None:
    """Take money for the reserved phone on this account; a number has one account at a time."""
    phone = customers.reserved_phone(office.reader, office.sealer, office.book, customer_no)
    opt_out(office, customer_no)
    office.tx.run(
        _OPT_IN, book=office.book, phone_blind=office.blinds.phone(phone),
        customer_no=customer_no, account_no=account_no, since_us=to_us(office.now),
    )  # fmt: skip


def opt_out(office: Office, customer_no: str) -> bool:
    """Take no more; whether it was taken before."""
    return office.tx.run(_OPT_OUT, book=office.book, customer_no=customer_no) > 0


def account_of(office: Office, customer_no: str) -> str | None:
    """Where the customer takes money by phone number, if they do."""
    row = office.reader.one(_MINE, book=office.book, customer_no=customer_no)
    return None if row is None else str(row[0])


def receiver(office: Office, phone: str, name: str) -> str:
    """The account behind the number, if `name` is its owner's; one NotFound for everything else."""
    row = office.reader.one(_FIND, book=office.book, phone_blind=office.blinds.phone(phone))
    told = office.blinds.name(name)
    known = row[1] if row else "-" * len(told)
    if not hmac.compare_digest(told, known) or row is None:
        raise NotFound("nobody takes money there", heard=_NOBODY)
    return str(row[0])
