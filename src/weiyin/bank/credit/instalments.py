"""Asking for an instalment plan: what is offered, opened and ended early.

Every offer carries its yearly rate; the fee is shown as interest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from weiyin.bank import house, tariffs
from weiyin.bank.accounts import CURRENT
from weiyin.bank.batch import Batch
from weiyin.bank.credit.bills import latest
from weiyin.bank.credit.items import Kind
from weiyin.bank.credit.limits import check_not_overdue
from weiyin.bank.credit.plans import (
    Plan,
    PlanKind,
    PlanState,
    add_plan,
    fee_of,
    plans_of,
    settle_plan,
)
from weiyin.bank.credit.rates import yearly_rate
from weiyin.bank.credit.sheets import load_sheet, rates_of
from weiyin.bank.credit.spending import cash_line_fen
from weiyin.bank.credit.terms import CreditAccount, set_line
from weiyin.bank.ledger import post, post_linked
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.bank.spending import check_payer
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.money import Money

PERIODS = (3, 6, 12, 24, 36)
"""At most five years in all (银保监规〔2022〕13号)."""
_YUAN = 100
_ALREADY = frozenset({PlanState.ACTIVE, PlanState.PAID})


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the offer table. `first` is what the first part comes to, fee included."""

    periods: int
    part: Money
    """Principal of each part; the last absorbs the rounding."""
    fee: Money
    """Interest of each part."""
    total_fee: Money
    fee_ppm: int
    """Of the principal, each part."""
    nominal_ppm: int
    """The yearly rate to show, in millionths."""


@dataclass(frozen=True, slots=True)
class Room:
    """What may be spread: of what (`about`: a month, an entry, nothing for cash) and how much."""

    about: str
    memo: str
    most: Money
    least: Money


def room_for(office: Office, account: CreditAccount, kind: PlanKind, about: str) -> Room:
    """Raises NotAllowed (`overdue`, `instalment`) or NotFound."""
    check_not_overdue(office, account)
    least = Money(tariffs.at(office.reader, office.book, "credit.instalment_least_fen",
                             office.today))  # fmt: skip
    made = {(plan.kind, plan.about) for plan in plans_of(office.reader, office.book, account.no)
            if plan.state in _ALREADY}  # fmt: skip
    if kind is PlanKind.CASH:
        return Room("", "现金分期", _whole(cash_line_fen(office, account, office.now)), least)
    if kind is PlanKind.BILL:
        room = _of_bill(office, account, least)
    else:
        room = _of_spend(office, account, about, least)
    if (kind, room.about) in made:
        raise NotAllowed("instalment", "该笔账单或消费已办理过分期")
    return room


def offers(office: Office, amount: Money) -> tuple[Offer, ...]:
    """For this principal, shortest first."""
    return tuple(_offer(office, amount, periods) for periods in PERIODS)


def offer_of(office: Office, room: Room, amount: Money, periods: int) -> Offer:
    """The offer that would be signed. Raises BadInput."""
    if periods not in PERIODS:
        choices = "、".join(map(str, PERIODS))
        raise BadInput("periods", f"分期期数可选 {choices} 期")
    if not room.least <= amount <= room.most:
        if room.most < room.least:
            raise NotAllowed("instalment", f"可分期金额不足 {room.least} 元，暂不能分期")
        raise BadInput("amount", f"分期金额应在 {room.least} 元至 {room.most} 元之间")
    return _offer(office, amount, periods)


def open_plan(
    office: Office, key: str, account: CreditAccount, kind: PlanKind, about: str, amount: Money,
    periods: int, to_account: str = "",
) -> Plan:  # fmt: skip
    """Sign. The key is the plan's own name. `to_account`: the own debit account cash goes to."""
    room = room_for(office, account, kind, about)
    offer = offer_of(office, room, amount, periods)
    credited = account.no
    if kind is PlanKind.CASH:
        batch = Batch(office.reader, office.book)
        batch.load([key], [to_account])
        payee = batch.account(to_account)
        check_payer(payee, account.customer_no)
        assert payee.kind == CURRENT, "cash goes to a current account"
        credited = to_account
    entry_kind = "cash_instalment" if kind is PlanKind.CASH else "instalment"
    answered = room.about if kind is PlanKind.SPEND else ""
    post(
        office.tx, office.book,
        Posting(
            key=key, kind=entry_kind, at=office.now, memo=room.memo, about=answered,
            legs=(Leg(credited, amount.fen, other=room.memo), Leg(house.INSTALMENTS, -amount.fen)),
        ),
        office.rng, quiet=office.quiet,
    )  # fmt: skip
    plan = Plan(
        key, account.no, account.customer_no, kind, room.about, room.memo,
        office.today.isoformat(), amount.fen, periods, offer.fee_ppm, 0, amount.fen,
        PlanState.ACTIVE,
    )  # fmt: skip
    add_plan(office.tx, office.book, plan)
    set_line(office.tx, office.book, account.no, office.today)
    return plan


def early_fee(office: Office, plan: Plan) -> Money:
    """What ending a plan now costs; the interest of the parts to come is not taken."""
    share = tariffs.at(office.reader, office.book, "credit.settle_early_bp", office.today)
    return Money(plan.left_fen).share(share, 10_000)


def settle_early(office: Office, key: str, plan: Plan) -> Plan:
    """The rest of the principal, and the fee, go onto the card and into its next bill."""
    if plan.state is not PlanState.ACTIVE:
        raise NotAllowed("instalment", "该笔分期已结清")
    fee, at = early_fee(office, plan), office.now
    settle_plan(office.tx, office.book, plan)
    set_line(office.tx, office.book, plan.account_no, office.today, plan.left_fen + fee.fen)
    postings = [_onto(plan, key, "instalment_due", plan.left_fen, house.INSTALMENTS, at)]
    if fee:
        postings.append(_onto(plan, f"{key}:fee", "settle_fee", fee.fen, house.FEES, at))
    post_linked(office.tx, office.book, postings, office.rng)
    return replace(plan, left_fen=0, state=PlanState.SETTLED)


def _onto(plan: Plan, key: str, kind: str, fen: int, to: str, at: datetime) -> Posting:
    memo = f"{plan.memo}提前结清"
    legs = (Leg(plan.account_no, -fen, other=memo), Leg(to, fen))
    return Posting(key=key, kind=kind, at=at, memo=memo, legs=legs)


def _offer(office: Office, amount: Money, periods: int) -> Offer:
    ppm = tariffs.at(office.reader, office.book, f"credit.instalment_{periods}_ppm", office.today)
    fee = Money(fee_of(amount.fen, ppm))
    rate = yearly_rate(periods, ppm)
    return Offer(
        periods, Money(amount.fen // periods), fee, fee.times(periods), ppm, rate.nominal_ppm
    )


def _of_bill(office: Office, account: CreditAccount, least: Money) -> Room:
    bill = latest(office.reader, office.book, account.no)
    if bill is None:
        raise NotFound("no bill yet", heard="还没有已出账单，出账后即可办理账单分期")
    month = bill[0]
    sheet = load_sheet(office.reader, office.book, account.no,
                       rates_of(office.reader, office.book))  # fmt: skip
    spent = sum(item.left_fen for item in sheet.billed(month) if item.kind is Kind.SPEND)
    share = tariffs.at(office.reader, office.book, "credit.instalment_share_bp", office.today)
    most = _whole(Money(spent).share(share, 10_000).fen)
    return Room(month, f"{int(month[5:])}月账单分期", most, least)


def _of_spend(office: Office, account: CreditAccount, entry_no: str, least: Money) -> Room:
    sheet = load_sheet(office.reader, office.book, account.no,
                       rates_of(office.reader, office.book))  # fmt: skip
    for item in sheet.items:
        if item.entry_no == entry_no and item.kind is Kind.SPEND and not item.month:
            return Room(entry_no, "消费分期", Money(item.left_fen), least)
    raise NotFound(f"spend {entry_no}", heard="没有找到可分期的这笔消费，已出账的请办理账单分期")


def _whole(fen: int) -> Money:
    return Money(fen // _YUAN * _YUAN)
