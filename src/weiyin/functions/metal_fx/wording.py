"""Words that several functions of metals and foreign currency share."""

from __future__ import annotations

from datetime import datetime

from weiyin.bank.quotes.quote import CURRENCIES, METALS, price_words
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import NotFound
from weiyin.base.pictures import Chart, ChartPoint
from weiyin.people.who import Who

CURRENCY_CHOICES = tuple(CURRENCIES.items())
CURRENCIES_SAID = (
    ("HKD", "港[币元纸]|HKD"),
    ("AUD", "澳[元币洲]|澳大利亚|AUD"),
    ("CAD", "加[元币]|加拿大|CAD"),
    ("SGD", "新[币元]|新加坡|坡币|SGD"),
    ("JPY", "日[元币圆]|日本|JPY"),
    ("EUR", "欧[元洲]|EUR"),
    ("GBP", "英[镑国]|GBP"),
    ("CHF", "瑞[郎士]|CHF"),
    ("USD", "美[元金刀国]|刀|USD"),
)
METAL_CHOICES = tuple(METALS.items())
METALS_SAID = (("XAG", "银(?!行)|XAG"), ("XAU", "金(?![额融])|XAU"))
_POINTS = 48


def customer_of(who: Who) -> str:
    """Who asks, as the bank knows them. Raises NotFound when nothing is bound any more."""
    if who.customer_no is None:
        raise NotFound
    return who.customer_no


def lot_words(symbol: str) -> str:
    """What one price is for."""
    return "元/克" if symbol in METALS else "元/100外币"


def moment_words(at: datetime) -> str:
    """`7月20日 10:05`."""
    here = at.astimezone(SHANGHAI)
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def course_chart(name: str, symbol: str, course: tuple[tuple[datetime, int], ...]) -> Chart:
    """The middle price through today, thinned so that a phone can show it."""
    step = max(len(course) // _POINTS, 1)
    told = course[::step]
    points = tuple(
        ChartPoint(f"{at.astimezone(SHANGHAI):%H:%M}", price, f"{price_words(price)} 元")
        for at, price in told
    )
    return Chart("line", f"{name}今日走势（{lot_words(symbol)}）", points)
