"""Billers as the bank's people see them: which there are, and which are paused for now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.bank.bills.catalogue import Biller
from weiyin.bank.bills.pauses import Pause, pause, pauses, resume
from weiyin.bank.service import Service, look, order


@dataclass(frozen=True, slots=True)
class BillerState:
    """`since` None: it runs."""

    biller: Biller
    why: str = ""
    by: str = ""
    since: datetime | None = None


class BillerDesk(Service):
    """For staff alone: no customer's function takes it."""

    name = "biller_desk"

    @look
    def all(self) -> tuple[BillerState, ...]:
        """Every biller, by kind, city and name."""
        off = pauses(self.office.reader, self.office.book)
        known = sorted(
            self.office.billing.billers.values(), key=lambda one: (one.kind, one.city, one.name)
        )
        return tuple(_state(one, off.get(one.code)) for one in known)

    @order
    def pause(self, key: str, biller: str, why: str, by: str) -> BillerState:
        """Nothing of it is looked up or paid any more. Raises NotFound, BadInput."""
        del key
        office, known = self.office, self.office.billing.biller(biller)
        pause(office.tx, office.book, biller, why=why, by=by, now=office.now)
        return _state(known, pauses(office.tx, office.book)[biller])

    @order
    def resume(self, key: str, biller: str) -> BillerState:
        del key
        known = self.office.billing.biller(biller)
        resume(self.office.tx, self.office.book, biller)
        return _state(known, None)


def _state(biller: Biller, off: Pause | None) -> BillerState:
    return BillerState(biller, off.why, off.by, off.since) if off else BillerState(biller)
