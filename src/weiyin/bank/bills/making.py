"""Placing an order with a provider: the money is held at once, a parcel asks for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from weiyin.bank.bills.dues import take_out
from weiyin.bank.bills.orders import (
    Order,
    State,
    Told,
    add_order,
    claim_of,
    claimed,
    find_order,
    mask_number,
)
from weiyin.bank.bills.pauses import check_runs
from weiyin.bank.bills.provider import Charge
from weiyin.bank.bills.saved import keep
from weiyin.bank.core import HoldOrder
from weiyin.bank.house import BILLERS
from weiyin.bank.postings import hash_of
from weiyin.bank.service import Office
from weiyin.bank.spending import hold_for
from weiyin.base.errors import Broken, NotAllowed
from weiyin.storage import outbox

TOPIC = "bill"


@dataclass(frozen=True, slots=True)
class NewOrder:
    """`told`: what the provider needs beside the number."""

    key: str
    customer_no: str
    from_account: str
    biller: str
    number: str
    charge: Charge
    told: Mapping[str, str] = field(default_factory=dict)


def place_order(office: Office, new: NewOrder) -> Order:
    """Hold the amount and queue the asking; in one transaction, once per key.

    Raises as a transfer does; NotAllowed("paid") when what is due has been paid or is being paid,
    NotAllowed("season"), NotAllowed("provider"), NotAllowed("paused").
    """
    office.billing.asked()
    biller = office.billing.biller(new.biller)
    check_runs(office.reader, office.book, new.biller)
    number = biller.check_number(new.number)
    biller.check_season(office.today.month)
    charge, now = new.charge, office.now
    held, made = hold_for(
        office.tx,
        office.book,
        HoldOrder(
            new.key, new.customer_no, new.from_account, BILLERS, charge.amount,
            memo=f"{charge.title} {biller.name}"[:60],
        ),
        now,
        office.rng,
        question=_question(new, number),
        other=biller.name,
    )  # fmt: skip
    if not made:
        found = find_order(office.tx, office.sealer, office.book, new.key)
        if found is None:
            raise Broken(f"order {new.key} has a hold and no row")
        return found
    order = Order(
        new.key, held.entry_no, biller.kind, biller.code, new.customer_no, new.from_account,
        mask_number(number), Told(number, dict(new.told)), charge.ref, charge.title, charge.facts,
        charge.amount, State.HELD, "", None, "", "", "", charge.starts, now,
    )  # fmt: skip
    claim = claim_of(office.sealer, biller.code, number, charge.ref)
    add_order(office.tx, office.sealer, office.book, order, claim)
    if biller.keeps:
        line = keep(office, new.customer_no, biller.code, number, new.told)
        take_out(office.tx, office.book, line.line_no, charge.ref)
    put_parcel(office, order.key)
    return order


def put_parcel(office: Office, key: str, again: str = "") -> None:
    """Have the order of `key` carried on now; `again` names a further time."""
    payload = {"book": office.book, "key": key}
    named = f"{office.book}:{key}{again}"
    outbox.put(office.tx, oa="", topic=TOPIC, key=named, payload=payload, due=office.now)


def give_up(order: Order) -> None:
    """Raises NotAllowed("state") for what cannot be given back."""
    if order.state is not State.DONE:
        raise NotAllowed("state", "这笔订单现在不能退，请查看缴费记录中的最新状态")


def unclaimed(office: Office, biller: str, number: str, found: Sequence[Charge]) -> list[Charge]:
    """Those that no order of ours has paid or is paying, whatever the biller still says."""
    claims = {claim_of(office.sealer, biller, number, one.ref): one for one in found}
    taken = claimed(office.reader, office.book, claims)
    return [one for claim, one in claims.items() if claim not in taken]


def _question(new: NewOrder, number: str) -> bytes:
    charge = new.charge
    return hash_of(
        (
            TOPIC, new.customer_no, new.from_account, new.biller, number, charge.ref,
            charge.amount.fen, charge.amount.currency, sorted(new.told.items()),
        )
    )  # fmt: skip
