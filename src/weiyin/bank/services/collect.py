"""Requests for payment: asked for by one customer, paid once by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.bank.core import Receipt
from weiyin.bank.payments import requests
from weiyin.bank.payments.requests import Request, Standing
from weiyin.bank.service import Service, look, order
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class RequestView:
    """`token` is what the link carries; told to the asker once, when the request is made."""

    request_no: str
    payee_masked: str
    account_no: str
    amount: Money
    memo: str
    standing: Standing
    made: datetime
    expires: datetime
    paid: datetime | None
    token: str = ""


class Collect(Service):
    """`customer_no` must be theirs who asks."""

    name = "collect"

    @order
    def ask(
        self, key: str, customer_no: str, account_no: str, amount: Money, memo: str = ""
    ) -> RequestView:
        """A new request; its token opens it to whoever has the link."""
        assert key
        token, made = requests.ask(self.office, customer_no, account_no, amount, memo)
        return self._view(made, token)

    @look
    def wanted(self, token: str) -> RequestView:
        """What a link asks for. Raises NotFound."""
        return self._view(requests.find(self.office, token))

    @order
    def pay(self, key: str, customer_no: str, from_account: str, token: str) -> Receipt:
        """Pay a request, once. Raises NotFound, NotAllowed("request") and as a transfer does."""
        return requests.pay(self.office, f"{key}:paid", customer_no, from_account, token)

    @look
    def mine(self, customer_no: str) -> tuple[RequestView, ...]:
        """Newest first."""
        return tuple(map(self._view, requests.mine(self.office, customer_no)))

    @order
    def withdraw(self, key: str, customer_no: str, request_no: str) -> tuple[RequestView, ...]:
        """Nobody can pay it any more; the requests as they are then. Raises NotFound."""
        assert key
        office = self.office
        requests.withdraw(office.tx, office.book, customer_no, request_no)
        return self.mine(customer_no)

    def _view(self, one: Request, token: str = "") -> RequestView:
        return RequestView(
            one.request_no, requests.payee_masked(self.office, one), one.account_no, one.amount,
            one.memo, one.standing, one.made, one.expires, one.paid, token,
        )  # fmt: skip
