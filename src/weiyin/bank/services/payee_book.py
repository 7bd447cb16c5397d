"""A customer's payee book: whom they pay, at this bank and others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.bank import payees
from weiyin.bank.core import PayeeEntry
from weiyin.bank.numbers import read_card_number
from weiyin.bank.payments.banks import BANKS, bank_name
from weiyin.bank.payments.rules import setting
from weiyin.bank.service import Service, look, order
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.mask import tail
from weiyin.base.text import clean

_MAX_LABEL, _MAX_NAME = 12, 60
MOST = 200
"""Lines in one customer's book."""


@dataclass(frozen=True, slots=True)
class PayeeLine:
    """`name` is the one they typed, in clear: mask it where others may read along.

    `account_no` stands for the payee wherever money is sent; `bank` is printed, `code` not.
    `is_new`: added so lately that large sums leave for them delayed only.
    """

    label: str
    name: str
    account_no: str
    tail: str
    code: str
    bank: str
    added: datetime
    is_new: bool


class PayeeBook(Service):
    """One customer's lines. `customer_no` must be theirs who asks."""

    name = "payee-book"

    @look
    def lines(self, customer_no: str) -> tuple[PayeeLine, ...]:
        """In the order in which they were added."""
        office = self.office
        hours = setting(office.reader, office.book, "new_payee_hours", office.today)
        old = office.now - timedelta(hours=hours)
        return tuple(self._line(entry, old) for entry in self._entries(customer_no))

    @order
    def add(
        self, key: str, customer_no: str, bank: str, number: str, name: str, label: str = ""
    ) -> PayeeLine:
        """`bank`: a code, empty for this bank, whose own accounts are checked by name.

        Raises BadInput, NotFound (no such account of such a name), NotAllowed (there already).
        """
        assert key
        office = self.office
        name, label = clean(name, _MAX_NAME), _label(label)
        if not name:
            raise BadInput("payee", "请填写收款人姓名")
        entry = PayeeEntry(label, name, self._number(bank, number, name), tail(number), bank)
        known = self._entries(customer_no)
        if len(known) >= MOST:
            raise BadInput("payee", f"收款人最多{MOST}位，请先删除不用的收款人")
        if any(label and label in (one.nickname, one.name) for one in known):
            raise NotAllowed("label", "已有同名的收款人，请换一个备注名")
        payees.put_payee(
            office.tx, office.sealer, office.book, customer_no, entry, office.now, new=True
        )
        return self.lines(customer_no)[-1]

    @order
    def label(self, key: str, customer_no: str, account_no: str, label: str) -> PayeeLine:
        """Call a payee by another name. Raises NotFound, NotAllowed."""
        assert key
        office, label = self.office, _label(label)
        others = [one for one in self._entries(customer_no) if one.account_no != account_no]
        if any(label and label in (one.nickname, one.name) for one in others):
            raise NotAllowed("label", "已有同名的收款人，请换一个备注名")
        payees.rename_payee(office.tx, office.book, customer_no, account_no, label)
        return next(one for one in self.lines(customer_no) if one.account_no == account_no)

    @order
    def drop(self, key: str, customer_no: str, account_no: str) -> PayeeLine:
        """Take a payee out; the line as it was. Raises NotFound."""
        assert key
        found = [one for one in self.lines(customer_no) if one.account_no == account_no]
        if not found:
            raise NotFound(f"payee {account_no}", heard="收款人簿里没有这位收款人")
        payees.drop_payee(self.office.tx, self.office.book, customer_no, account_no)
        return found[0]

    def _entries(self, customer_no: str) -> tuple[PayeeEntry, ...]:
        office = self.office
        return payees.payees_of(office.reader, office.sealer, office.book, customer_no)

    def _number(self, bank: str, number: str, name: str) -> str:
        office = self.office
        if not bank:
            return payees.find_payee(
                office.reader, office.blinds, office.book, office.bank, number, name
            ).account_no
        if bank not in BANKS:
            raise BadInput("bank", "请选择收款银行")
        return read_card_number(number)

    def _line(self, entry: PayeeEntry, old: datetime) -> PayeeLine:
        assert entry.added is not None
        bank = bank_name(entry.bank) if entry.bank else self.office.bank
        label = entry.nickname if entry.nickname != entry.name else ""
        return PayeeLine(
            label, entry.name, entry.account_no, entry.tail, entry.bank, bank,
            entry.added, entry.added > old,
        )  # fmt: skip


def _label(words: str) -> str:
    label = clean(words, 200)
    if len(label) > _MAX_LABEL:
        raise BadInput("label", f"备注名最多{_MAX_LABEL}个字")
    return label
