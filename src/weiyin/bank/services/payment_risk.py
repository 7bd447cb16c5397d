"""支付风险: what is asked of a customer before a payment, and its admission as it is made."""

from __future__ import annotations

from weiyin.bank import tariffs
from weiyin.bank.payees import number_at
from weiyin.bank.risk import history
from weiyin.bank.risk.rules import Gravity, PaymentFacts, RiskVerdict, Thresholds, judge
from weiyin.bank.service import Service, look, order
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import NotAllowed
from weiyin.base.money import Money


class PaymentRisk(Service):
    """`payee` names who is paid: an account of this bank, or `ICBC:…`, a number at another one.

    In place of that number may stand a line of the customer's own payee book.
    """

    name = "payment-risk"

    @look
    def judge(self, customer_no: str, payee: str, amount: Money) -> RiskVerdict:
        """What the customer must do beyond the code, and is told."""
        return judge(self._facts(customer_no, payee, amount), self._thresholds())

    @order
    def admit(
        self, key: str, customer_no: str, payee: str, amount: Money, with_password: bool
    ) -> RiskVerdict:
        """Judged again as the payment is made, and remembered.

        Raises NotAllowed("risk") for a payee listed meanwhile, NotAllowed("risk_changed") when
        more is asked now than the customer was asked for.
        """
        verdict = self.judge(customer_no, payee, amount)
        if verdict.gravity is Gravity.REFUSE:
            raise NotAllowed("risk", verdict.reasons[0])
        if verdict.needs_password and not with_password:
            raise NotAllowed("risk_changed", "该笔付款需要进一步验证身份，请重新发起")
        office, payee_blind = self.office, self._blind(customer_no, payee)
        history.note(office.tx, office.book, key, customer_no, payee_blind, amount.fen, office.now)
        return verdict

    def _facts(self, customer_no: str, payee: str, amount: Money) -> PaymentFacts:
        office = self.office
        reader, book, now = office.reader, office.book, office.now
        payee_blind = self._blind(customer_no, payee)
        return PaymentFacts(
            amount_fen=amount.fen,
            hour=now.astimezone(SHANGHAI).hour,
            is_new_payee=not history.has_paid(reader, book, customer_no, payee_blind),
            recent=history.paid_recently(reader, book, customer_no, now),
            is_listed=history.is_listed(reader, book, payee_blind),
            today=history.paid_today(reader, book, customer_no, now),
        )

    def _blind(self, customer_no: str, payee: str) -> str:
        """The same for a number however it was told."""
        office, (bank, _, number) = self.office, payee.partition(":")
        kept = number and number_at(office.reader, office.sealer, office.book, customer_no, number)
        return history.blind_payee(office.sealer, f"{bank}:{kept}" if kept else payee)

    def _thresholds(self) -> Thresholds:
        office = self.office
        return Thresholds(
            **{
                field: tariffs.at(office.reader, office.book, f"risk.{field}", office.today)
                for field in Thresholds.__dataclass_fields__
            }
        )
