"""Screening a payment: what the bank's rules of risk ask, put into the draft before it is shown."""

from __future__ import annotations

from dataclasses import replace

from weiyin.bank.core import Books
from weiyin.bank.risk.rules import Gravity
from weiyin.bank.services.payment_risk import PaymentRisk
from weiyin.base.errors import NotAllowed
from weiyin.functions.answers import DraftRequest, Payment
from weiyin.people.drafts import StepUp


def screened(request: DraftRequest, books: Books, customer_no: str) -> DraftRequest:
    """The request with what risk asks on top: a warning, a pause, the trade password.

    Raises NotAllowed("risk") for a payment that is refused. What moves no money to anybody
    (`payment` is None) stays as it is.
    """
    payment = request.payment
    if payment is None:
        return request
    verdict = books.service(PaymentRisk).judge(customer_no, payment.payee, payment.amount)
    if verdict.gravity is Gravity.REFUSE:
        raise NotAllowed("risk", verdict.reasons[0])
    words = (*verdict.reasons, *((request.warning,) if request.warning else ()))
    return replace(
        request,
        step_up=StepUp.PASSWORD if verdict.needs_password else request.step_up,
        warning="。".join(one.rstrip("。") for one in words) + ("。" if words else ""),
        pause_seconds=max(request.pause_seconds, verdict.pause_seconds),
    )


def admit(books: Books, key: str, customer_no: str, payment: Payment, step_up: StepUp) -> None:
    """Judge once more as it is being made. Raises NotAllowed when more is asked by now."""
    books.service(PaymentRisk).admit(
        f"{key}:risk", customer_no, payment.payee, payment.amount, step_up is StepUp.PASSWORD
    )
