"""Making a payment: the money is held at once, and a parcel asks for the rest when it is due.

To an account of this bank in real time nothing is held: that is a transfer like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.bank.core import HoldOrder, TransferOrder
from weiyin.bank.house import CLEARING, FEES
from weiyin.bank.numbers import read_card_number
from weiyin.bank.payees import find_payee, number_at
from weiyin.bank.payments.banks import BANKS
from weiyin.bank.payments.orders import Counterparty, Direction, Payment, State, add_payment
from weiyin.bank.payments.routes import Mode, Quote, Route, due_of, route
from weiyin.bank.payments.rules import rules_of
from weiyin.bank.postings import hash_of
from weiyin.bank.service import Office
from weiyin.bank.spending import MAX_MEMO, check_amount, hold_for
from weiyin.bank.transfers import transfer_many
from weiyin.base.errors import BadInput, NotAllowed, Refused
from weiyin.base.mask import mask_name, tail
from weiyin.base.money import Money
from weiyin.base.text import clean
from weiyin.storage import outbox

TOPIC = "payment"
_MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class NewPayment:
    """`to.number` is a card or account number, or for this bank an account's own number."""

    key: str
    customer_no: str
    from_account: str
    to: Counterparty
    amount: Money
    mode: Mode
    memo: str = ""


def quote(office: Office, bank: str, amount: Money, mode: Mode) -> Quote:
    """What a payment made now would be like. Raises BadInput, NotAllowed("route")."""
    check_amount(amount)
    rules = rules_of(office.reader, office.book, office.today)
    if not bank:
        return Quote(Route.BOOK, Money.zero(), due_of(rules, mode, office.now))
    if bank not in BANKS:
        raise BadInput("bank", "请选择收款银行")
    return route(rules, amount, mode, office.now)


def make_payment(office: Office, new: NewPayment) -> Payment:
    """Hold the money (and the fee) and have it sent when due; in one transaction, once per key.

    Raises as a transfer does; NotAllowed("payee") or ("mode") for what it cannot be.
    """
    asked = quote(office, new.to.bank, new.amount, new.mode)
    to = checked(office, new.customer_no, new.to)
    if not to.bank and new.mode is Mode.REALTIME:
        return _at_once(office, new, to, asked)
    if to.number == new.from_account:
        raise NotAllowed("self", "收款账户与付款账户相同，请更换收款账户")
    payment = _held(office, new, to, asked)
    add_payment(office.tx, office.sealer, office.book, payment)
    put_parcel(office, new.key, payment.due)
    return payment


def put_parcel(office: Office, key: str, due: datetime) -> None:
    """Ask for the sending of `key` at `due`."""
    payload = {"book": office.book, "key": key}
    outbox.put(office.tx, oa="", topic=TOPIC, key=f"{office.book}:{key}", payload=payload, due=due)


def checked(office: Office, customer_no: str, to: Counterparty) -> Counterparty:
    """With an account number of ours, or a well-formed card number of another bank.

    Another bank's may come as a line of the customer's payee book.
    """
    name = clean(to.name, _MAX_NAME)
    if not name:
        raise BadInput("payee", "请填写收款人姓名")
    if not to.bank:
        found = find_payee(office.reader, office.blinds, office.book, office.bank, to.number, name)
        return Counterparty("", found.account_no, name)
    kept = number_at(office.reader, office.sealer, office.book, customer_no, to.number)
    return Counterparty(to.bank, kept or read_card_number(to.number), name)


def _held(office: Office, new: NewPayment, to: Counterparty, asked: Quote) -> Payment:
    memo, now = clean(new.memo, MAX_MEMO), office.now
    masked = mask_name(to.name)
    question = hash_of(
        (TOPIC, new.customer_no, new.from_account, to.bank, to.number, to.name, new.amount.fen,
         new.mode, memo)
    )  # fmt: skip
    order = HoldOrder(new.key, new.customer_no, new.from_account, CLEARING, new.amount, memo)
    held, _ = hold_for(
        office.tx, office.book, order, now, office.rng, question=question, other=masked
    )
    fee_hold = ""
    if asked.fee:
        fee = HoldOrder(
            f"{new.key}:fee", new.customer_no, new.from_account, FEES, asked.fee, "跨行转账手续费"
        )
        taken, _ = hold_for(office.tx, office.book, fee, now, office.rng, other="手续费")
        fee_hold = taken.entry_no
    return Payment(
        new.key, held.entry_no, Direction.SEND, new.customer_no, new.from_account, to, masked,
        tail(to.number), new.amount, asked.fee, memo, new.mode, asked.route, held.entry_no,
        fee_hold, State.WAITING, "", "", now, asked.due,
    )  # fmt: skip


def _at_once(office: Office, new: NewPayment, to: Counterparty, asked: Quote) -> Payment:
    order = TransferOrder(
        new.key, new.customer_no, new.from_account, to.number, to.name, new.amount, new.memo
    )
    [done] = transfer_many(office.tx, office.book, office.blinds, [order], office.now, office.rng)
    if isinstance(done, Refused):
        raise done
    return Payment(
        new.key, done.entry_no, Direction.SEND, new.customer_no, new.from_account, to,
        mask_name(to.name), tail(to.number), new.amount, asked.fee, new.memo, new.mode,
        asked.route, "", "", State.DONE, "", "", done.at, done.at, done.at, done.at,
    )  # fmt: skip
