"""What may still leave today, and the limits of each way of paying."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank import tariffs
from weiyin.bank.parties import Parties
from weiyin.bank.payments.rules import rules_of, setting
from weiyin.bank.risk.history import paid_today
from weiyin.bank.service import Service, look
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class Limits:
    """`daily` over all accounts together; `used` of it today. The others are for one payment.

    `times_left`: how many more payments today.
    """

    daily: Money
    used: Money
    left: Money
    times: int
    times_left: int
    realtime: Money
    normal: Money
    new_payee: Money
    new_payee_hours: int
    red_packet: Money
    cardless: Money


class TransferLimits(Service):
    """`customer_no` must be theirs who asks."""

    name = "transfer-limits"

    @look
    def limits(self, customer_no: str) -> Limits:
        """As of now. Raises NotFound."""
        office = self.office
        parties = Parties(office.reader, office.book, [customer_no], office.today)
        party = parties.get(customer_no)
        used = party.spent if party.day == office.today.toordinal() else 0
        rules = rules_of(office.reader, office.book, office.today)
        times = tariffs.at(office.reader, office.book, "risk.most_a_day", office.today)
        made = paid_today(office.reader, office.book, customer_no, office.now)
        return Limits(
            daily=Money(party.limit),
            used=Money(used),
            left=Money(max(party.limit - used, 0)),
            times=times,
            times_left=max(times - made, 0),
            realtime=rules.ibps_cap,
            normal=rules.beps_cap,
            new_payee=self._money("new_payee_cap_fen"),
            new_payee_hours=self._setting("new_payee_hours"),
            red_packet=self._money("red_packet_cap_fen"),
            cardless=self._money("cardless_cap_fen"),
        )

    def _money(self, name: str) -> Money:
        return Money(self._setting(name))

    def _setting(self, name: str) -> int:
        return setting(self.office.reader, self.office.book, name, self.office.today)
