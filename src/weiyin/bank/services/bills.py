"""Paying billers and merchants: what is due or for sale, the order, what has become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from weiyin.bank.bills.catalogue import Biller, of_kind
from weiyin.bank.bills.differences import is_missing
from weiyin.bank.bills.making import NewOrder, give_up, place_order, put_parcel, unclaimed
from weiyin.bank.bills.orders import (
    Order,
    State,
    find_order,
    latest_orders,
    mask_number,
    move_order,
    order_of,
)
from weiyin.bank.bills.pauses import check_runs
from weiyin.bank.bills.provider import Charge, Found
from weiyin.bank.bills.telling import deed_of, word_on
from weiyin.bank.service import Office, Service, look, order
from weiyin.base.errors import Broken, Conflict, NotAllowed, NotFound
from weiyin.base.money import Money

_MOST = 200


@dataclass(frozen=True, slots=True)
class OrderView:
    """`status` says in a sentence where it stands; `code` fetches what was bought."""

    reference: str
    kind: str
    biller: str
    number_masked: str
    title: str
    facts: tuple[tuple[str, str], ...]
    amount: Money
    state: State
    status: str
    code: str
    made: datetime
    asked: datetime | None
    ended: datetime | None


class Bills(Service):
    """`customer_no` must be theirs who asks."""

    name = "bills"

    @look
    def billers(self, kinds: tuple[str, ...]) -> tuple[Biller, ...]:
        """Whoever can be paid, by city and name."""
        return of_kind(self.office.billing.billers, *kinds)

    @look
    def find(self, biller: str, number: str, told: Mapping[str, str]) -> Found:
        """The account of that number and what is due. Raises NotFound, BadInput, TryLater."""
        known = self.office.billing.biller(biller)
        check_runs(self.office.reader, self.office.book, biller)
        plain = known.check_number(number)
        known.check_season(self.office.today.month)
        found = self.office.provider.find(known, plain, told)
        if found is None:
            raise NotFound(
                "no such number", heard=f"{known.name}没有查到该{known.number}，请核对后重试"
            )
        due = unclaimed(self.office, biller, plain, found.charges)
        return replace(found, charges=tuple(due))

    @look
    def search(self, biller: str, asked: Mapping[str, str]) -> tuple[Charge, ...]:
        """What a merchant has for sale now. Raises TryLater."""
        known = self.office.billing.biller(biller)
        check_runs(self.office.reader, self.office.book, biller)
        return tuple(self.office.provider.search(known, asked))

    @order
    def pay(
        self, key: str, customer_no: str, from_account: str, biller: str, number: str,
        charge: Charge, told: Mapping[str, str],
    ) -> OrderView:  # fmt: skip
        """Hold the amount and have it paid. The outcome comes later.

        Raises as a transfer does; NotAllowed("paid") for what has been paid or is being paid.
        """
        new = NewOrder(key, customer_no, from_account, biller, number, charge, told)
        return _view(self.office, place_order(self.office, new))

    @order
    def give_back(self, key: str, customer_no: str, reference: str) -> OrderView:
        """Ask the merchant to take it back. Raises NotFound, NotAllowed."""
        office = self.office
        found = order_of(office.tx, office.sealer, office.book, customer_no, reference)
        _check_in_time(office, found)
        if not move_order(
            office.tx, office.sealer, office.book, found, State.RETURNING, office.now
        ):
            raise Conflict(f"order {reference} moved on")
        put_parcel(office, found.key, again=f":{key}")
        return _view(office, _again(office, found.key))

    @look
    def one(self, customer_no: str, reference: str) -> OrderView:
        """One order of the customer's. Raises NotFound."""
        office = self.office
        found = order_of(office.reader, office.sealer, office.book, customer_no, reference)
        return _view(office, found)

    @look
    def latest(
        self, customer_no: str, since: datetime, until: datetime, limit: int
    ) -> tuple[OrderView, ...]:
        """Made in that span, newest first."""
        office = self.office
        room = max(0, min(limit, _MOST))
        found = latest_orders(
            office.reader, office.sealer, office.book, customer_no, since, until, room
        )
        return tuple(_view(office, one) for one in found)


def _check_in_time(office: Office, found: Order) -> None:
    """Raises NotAllowed("state"), ("not_returnable"), ("too_late"), ("differs")."""
    give_up(found)
    if is_missing(office.reader, office.book, found.key):
        raise NotAllowed("differs", "收款单位没有这笔订单的记录，本行正在核对，请以核对结果为准")
    biller = office.billing.biller(found.biller)
    if not biller.cancel_minutes:
        raise NotAllowed("not_returnable", f"{biller.name}的{biller.deed}不支持退款")
    if found.starts is None:
        return
    left = (found.starts - office.now).total_seconds()
    if left < biller.cancel_minutes * 60:
        raise NotAllowed("too_late", f"开始前{biller.cancel_minutes}分钟起不能再退，请见谅")


def _again(office: Office, key: str) -> Order:
    found = find_order(office.reader, office.sealer, office.book, key)
    if found is None:
        raise Broken(f"order {key} is gone")
    return found


def _view(office: Office, one: Order) -> OrderView:
    biller = office.billing.billers.get(one.biller)
    return OrderView(
        one.reference, one.kind, one.biller if biller is None else biller.name,
        mask_number(one.told.number), one.title, one.facts, one.amount, one.state,
        word_on(one.state, deed_of(office, one), one.why), one.code, one.made, one.asked,
        one.ended,
    )  # fmt: skip
