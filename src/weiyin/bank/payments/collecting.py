"""Fund collection: each month a sum of the customer's own money is pulled from their account at
another bank, under an agreement.

A run is a payment of direction `pull`, under a key made of the agreement's number and the count of
its runs, written in the unit that moves the agreement on. That the source is the customer's own,
and that its bank was told so, the clearing house judges on every pull.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from weiyin.bank import customers
from weiyin.bank.numbers import read_card_number
from weiyin.bank.payments.banks import BANKS
from weiyin.bank.payments.making import put_parcel
from weiyin.bank.payments.orders import (
    Counterparty,
    Direction,
    Payment,
    State,
    add_payment,
    open_party,
    seal_party,
)
from weiyin.bank.payments.plans import moment_of
from weiyin.bank.payments.routes import Mode, Route
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount, check_owner
from weiyin.base.clock import from_us, shanghai_day, to_us
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.ids import row_id
from weiyin.base.mask import mask_name, tail
from weiyin.base.money import Money
from weiyin.storage.sql import sql

TABLE = "collecting_agreements"
_AT_ONCE = 100

_COLUMNS = (
    "agreement_no, customer_no, account_no, bank, source_sealed, source_masked, source_tail,"
    " amount_fen, currency, day, runs, next_us, state, why, made_us"
)
_ADD = sql(
    f"INSERT INTO collecting_agreements (book, {_COLUMNS}) VALUES (:book, :agreement_no,"
    " :customer_no, :account_no, :bank, :source_sealed, :source_masked, :source_tail, :amount_fen,"
    " :currency, :day, 0, :next_us, 'active', '', :made_us)"
)
_MINE = sql(
    f"SELECT {_COLUMNS} FROM collecting_agreements WHERE customer_no=:customer_no AND book=:book"
    " AND state<>'ended' ORDER BY made_us"
)
_DUE = sql(
    f"SELECT {_COLUMNS} FROM collecting_agreements WHERE state='active' AND next_us<=:now_us"
    " AND book=:book ORDER BY next_us LIMIT CAST(:room AS INTEGER)"
)
_TURN = sql(
    "UPDATE collecting_agreements SET next_us=:next_us, runs=runs+1"
    " WHERE book=:book AND agreement_no=:agreement_no AND state='active' AND next_us=:was_us"
)
_END = sql(
    "UPDATE collecting_agreements SET state='ended' WHERE book=:book"
    " AND agreement_no=:agreement_no AND customer_no=:customer_no AND state<>'ended'"
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """`next`: when it pulls again, on day `day` of the month (or its last)."""

    agreement_no: str
    customer_no: str
    account_no: str
    source: Counterparty
    source_masked: str
    source_tail: str
    amount: Money
    day: int
    runs: int
    next: datetime


def agree(
    office: Office, customer_no: str, to_account: str, bank: str, number: str, amount: Money,
    day: int,
) -> Agreement:  # fmt: skip
    """Pull `amount` on each `day` of the month. Raises BadInput for the field to mend."""
    check_amount(amount)
    check_owner(office.reader, office.book, customer_no, to_account)
    if bank not in BANKS:
        raise BadInput("bank", "请选择转出银行")
    if not 1 <= day <= 31:
        raise BadInput("day", "请填写每月的日期，1到31")
    name = customers.facts(office.reader, office.sealer, office.book, customer_no).name
    source = Counterparty(bank, read_card_number(number), name)
    no = row_id(office.now, office.rng)
    made = Agreement(
        no, customer_no, to_account, source, mask_name(name), tail(source.number), amount, day, 0,
        moment_of(_next_day(office.today, day)),
    )  # fmt: skip
    office.tx.run(
        _ADD, book=office.book, agreement_no=no, customer_no=customer_no, account_no=to_account,
        bank=bank, source_masked=made.source_masked, source_tail=made.source_tail,
        source_sealed=seal_party(
            office.sealer, TABLE, "source_sealed", f"{office.book}/{no}", source
        ),
        amount_fen=amount.fen, currency=amount.currency, day=day, next_us=to_us(made.next),
        made_us=to_us(office.now),
    )  # fmt: skip
    return made


def mine(office: Office, customer_no: str) -> list[Agreement]:
    """In force, oldest first."""
    rows = office.reader.all(_MINE, book=office.book, customer_no=customer_no)
    return [_agreement(office, row) for row in rows]


def end(office: Office, customer_no: str, agreement_no: str) -> None:
    """Pull no more. Raises NotFound."""
    place = {"book": office.book, "agreement_no": agreement_no, "customer_no": customer_no}
    if not office.tx.run(_END, **place):
        raise NotFound(f"agreement {agreement_no}", heard="没有找到这份归集协议")


def pull_due(office: Office) -> int:
    """Write down the pulls whose moment has come, and have them asked for; how many."""
    rows = office.tx.all(_DUE, book=office.book, now_us=to_us(office.now), room=_AT_ONCE)
    return sum(_pull(office, _agreement(office, row)) for row in rows)


def _pull(office: Office, one: Agreement) -> bool:
    following = moment_of(_next_day(shanghai_day(one.next), one.day))
    turned = office.tx.run(
        _TURN, book=office.book, agreement_no=one.agreement_no, was_us=to_us(one.next),
        next_us=to_us(following),
    )  # fmt: skip
    if turned != 1:
        return False
    key = f"{one.agreement_no}:{one.runs + 1}"
    payment = Payment(
        key, row_id(office.now, office.rng), Direction.PULL, one.customer_no, one.account_no,
        one.source, one.source_masked, one.source_tail, one.amount, Money.zero(), "资金归集",
        Mode.REALTIME, Route.IBPS, "", "", State.WAITING, "", "", office.now, office.now,
    )  # fmt: skip
    add_payment(office.tx, office.sealer, office.book, payment)
    put_parcel(office, key, office.now)
    return True


def _next_day(after: date, day: int) -> date:
    """The next day of that number after `after`; in a shorter month its last."""
    on = after + timedelta(days=1)
    last = calendar.monthrange(on.year, on.month)[1]
    if on.day <= min(day, last):
        return on.replace(day=min(day, last))
    following = on.replace(day=last) + timedelta(days=1)
    last = calendar.monthrange(following.year, following.month)[1]
    return following.replace(day=min(day, last))


def _agreement(office: Office, row: tuple[Any, ...]) -> Agreement:
    (
        no, customer_no, account_no, bank, sealed, masked, end_, fen, currency, day, runs,
        next_us, *_,
    ) = row  # fmt: skip
    place = f"{office.book}/{no}"
    source = open_party(office.sealer, TABLE, "source_sealed", place, bank, sealed)
    return Agreement(
        no, customer_no, account_no, source, masked, end_, Money(fen, currency), day, runs,
        from_us(next_us),
    )  # fmt: skip
