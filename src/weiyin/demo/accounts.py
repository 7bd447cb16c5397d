"""The players' accounts: branches, particulars, money put away, the switches of a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from weiyin.bank.account.controls import Switches, put_switches
from weiyin.bank.account.facts import put_facts
from weiyin.bank.account.profiles import Profile, put_profile
from weiyin.bank.account.term_deposits import NewDeposit, put_away
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CASH
from weiyin.bank.officer import Movement, Officer
from weiyin.base.clock import shanghai_day
from weiyin.base.money import Money
from weiyin.demo.people import PLAYERS, DemoCustomer
from weiyin.places.place import Place, PlaceKind
from weiyin.storage.store import Tx

_PUT_AWAY = (
    (1, NewDeposit("", "", "", "", "整存整取一年", Money(50_000_00), 12, 110, renews=True)),
    (4, NewDeposit("", "", "", "", "大额存单三年", Money(200_000_00), 36, 165, renews=False)),
    (4, NewDeposit("", "", "", "", "整存整取一年", Money(30_000_00), 12, 110, renews=True)),
    (5, NewDeposit("", "", "", "", "整存整取二年", Money(80_000_00), 24, 120, renews=False)),
)
"""Serial of the player, and the deposit without its numbers."""
_LONG_SINCE = 1960
"""Who was born before it holds an identity card without end."""
_EXPIRES_SOON = 6
"""The player whose identity card ends within a month."""


def open_accounts(
    tx: Tx, core: EmbeddedCore, places: Sequence[Place], opened: datetime, now: datetime
) -> None:
    """At the beginning of the history: what is put away was brought to the counter that day."""
    branches = [place.name for place in places if place.kind is PlaceKind.BRANCH]
    today = shanghai_day(now)
    for player in PLAYERS:
        for card in player.cards:
            put_facts(tx, core.book, player.account_no(card), branches[player.serial])
        known = Profile(
            address=f"北京市朝阳区示例路{player.serial}号",
            email=f"player{player.serial}@example.com",
            employer=player.employer,
            id_expires=_expires(player, today),
            id_long=int(player.id_number[6:10]) < _LONG_SINCE,
        )
        put_profile(tx, core.sealer, core.book, player.customer_no, known, opened)
    for number, (serial, deposit) in enumerate(_PUT_AWAY, start=1):
        _put_away(tx, core, PLAYERS[serial - 1], number, deposit, opened)
    wang = PLAYERS[0]
    put_switches(tx, core.book, wang.card_id(wang.debit), Switches(overseas=False), opened)


def _expires(player: DemoCustomer, today: date) -> date | None:
    if int(player.id_number[6:10]) < _LONG_SINCE:
        return None
    if player.serial == _EXPIRES_SOON:
        return today + timedelta(days=20)
    return date(today.year + player.serial + 2, 5, 1)


def _put_away(
    tx: Tx, core: EmbeddedCore, player: DemoCustomer, number: int, terms: NewDeposit, at: datetime
) -> None:
    account_no = player.account_no(player.debit)
    brought = Movement(
        f"brought-{number}", "deposit", at, CASH, account_no, terms.amount, "现金存入",
    )  # fmt: skip
    Officer(core).book(tx, [brought])
    deposit = replace(
        terms, key=f"put-away-{number}", deposit_no=f"83{player.serial:010d}{number:02d}",
        customer_no=player.customer_no, account_no=account_no,
    )  # fmt: skip
    put_away(tx, core.book, deposit, at, core.rng, quiet=True)
