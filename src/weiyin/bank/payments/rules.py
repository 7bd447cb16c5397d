"""The dated settings of payments (`tariffs`, area `transfer`), read into their shapes."""

from __future__ import annotations

from datetime import date, time, timedelta

from weiyin.bank import tariffs
from weiyin.bank.payments.routes import Rules
from weiyin.base.errors import Misconfigured
from weiyin.base.money import Money
from weiyin.storage.store import Reader

_NO_BOUND = "*"


def rules_of(reader: Reader, book: str, day: date) -> Rules:
    """The rules of sending to other banks that are in force on `day`."""
    opens, closes = _hours(setting_words(reader, book, "hvps_hours", day))
    return Rules(
        ibps_cap=Money(setting(reader, book, "ibps_cap_fen", day)),
        beps_cap=Money(setting(reader, book, "beps_cap_fen", day)),
        hvps_opens=opens,
        hvps_closes=closes,
        normal_delay=timedelta(minutes=setting(reader, book, "normal_delay_minutes", day)),
        fees=_fees(setting_words(reader, book, "fee_steps", day)),
    )


def setting(reader: Reader, book: str, name: str, day: date) -> int:
    """A number of the area `transfer`."""
    return tariffs.at(reader, book, f"transfer.{name}", day)


def setting_words(reader: Reader, book: str, name: str, day: date) -> str:
    return tariffs.words_at(reader, book, f"transfer.{name}", day)


def _hours(words: str) -> tuple[time, time]:
    try:
        opens, closes = (time.fromisoformat(part) for part in words.split("-"))
    except ValueError as error:
        raise Misconfigured("transfer.hvps_hours", "should look like 20:30-17:15") from error
    return opens, closes


def _fees(words: str) -> tuple[tuple[Money | None, Money], ...]:
    steps: list[tuple[Money | None, Money]] = []
    for step in words.split():
        most, _, cost = step.partition("=")
        steps.append((None if most == _NO_BOUND else Money.parse(most), Money.parse(cost)))
    if not steps or steps[-1][0] is not None:
        raise Misconfigured("transfer.fee_steps", f"the last step has no bound: {_NO_BOUND}=…")
    return tuple(steps)
