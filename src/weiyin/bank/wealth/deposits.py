"""Deposits as they are opened and ended online: term, large-denomination, notice.

A term deposit withdrawn early bears the current-account rate of that day for what is withdrawn; the
rest goes on at its own rate. A notice deposit bears its rate for what was announced in time, the
current-account rate for the rest. Source: 《储蓄管理条例》; 《通知存款管理办法》 (银发〔1999〕3号).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from weiyin.bank import house, products, tariffs
from weiyin.bank.account.term_deposits import (
    NewDeposit,
    TermDeposit,
    deposits_of,
    put_away,
)
from weiyin.bank.accounts import AccountStatus, set_status
from weiyin.bank.core import DepositRate
from weiyin.bank.ledger import post_linked
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.products import deposit_rates
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount, check_owner
from weiyin.bank.wealth import interest
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.ids import digits, row_id
from weiyin.base.mask import mask_card, tail
from weiyin.base.money import Money
from weiyin.storage.sql import sql

_NOTICE = re.compile(r"(?P<days>[一七17])天通知存款")
_DAYS = {"一": 1, "1": 1, "七": 7, "7": 7}
_LEAST = (("大额存单", "deposit.large_least_fen"), ("通知存款", "deposit.notice_least_fen"))

_FACTS = sql(
    "SELECT notice_days, told_for, told_fen, partials FROM deposit_notices"
    " WHERE book=:book AND deposit_no=:deposit_no"
)
_PUT = sql(
    "INSERT INTO deposit_notices (book, deposit_no, notice_days, told_for, told_fen, partials)"
    " VALUES (:book, :deposit_no, :notice_days, :told_for, :told_fen, :partials)"
    " ON CONFLICT (book, deposit_no) DO UPDATE SET told_for=excluded.told_for,"
    " told_fen=excluded.told_fen, partials=excluded.partials"
)
_LEFT = sql(
    "UPDATE term_deposits SET amount_fen=:amount_fen, state=:state"
    " WHERE book=:book AND deposit_no=:deposit_no AND state='open' AND amount_fen=:was_fen"
)


@dataclass(frozen=True, slots=True)
class DepositOffer:
    """`months` 0 is a notice deposit of so many `notice_days`."""

    name: str
    months: int
    annual_bp: int
    least: Money
    notice_days: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened to a deposit since it was opened."""

    notice_days: int = 0
    told_for: date | None = None
    told: Money = field(default_factory=Money.zero)
    partials: int = 0


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """`interest` of `amount` as of today; `lost` is what waiting for the end would bring more.

    Of a notice deposit: what announcing it first would have brought more.
    """

    deposit: TermDeposit
    amount: Money
    interest: Money
    lost: Money
    current_bp: int


def offers(office: Office) -> tuple[DepositOffer, ...]:
    """What may be opened online at the rates of today."""
    rates = deposit_rates(office.reader, office.book, office.today)
    found = (_offer(office, rate) for rate in rates)
    return tuple(one for one in found if one is not None)


def open_deposit(
    office: Office, customer_no: str, account_no: str, name: str, amount: Money, *, renews: bool
) -> TermDeposit:
    """Raises BadInput, NotAllowed (funds, frozen …)."""
    offer = check_open(office, customer_no, account_no, name, amount)
    deposit_no = f"83{digits(12, office.rng)}"
    new = NewDeposit(
        f"{deposit_no}:open", deposit_no, customer_no, account_no, offer.name, amount,
        offer.months, offer.annual_bp, renews and bool(offer.months),
    )  # fmt: skip
    put_away(office.tx, office.book, new, office.now, office.rng, quiet=office.quiet)
    if offer.notice_days:
        _put(office, deposit_no, Facts(offer.notice_days))
    return access_deposit(office, customer_no, deposit_no)


def check_open(
    office: Office, customer_no: str, account_no: str, name: str, amount: Money
) -> DepositOffer:
    check_amount(amount)
    offer = next((one for one in offers(office) if one.name == name), None)
    if offer is None:
        raise BadInput("term", f"没有“{name}”，请从列表中选择存期")
    if amount < offer.least:
        raise BadInput("amount", f"{offer.name}起存金额为{offer.least}元，请提高金额")
    check_owner(office.reader, office.book, customer_no, account_no)
    return offer


def quote_withdrawal(
    office: Office, customer_no: str, deposit_no: str, amount: Money | None
) -> Withdrawal:
    """What ending it (or a part) today brings, and what it costs. None: all of it."""
    deposit = access_deposit(office, customer_no, deposit_no)
    facts = facts_of(office, deposit_no)
    wanted = deposit.amount if amount is None else amount
    _check_part(office, deposit, facts, wanted)
    bp = current_bp(office)
    at_rate, rest = _parts(office, facts, wanted)
    own = interest.for_days(at_rate, deposit.annual_bp, deposit.value_day, office.today)
    now = own + interest.for_days(rest, bp, deposit.value_day, office.today)
    if deposit.term_months:
        whole = interest.for_months(wanted, deposit.annual_bp, deposit.term_months)
    else:
        whole = interest.for_days(wanted, deposit.annual_bp, deposit.value_day, office.today)
    return Withdrawal(deposit, wanted, now, whole - now, bp)


def withdraw(office: Office, customer_no: str, deposit_no: str, amount: Money | None) -> Withdrawal:
    """Principal and interest go to the account that paid in. Raises as the quote."""
    quote = quote_withdrawal(office, customer_no, deposit_no, amount)
    deposit, facts = quote.deposit, facts_of(office, deposit_no)
    key = f"{deposit_no}:{row_id(office.now, office.rng)}"
    pay_out(office, deposit, quote.amount, quote.interest, key, office.now)
    left = deposit.amount - quote.amount
    if left:
        _put(office, deposit_no, Facts(facts.notice_days, partials=facts.partials + 1))
    return quote


def pay_out(
    office: Office, deposit: TermDeposit, amount: Money, earned: Money, key: str, at: datetime
) -> None:
    """Move `amount` out of the deposit with what it earned; an empty one is closed."""
    legs = [
        Leg(deposit.deposit_no, -amount.fen, other=mask_card(tail(deposit.account_no))),
        Leg(deposit.account_no, (amount + earned).fen, other="定期存款"),
    ]
    if earned:
        legs.append(Leg(house.INTEREST, -earned.fen, other=deposit.name))
    posting = Posting(
        key=key, kind="term_withdrawal", at=at, memo=f"支取{deposit.name}",
        legs=tuple(legs),
    )  # fmt: skip
    post_linked(office.tx, office.book, (posting,), office.rng, quiet=office.quiet)
    left = deposit.amount - amount
    saved = office.tx.run(
        _LEFT, book=office.book, deposit_no=deposit.deposit_no, was_fen=deposit.amount.fen,
        amount_fen=left.fen, state="open" if left else "closed",
    )  # fmt: skip
    assert saved == 1, f"deposit {deposit.deposit_no} was paid out twice"
    if not left:
        set_status(office.tx, office.book, deposit.deposit_no, AccountStatus.CLOSED)


def announce(office: Office, customer_no: str, deposit_no: str, amount: Money | None) -> Facts:
    """A notice deposit will be withdrawn in so many days; the last announcement counts."""
    deposit = access_deposit(office, customer_no, deposit_no)
    facts = facts_of(office, deposit_no)
    if not facts.notice_days:
        raise NotAllowed("notice", "只有通知存款需要预约支取，定期存款可直接提前支取")
    wanted = deposit.amount if amount is None else amount
    _check_part(office, deposit, facts, wanted)
    day = office.today + timedelta(days=facts.notice_days)
    told = Facts(facts.notice_days, day, wanted, facts.partials)
    _put(office, deposit_no, told)
    return told


def access_deposit(office: Office, customer_no: str, deposit_no: str) -> TermDeposit:
    """One of this customer. Raises the same NotFound for another's and for none."""
    mine = deposits_of(office.reader, office.book, customer_no)
    found = next((one for one in mine if one.deposit_no == deposit_no), None)
    if found is None:
        raise NotFound(f"deposit {deposit_no}", heard="没有找到这笔存款")
    return found


def facts_of(office: Office, deposit_no: str) -> Facts:
    row = office.reader.one(_FACTS, book=office.book, deposit_no=deposit_no)
    if row is None:
        return Facts()
    days, told_for, fen, partials = row
    day = date.fromisoformat(told_for) if told_for else None
    return Facts(days, day, Money(int(fen)), partials)


def current_bp(office: Office) -> int:
    """The current-account rate of today."""
    return products.current_bp(office.reader, office.book, office.today)


def rate_like(office: Office, deposit: TermDeposit) -> int:
    """What a deposit of the same name bears today: the rate of a renewal."""
    rates = deposit_rates(office.reader, office.book, office.today)
    same = (one.annual_bp for one in rates if one.name == deposit.name)
    return next(same, current_bp(office))


def _offer(office: Office, rate: DepositRate) -> DepositOffer | None:
    notice = _NOTICE.search(rate.name)
    days = _DAYS[notice["days"]] if notice else 0
    if not days and not (rate.name.startswith(("整存整取", "大额存单")) and rate.term_months):
        return None
    least = next((key for word, key in _LEAST if word in rate.name), "deposit.term_least_fen")
    fen = tariffs.at(office.reader, office.book, least, office.today)
    return DepositOffer(rate.name, rate.term_months, rate.annual_bp, Money(fen), days)


def _check_part(office: Office, deposit: TermDeposit, facts: Facts, amount: Money) -> None:
    """A part leaves at least the least amount, and of a term deposit there is only one."""
    if not Money.zero() < amount <= deposit.amount:
        raise BadInput("amount", f"可支取金额为{deposit.amount}元，请调整金额")
    left = deposit.amount - amount
    if not left:
        return
    word = "通知存款" if facts.notice_days else "大额存单" if "大额" in deposit.name else ""
    key = dict(_LEAST).get(word, "deposit.term_least_fen")
    least = Money(tariffs.at(office.reader, office.book, key, office.today))
    if left < least:
        raise BadInput("amount", f"部分支取后余额不能少于{least}元，请调整金额或全部支取")
    most = tariffs.at(office.reader, office.book, "deposit.partials", office.today)
    if deposit.term_months and facts.partials >= most:
        raise NotAllowed("partials", f"每笔存款最多部分提前支取{most}次，请全部支取")


def _parts(office: Office, facts: Facts, amount: Money) -> tuple[Money, Money]:
    """Of `amount`: what bears the deposit's own rate up to today, what the current one."""
    in_time = facts.told_for is not None and facts.told_for <= office.today
    told = min(amount, facts.told) if facts.notice_days and in_time else Money.zero()
    return told, amount - told


def _put(office: Office, deposit_no: str, facts: Facts) -> None:
    office.tx.run(
        _PUT, book=office.book, deposit_no=deposit_no, notice_days=facts.notice_days,
        told_for=facts.told_for.isoformat() if facts.told_for else "", told_fen=facts.told.fen,
        partials=facts.partials,
    )  # fmt: skip
