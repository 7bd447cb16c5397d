"""Instalment plans of a credit card: offered, signed, looked at, ended early."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.credit import instalments
from weiyin.bank.credit.instalments import Offer, Room
from weiyin.bank.credit.plans import Plan, PlanKind, access_plan, plans_of
from weiyin.bank.credit.terms import CreditAccount, access_account
from weiyin.bank.service import Service, look, order
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class Quote:
    """What may be spread, and the offers for `amount` of it."""

    room: Room
    amount: Money
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as its owner sees it."""

    plan: Plan
    settle_fee: Money
    """What ending it now would cost."""


class CreditPlans(Service):
    """`customer_no` is who asks: an account that is not theirs is not found."""

    name = "credit-plans"

    @look
    def quote(
        self, customer_no: str, account_no: str, kind: PlanKind, about: str, amount: Money | None
    ) -> Quote:
        """For `amount`, or for all that may be spread. Raises NotAllowed, NotFound."""
        account = self._account(customer_no, account_no)
        room = instalments.room_for(self.office, account, kind, about)
        wanted = room.most if amount is None else amount
        return Quote(room, wanted, instalments.offers(self.office, wanted))

    @look
    def offer(
        self, customer_no: str, account_no: str, kind: PlanKind, about: str, amount: Money,
        periods: int,
    ) -> Offer:  # fmt: skip
        """What would be signed. Raises BadInput for an amount or a term that is not offered."""
        account = self._account(customer_no, account_no)
        room = instalments.room_for(self.office, account, kind, about)
        return instalments.offer_of(self.office, room, amount, periods)

    @look
    def plans(self, customer_no: str, account_no: str) -> tuple[PlanView, ...]:
        """Newest first."""
        self._account(customer_no, account_no)
        return tuple(
            PlanView(plan, instalments.early_fee(self.office, plan))
            for plan in plans_of(self.office.reader, self.office.book, account_no)
        )

    @order
    def open(
        self, key: str, customer_no: str, account_no: str, kind: PlanKind, about: str,
        amount: Money, periods: int, to_account: str = "",
    ) -> Plan:  # fmt: skip
        account = self._account(customer_no, account_no)
        return instalments.open_plan(
            self.office, key, account, kind, about, amount, periods, to_account
        )

    @order
    def settle(self, key: str, customer_no: str, account_no: str, plan_id: str) -> Plan:
        self._account(customer_no, account_no)
        plan = access_plan(self.office.reader, self.office.book, plan_id, account_no)
        return instalments.settle_early(self.office, key, plan)

    def _account(self, customer_no: str, account_no: str) -> CreditAccount:
        return access_account(self.office.reader, self.office.book, account_no, customer_no)
