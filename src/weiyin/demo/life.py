"""Six months of the customers' money, as values: salaries, rent, shopping, bills, friends.

`live` plays the days one by one and keeps an account of its own, so that nobody spends what they do
not have. Every day of every customer has its own dice: the same seed gives the same life, and a
later `now` only adds to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from weiyin.base.clock import shanghai_day, shanghai_midnight
from weiyin.demo.dice import Dice
from weiyin.demo.people import FRIENDSHIPS, DemoCustomer
from weiyin.demo.shops import purchase

MONTHS = 6

_FLOWER_SHOP = "示例花店"
_LANDLORD = {1: 5}
"""王小明 rents from 陈静; everybody else from somebody outside."""


_FAVOURS = (
    ("聚餐AA", 35, 180),
    ("电影票", 39, 80),
    ("打车费", 12, 60),
    ("水果", 20, 70),
    ("生日快乐", 100, 520),
)
"""What friends send each other money for, from … to, in yuan."""


class MoveKind(StrEnum):
    DEPOSIT = "deposit"
    SALARY = "salary"
    SPEND = "purchase"
    UTILITY = "payment"
    RENT = "rent"
    TRANSFER = "transfer"
    WITHDRAW = "withdrawal"
    REPAY = "repayment"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True)
class Move:
    """Money that moved at a moment. `payer` and `payee` are card numbers; empty means outside."""

    at: datetime
    kind: MoveKind
    payer: str
    payee: str
    amount_fen: int
    memo: str
    outside: str = ""
    """Who stands on the side that is not a customer of ours."""


@dataclass(frozen=True, slots=True)
class Bill:
    """The month of these credit cards is closed at the end of `day`, which is this moment."""

    at: datetime
    day: date
    cards: tuple[str, ...]


Event = Move | Bill


def first_day(now: datetime) -> date:
    """The first day of the month, `MONTHS` months before the one of `now`."""
    today = shanghai_day(now)
    months = today.year * 12 + today.month - 1 - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def live(customers: Sequence[DemoCustomer], seed: int, now: datetime) -> list[Event]:
    """All that happened before `now`, in order of time."""
    town = _Town(customers, seed)
    start, today = first_day(now), shanghai_day(now)
    happened = town.opening(start)
    for number in range((today - start).days + 1):
        happened += town.day(start + timedelta(days=number), now)
    return happened


class _Town:
    """The customers and what each card's account holds while the days go by."""

    def __init__(self, customers: Sequence[DemoCustomer], seed: int) -> None:
        self._customers = {customer.serial: customer for customer in customers}
        self._seed = seed
        self._balance = {card.number: 0 for c in customers for card in c.cards}
        self._billed: dict[str, int] = {}
        self._limit = {c.number: c.limit_yuan * 100 for p in customers for c in p.cards}

    def opening(self, day: date) -> list[Event]:
        at = shanghai_midnight(day)
        moves = [
            Move(at, MoveKind.DEPOSIT, "", card.number, c.savings_yuan * 100 // n, "期初存入")
            for c in self._customers.values()
            for n, card in enumerate(c.cards, start=1)
            if not card.limit_yuan
        ]
        return [move for move in moves if self._take(move)]

    def day(self, day: date, now: datetime) -> list[Event]:
        """What really happened on a day out of what people wanted, up to `now`."""
        wanted = [
            event for customer in self._customers.values() for event in self._of(customer, day)
        ]
        wanted.append(self._bill(day))
        wanted.sort(key=lambda event: event.at)
        return [done for event in wanted if event.at < now and (done := self._take(event))]

    def _take(self, event: Event) -> Event | None:
        """Do it if the payer can: a bill and its repayment get their amounts only here."""
        if isinstance(event, Bill):
            self._billed |= {number: -self._balance[number] for number in event.cards}
            return event if event.cards else None
        if event.kind is MoveKind.REPAY:
            event = _of_amount(event, self._billed.pop(event.payee, 0))
        elif event.kind is MoveKind.INTEREST:
            event = _of_amount(event, self._balance[event.payee] * 5 // 40_000)
        if event.amount_fen <= 0 or not self._can_pay(event):
            return None
        for card, sign in ((event.payer, -1), (event.payee, 1)):
            if card:
                self._balance[card] += sign * event.amount_fen
        return event

    def _can_pay(self, move: Move) -> bool:
        if not move.payer:
            return True
        return self._balance[move.payer] + self._limit[move.payer] >= move.amount_fen

    def _bill(self, day: date) -> Bill:
        """What is billed at the very beginning of `day`, with all of the day before in it."""
        closed = day - timedelta(days=1)
        credit = [c for customer in self._customers.values() if (c := customer.credit)]
        numbers = tuple(card.number for card in credit if card.bill_day == closed.day)
        return Bill(shanghai_midnight(day), closed, numbers)

    def _of(self, customer: DemoCustomer, day: date) -> Iterator[Event]:
        dice = Dice(self._seed, "day", customer.serial, day)
        midnight = shanghai_midnight(day)

        def at(hour: int, minute: int = 0) -> datetime:
            return midnight + timedelta(minutes=hour * 60 + minute, seconds=customer.serial)

        yield from self._income(customer, day, at(9), dice)
        yield from self._dues(customer, day, at(8), dice)
        yield from self._repayment(customer, day, midnight)
        yield from self._shopping(customer, day, midnight, dice)
        yield from self._friends(customer, at(19, dice.below(180)), dice)

    def _income(
        self, customer: DemoCustomer, day: date, at: datetime, dice: Dice
    ) -> Iterator[Event]:
        card, employer = customer.debit.number, customer.employer
        if employer == _FLOWER_SHOP:
            for sale in range(dice.between(1, 4)):
                moment, fen = at + timedelta(hours=sale * 2), dice.between(28, 268) * 100
                yield Move(moment, MoveKind.DEPOSIT, "", card, fen, "花店收款", "扫码付款")
        elif day.day == (15 if not customer.rent_yuan and customer.serial == 4 else 10):
            extra = dice.between(0, customer.pay_yuan // 10)
            what = "养老金" if employer.endswith("养老保险") else "工资"
            amount = (customer.pay_yuan + (extra if what == "工资" else 0)) * 100
            yield Move(at, MoveKind.SALARY, "", card, amount, what, employer)
        if day.month % 3 == 0 and day.day == 21:
            for one in customer.cards:
                if not one.limit_yuan:
                    yield Move(at, MoveKind.INTEREST, "", one.number, 0, "活期结息", "示范银行")

    def _dues(self, customer: DemoCustomer, day: date, at: datetime, dice: Dice) -> Iterator[Event]:
        card = customer.debit.number
        if customer.rent_yuan and day.day == 5:
            landlord = self._customers.get(_LANDLORD.get(customer.serial, 0))
            payee, outside = (landlord.debit.number, "") if landlord else ("", "房东")
            amount = customer.rent_yuan * 100
            yield Move(at, MoveKind.RENT, card, payee, amount, f"{day.month}月房租", outside)
        for due, months, memo, outside, least, most in (
            (3, 1, "宽带费", "示例宽带", 9_900, 9_900),
            (16, 2, "水费", "示例自来水公司", 3_000, 9_000),
            (12, 1, "基金定投", "示范基金", customer.pay_yuan * 25, customer.pay_yuan * 25),
            (18, 1, "电费", "示例供电公司", 6_000, 26_000),
            (20, 2, "燃气费", "示例燃气公司", 4_000, 15_000),
            (26, 1, "话费充值", "示例通信", 5_000, 5_000),
        ):
            amount = dice.between(least, most)
            if day.day == due and day.month % months == 0:
                yield Move(at, MoveKind.UTILITY, card, "", amount, memo, outside)

    def _repayment(self, customer: DemoCustomer, day: date, midnight: datetime) -> Iterator[Event]:
        credit = customer.credit
        if credit is None:
            return
        pay_day = day + timedelta(days=3)
        bill_day = pay_day - timedelta(days=credit.due_days)
        if bill_day.day == credit.bill_day:
            at, payer = midnight + timedelta(hours=20), customer.debit.number
            yield Move(at, MoveKind.REPAY, payer, credit.number, 0, "信用卡还款")

    def _shopping(
        self, customer: DemoCustomer, day: date, midnight: datetime, dice: Dice
    ) -> Iterator[Event]:
        weekend = day.weekday() >= 5
        for _ in range(dice.below(5 if weekend else 3)):
            bought = purchase(dice)
            credit = customer.credit
            card = credit if credit and dice.percent(60) else customer.debit
            at = midnight + timedelta(minutes=bought.minute, seconds=dice.below(60))
            shop, amount = bought.shop, bought.amount_fen
            yield Move(at, MoveKind.SPEND, card.number, "", amount, shop, shop)
        if weekend and dice.percent(8):
            at = midnight + timedelta(hours=11, seconds=customer.serial)
            card, amount = customer.debit, dice.between(2, 10) * 10_000
            yield Move(at, MoveKind.WITHDRAW, card.number, "", amount, "ATM取款", "示范银行ATM")

    def _friends(self, customer: DemoCustomer, at: datetime, dice: Dice) -> Iterator[Event]:
        for owner, friend, _ in FRIENDSHIPS:
            if owner == customer.serial and friend in self._customers and dice.percent(6):
                memo, least, most = dice.pick(_FAVOURS)
                payee, amount = (
                    self._customers[friend].debit.number,
                    dice.between(least, most) * 100,
                )
                yield Move(at, MoveKind.TRANSFER, customer.debit.number, payee, amount, memo)


def _of_amount(move: Move, amount_fen: int) -> Move:
    return Move(move.at, move.kind, move.payer, move.payee, amount_fen, move.memo, move.outside)
