"""The credit cards of the demo bank: every past day closed, points to spend, a plan, a hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from weiyin.bank.close.machine import close_in
from weiyin.bank.credit import repay, spending
from weiyin.bank.credit.instalments import open_plan
from weiyin.bank.credit.plans import PlanKind
from weiyin.bank.credit.points import Gift, put_gifts
from weiyin.bank.credit.repay import AutopayKind
from weiyin.bank.credit.terms import find_account
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.clock import shanghai_day
from weiyin.base.money import Money
from weiyin.demo.people import PLAYERS, DemoCustomer
from weiyin.storage.store import Tx

_WEEKS = 4
"""So many weeks of days are closed in one unit of work."""
PLAN = Money(12_000_00)
"""Cash in instalments that the second player with a credit card took to the debit card."""
_MORNING = timedelta(hours=2)

GIFTS = (
    Gift("V1", "礼券", "示例咖啡中杯券", 900, 500),
    Gift("V2", "礼券", "示例影城电影票", 2_400, 200),
    Gift("P1", "礼品", "保温杯", 3_200, 80),
    Gift("M1", "里程", "航空里程500公里", 5_000, 9_999),
    Gift("P2", "礼品", "蓝牙耳机", 18_000, 20),
)


def close_past(core: EmbeddedCore, first: date, now: datetime) -> Iterator[Callable[[Tx], object]]:
    """Units that close every day from `first` to yesterday, telling nobody."""
    days = [first + timedelta(days=n) for n in range((shanghai_day(now) - first).days)]
    for start in range(0, len(days), 7 * _WEEKS):
        yield partial(_close, core=core, days=days[start : start + 7 * _WEEKS])


def open_cards(tx: Tx, core: EmbeddedCore, now: datetime) -> None:
    """What some players did with their cards of late."""
    office = core.office(tx, quiet=True)
    put_gifts(tx, core.book, GIFTS)
    first, second = holders()[:2]
    shop, at = "示例咖啡", now - _MORNING
    spending.authorise(office, "demo-hold", _card(first), Money(38_00), shop, at)
    account = find_account(tx, core.book, _account(second))
    open_plan(
        office, "demo-plan", account, PlanKind.CASH, "", PLAN, 12,
        second.account_no(second.debit),
    )  # fmt: skip
    repay.sign_autopay(
        office, second.customer_no, account.no, second.account_no(second.debit), AutopayKind.FULL
    )


def holders() -> list[DemoCustomer]:
    """Players with a credit card."""
    return [player for player in PLAYERS if player.credit is not None]


def _close(tx: Tx, *, core: EmbeddedCore, days: list[date]) -> None:
    for day in days:
        close_in(tx, core, day, quiet=True)


def _card(player: DemoCustomer) -> str:
    assert player.credit is not None, f"{player.name} has no credit card"
    return player.card_id(player.credit)


def _account(player: DemoCustomer) -> str:
    assert player.credit is not None, f"{player.name} has no credit card"
    return player.account_no(player.credit)
