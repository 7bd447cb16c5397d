"""Repaying from the customer's own card at another bank: pulled once through the clearing house.

That the source is the customer's own, and that its bank agrees, the clearing house judges; the
money is on the credit card when the other bank has given it, and not before.
"""

from __future__ import annotations

from weiyin.bank import customers
from weiyin.bank.credit.terms import access_account
from weiyin.bank.numbers import read_card_number
from weiyin.bank.payments.banks import BANKS, bank_of
from weiyin.bank.payments.making import put_parcel
from weiyin.bank.payments.orders import Counterparty, Direction, Payment, State, add_payment
from weiyin.bank.payments.routes import Mode, Route
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount
from weiyin.base.errors import BadInput
from weiyin.base.ids import row_id
from weiyin.base.mask import mask_name, tail
from weiyin.base.money import Money


def source_bank(number: str, bank: str = "") -> tuple[str, str]:
    """(code, printed name) of the bank of a card. Raises BadInput when it is not known."""
    known = BANKS.get(bank) or bank_of(read_card_number(number))
    if known is None:
        raise BadInput("bank", "未能识别该卡的银行，请选择银行名称")
    return known.code, known.name


def repay_from_elsewhere(
    office: Office, key: str, customer_no: str, account_no: str, bank: str, number: str,
    amount: Money,
) -> str:  # fmt: skip
    """Ask for it; the number under which the customer may follow it."""
    check_amount(amount)
    account = access_account(office.reader, office.book, account_no, customer_no)
    code, _ = source_bank(number, bank)
    name = customers.facts(office.reader, office.sealer, office.book, customer_no).name
    source = Counterparty(code, read_card_number(number), name)
    payment = Payment(
        key, row_id(office.now, office.rng), Direction.PULL, customer_no, account.no, source,
        mask_name(name), tail(source.number), amount, Money.zero(), "信用卡跨行还款",
        Mode.REALTIME, Route.IBPS, "", "", State.WAITING, "", "", office.now, office.now,
    )  # fmt: skip
    add_payment(office.tx, office.sealer, office.book, payment)
    put_parcel(office, key, office.now)
    return payment.reference
