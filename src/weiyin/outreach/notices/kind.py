"""A kind of notice: what it is called, which lane it takes, when it is wanted and in which words.

`fact` is what the source put into its parcel, as JSON has it: always `book`, `customer_no` and
`at_us`, and `account_no` when it is about one account.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weiyin.bank.core import Books
from weiyin.base.clock import SHANGHAI, from_us
from weiyin.base.money import Money
from weiyin.base.sender import Notice
from weiyin.outreach.preferences import Preference, Topic
from weiyin.storage.outbox import Lane

Fact = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Telling:
    """One fact on its way to one person; `tail` of the card by which they know the account."""

    fact: Fact
    tail: str
    wanted: Preference


def _always(_: Telling) -> bool:
    return True


def _never_over(_fact: Fact, _books: Books) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """`words` makes the notice; `is_wanted` looks at amounts; `is_over` at the books just before.

    `topic` is what a person can switch off; None cannot be.
    """

    name: str
    lane: Lane
    topic: Topic | None
    words: Callable[[Telling], Notice]
    is_wanted: Callable[[Telling], bool] = _always
    is_over: Callable[[Fact, Books], bool] = _never_over

    def goes_to(self, telling: Telling) -> bool:
        """Whether this person wants to be told at all."""
        muted = self.topic is not None and self.topic in telling.wanted.muted
        return not muted and self.is_wanted(telling)


def moment(fact: Fact) -> str:
    """`2026-07-20 10:00` in Shanghai."""
    return f"{_at(fact):%Y-%m-%d %H:%M}"


def signed(amount: Money) -> str:
    """`+12.00元`, `-12.00元`."""
    return f"{'+' if amount.fen > 0 else ''}{amount}元"


def _at(fact: Fact) -> datetime:
    return from_us(fact["at_us"]).astimezone(SHANGHAI)
