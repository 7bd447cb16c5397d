"""Price alerts: told once, when the middle price reaches what was waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.bank.events import CustomerEvent
from weiyin.bank.quotes.quote import NAMES, Quote, price_words
from weiyin.bank.service import Office
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.ids import row_id
from weiyin.storage.outbox import Lane
from weiyin.storage.sql import sql

_MOST = 20
"""Alerts of one person that wait at the same time."""

_ADD = sql(
    "INSERT INTO price_alerts (book, alert_no, customer_no, symbol, target, rising, state,"
    " made_us, rung_us) VALUES (:book, :alert_no, :customer_no, :symbol, :target, :rising,"
    " 'open', :made_us, 0)"
)
_OF = sql(
    "SELECT alert_no, symbol, target, rising, made_us FROM price_alerts"
    " WHERE customer_no=:customer_no AND book=:book AND state='open' ORDER BY alert_no"
)
_STOP = sql(
    "UPDATE price_alerts SET state='stopped' WHERE book=:book AND alert_no=:alert_no"
    " AND customer_no=:customer_no AND state='open'"
)
# Only the worker that turns the row tells of it.
_RING = sql(
    "UPDATE price_alerts SET state='rung', rung_us=:now_us WHERE state='open' AND symbol=:symbol"
    " AND book=:book AND ((rising=1 AND target<=:price) OR (rising=0 AND target>=:price))"
    " RETURNING alert_no, customer_no, target"
)


@dataclass(frozen=True, slots=True)
class Alert:
    """Waits until the middle price rises (or falls) to `target`."""

    alert_no: str
    symbol: str
    target: int
    rising: bool
    made: datetime


def add_alert(office: Office, customer_no: str, quote: Quote, target: int) -> Alert:
    """Raises NotAllowed when the price is there already, or too many wait."""
    if target == quote.middle:
        raise NotAllowed("reached", "当前价格已是该目标价，无需提醒")
    if len(alerts_of(office, customer_no)) >= _MOST:
        raise NotAllowed("many", f"最多可同时设置 {_MOST} 个提醒，请先取消一些")
    alert_no, rising = row_id(office.now, office.rng), target > quote.middle
    office.tx.run(
        _ADD, book=office.book, alert_no=alert_no, customer_no=customer_no, symbol=quote.symbol,
        target=target, rising=int(rising), made_us=to_us(office.now),
    )  # fmt: skip
    return Alert(alert_no, quote.symbol, target, rising, office.now)


def alerts_of(office: Office, customer_no: str) -> tuple[Alert, ...]:
    """Those that wait, oldest first."""
    rows = office.reader.all(_OF, book=office.book, customer_no=customer_no)
    return tuple(
        Alert(no, symbol, target, bool(rising), from_us(made))
        for no, symbol, target, rising, made in rows
    )


def stop_alert(office: Office, customer_no: str, alert_no: str) -> None:
    """Raises NotFound when it is another's or waits no more."""
    if not office.tx.run(_STOP, book=office.book, alert_no=alert_no, customer_no=customer_no):
        raise NotFound(f"alert {alert_no}", heard="没有找到这个提醒，可能已经触发或取消")


def ring(office: Office, quotes: tuple[Quote, ...]) -> int:
    """Tell everybody whose price has come, each once; how many."""
    count = 0
    for quote in quotes:
        rung = office.tx.all(
            _RING, book=office.book, symbol=quote.symbol, price=quote.middle,
            now_us=to_us(office.now),
        )  # fmt: skip
        for alert_no, customer_no, target in rung:
            _tell(office, quote, alert_no, customer_no, target)
        count += len(rung)
    return count


def _tell(office: Office, quote: Quote, alert_no: str, customer_no: str, target: int) -> None:
    path = "/p/f/metal_price" if quote.symbol.startswith("X") else "/p/f/fx_rate_query"
    facts = (
        ("品种", NAMES.get(quote.symbol, quote.symbol)),
        ("目标价", price_words(target)),
        ("当前中间价", price_words(quote.middle)),
    )
    office.tell(
        CustomerEvent(
            office.book, customer_no, "price_alert", "到价提醒", facts, office.now,
            f"price-alert:{alert_no}", lane=Lane.REMINDER, path=path,
        )
    )  # fmt: skip
