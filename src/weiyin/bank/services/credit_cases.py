"""Cases of the credit card that a person of the bank works on: opened here, followed here."""

from __future__ import annotations

from weiyin.bank.credit import cases, disputes
from weiyin.bank.credit.cases import Case, CaseKind, NewCase
from weiyin.bank.credit.terms import access_account
from weiyin.bank.service import Service, look, order
from weiyin.base.errors import BadInput
from weiyin.base.money import Money

_BY_CUSTOMER = frozenset({CaseKind.LIMIT, CaseKind.OVERDUE, CaseKind.SUPPLEMENTARY})


class CreditCases(Service):
    """`customer_no` is who asks: another's account or case is not found."""

    name = "credit-cases"

    @look
    def cases(self, customer_no: str) -> tuple[Case, ...]:
        """Newest first."""
        return cases.cases_of(self.office.reader, self.office.book, customer_no)

    @look
    def applications(self, id_number: str, phone: str) -> tuple[Case, ...]:
        """Of the person with both facts, newest first; none for anybody else."""
        person = self._person(id_number, phone)
        return cases.cases_of_person(self.office.reader, self.office.book, person)

    @look
    def check_disputable(self, customer_no: str, account_no: str, entry_no: str) -> Money:
        """What was spent. Raises NotFound, NotAllowed("dispute")."""
        account = access_account(self.office.reader, self.office.book, account_no, customer_no)
        entry = disputes.disputable(self.office, account, entry_no)
        return Money(-entry.leg(account_no).amount_fen)

    @order
    def open(
        self, key: str, customer_no: str, account_no: str, kind: CaseKind, amount: Money,
        facts: dict[str, str],
    ) -> Case:  # fmt: skip
        """A wish for a fixed limit, help when overdue, or a card for one's family."""
        assert key, "an order has a key"
        if kind not in _BY_CUSTOMER:
            raise BadInput("kind", "不支持的申请类型")
        access_account(self.office.reader, self.office.book, account_no, customer_no)
        new = NewCase(kind, facts, customer_no, account_no, account_no, amount)
        return cases.open_case(self.office, new)

    @order
    def dispute(
        self, key: str, customer_no: str, account_no: str, entry_no: str, reason: str
    ) -> Case:
        """Raises NotFound, NotAllowed("dispute")."""
        assert key, "an order has a key"
        account = access_account(self.office.reader, self.office.book, account_no, customer_no)
        return disputes.dispute(self.office, account, entry_no, reason)

    @order
    def apply(
        self, key: str, name: str, id_number: str, phone: str, product: str, facts: dict[str, str]
    ) -> Case:
        """Anybody's wish for a card, whose phone was just proved."""
        assert key, "an order has a key"
        told = {**facts, "name": name, "id_number": id_number, "phone": phone}
        person = self._person(id_number, phone)
        known = cases.cases_of_person(self.office.reader, self.office.book, person)
        for one in known:
            if one.stage in cases.OPEN and one.about == product:
                return one
        new = NewCase(CaseKind.APPLY, told, about=product, person=person)
        return cases.open_case(self.office, new)

    def _person(self, id_number: str, phone: str) -> str:
        blinds = self.office.blinds
        return f"{blinds.id_number(id_number)}{blinds.phone(phone)}"
