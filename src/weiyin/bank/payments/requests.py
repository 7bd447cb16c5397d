"""Requests for payment: a link that asks whoever opens it for a sum, and is paid once.

The token in the link is known to the asker alone; the table keeps its blind. Paying is a transfer
to the asker's account, in the unit of work that marks the request as paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from weiyin.bank import customers
from weiyin.bank.core import Receipt, TransferOrder
from weiyin.bank.payments.rules import setting
from weiyin.bank.service import Office
from weiyin.bank.spending import MAX_MEMO, check_amount, check_owner
from weiyin.bank.transfers import transfer_many
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotAllowed, NotFound, Refused
from weiyin.base.ids import opaque_token, row_id
from weiyin.base.mask import mask_name
from weiyin.base.money import Money
from weiyin.base.text import clean
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

_COLUMNS = (
    "request_no, customer_no, account_no, amount_fen, currency, memo, state, made_us, expires_us,"
    " paid_us"
)
_ADD = sql(
    f"INSERT INTO collect_requests (book, token_blind, paid_by, {_COLUMNS}) VALUES (:book,"
    " :token_blind, '', :request_no, :customer_no, :account_no, :amount_fen, :currency, :memo,"
    " 'open', :made_us, :expires_us, 0)"
)
_FIND = sql(
    f"SELECT {_COLUMNS} FROM collect_requests WHERE book=:book AND token_blind=:token_blind"
)
_MINE = sql(
    f"SELECT {_COLUMNS} FROM collect_requests WHERE customer_no=:customer_no AND book=:book"
    " ORDER BY made_us DESC LIMIT 50"
)
_PAID = sql(
    "UPDATE collect_requests SET state='paid', paid_by=:paid_by, paid_us=:at_us"
    " WHERE book=:book AND token_blind=:token_blind AND state='open'"
)
_WITHDRAW = sql(
    "UPDATE collect_requests SET state='withdrawn' WHERE customer_no=:customer_no AND book=:book"
    " AND request_no=:request_no AND state='open'"
)


class Standing(StrEnum):
    OPEN = "open"
    PAID = "paid"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Request:
    request_no: str
    customer_no: str
    account_no: str
    amount: Money
    memo: str
    standing: Standing
    made: datetime
    expires: datetime
    paid: datetime | None


def ask(
    office: Office, customer_no: str, account_no: str, amount: Money, memo: str
) -> tuple[str, Request]:
    """A new request, and the token that opens it."""
    check_amount(amount)
    check_owner(office.reader, office.book, customer_no, account_no)
    days = setting(office.reader, office.book, "collect_days", office.today)
    token = opaque_token(office.rng)
    office.tx.run(
        _ADD, book=office.book, token_blind=_blind(office, token),
        request_no=row_id(office.now, office.rng), customer_no=customer_no, account_no=account_no,
        amount_fen=amount.fen, currency=amount.currency, memo=clean(memo, MAX_MEMO),
        made_us=to_us(office.now), expires_us=to_us(office.now + timedelta(days=days)),
    )  # fmt: skip
    return token, find(office, token)


def find(office: Office, token: str) -> Request:
    """What a link asks for. Raises NotFound."""
    row = office.reader.one(_FIND, book=office.book, token_blind=_blind(office, token))
    if row is None:
        raise NotFound("no such request", heard="收款链接无效，请向收款人重新索取")
    return _request(office, row)


def mine(office: Office, customer_no: str) -> list[Request]:
    """Newest first."""
    rows = office.reader.all(_MINE, book=office.book, customer_no=customer_no)
    return [_request(office, row) for row in rows]


def pay(office: Office, key: str, customer_no: str, from_account: str, token: str) -> Receipt:
    """Pay it, once. Raises NotAllowed("request") when it is over, and as a transfer does."""
    found = find(office, token)
    if found.standing is not Standing.OPEN or not _mark_paid(office, token, customer_no):
        raise NotAllowed("request", _OVER.get(found.standing, _OVER[Standing.PAID]))
    if found.customer_no == customer_no:
        raise NotAllowed("self", "这是您自己的收款链接，请转发给付款人")
    order = TransferOrder(
        key, customer_no, from_account, found.account_no, _name(office, found), found.amount,
        found.memo or "收款",
    )  # fmt: skip
    [paid] = transfer_many(office.tx, office.book, office.blinds, [order], office.now, office.rng)
    if isinstance(paid, Refused):
        raise paid
    return paid


def payee_masked(office: Office, found: Request) -> str:
    """Who asks, as the payer may see it."""
    return mask_name(_name(office, found))


def withdraw(tx: Tx, book: str, customer_no: str, request_no: str) -> None:
    """Nobody can pay it any more. Raises NotFound when it is over, or another's."""
    if not tx.run(_WITHDRAW, book=book, customer_no=customer_no, request_no=request_no):
        raise NotFound(f"request {request_no}", heard="没有找到这笔收款，可能已付款或已过期")


_OVER = {
    Standing.PAID: "这笔收款已经付过，请勿重复付款",
    Standing.WITHDRAWN: "收款人已取消这笔收款",
    Standing.EXPIRED: "收款链接已过期，请向收款人重新索取",
}


def _mark_paid(office: Office, token: str, customer_no: str) -> bool:
    marked = office.tx.run(
        _PAID, book=office.book, token_blind=_blind(office, token), paid_by=customer_no,
        at_us=to_us(office.now),
    )  # fmt: skip
    return marked == 1


def _blind(office: Office, token: str) -> str:
    return office.sealer.blind(token, "bank.collect")


def _name(office: Office, found: Request) -> str:
    who = found.customer_no
    return customers.facts(office.reader, office.sealer, office.book, who).name


def _request(office: Office, row: tuple[Any, ...]) -> Request:
    request_no, customer_no, account_no, fen, currency, memo, state, made, expires, paid = row
    standing = Standing(state)
    if standing is Standing.OPEN and from_us(expires) <= office.now:
        standing = Standing.EXPIRED
    return Request(
        request_no, customer_no, account_no, Money(fen, currency), memo, standing, from_us(made),
        from_us(expires), from_us(paid) if paid else None,
    )  # fmt: skip
