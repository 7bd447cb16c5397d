"""What an install may plug in."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from weiyin.assistant.speech.port import Speech
from weiyin.bank.bills.provider import Provider
from weiyin.bank.payments.clearing import Clearing
from weiyin.bank.quotes.quote import QuoteFeed
from weiyin.bank.topup import TopupProvider
from weiyin.bank.wealth.feed import NavFeed
from weiyin.base.clock import Clock, SystemClock
from weiyin.console.deps import Hint
from weiyin.storage.store import Store, open_store


@dataclass(frozen=True, slots=True)
class Plugs:
    """What an install may plug in: its own clock, ears, carrier, wire. The defaults are real."""

    clock: Clock = field(default_factory=SystemClock)
    speech: Speech | None = None
    """None: what the settings say."""
    topup: TopupProvider | None = None
    clearing: Clearing | None = None
    biller: Provider | None = None
    quotes: QuoteFeed | None = None
    """None: the bank's own market system tells quotes by the service `market`."""
    navs: NavFeed | None = None
    """None: the bank's own system tells net values by the service `wealth-feed`."""
    hints: Callable[[datetime], tuple[Hint, ...]] | None = None
    """The demo's own: how its invented staff sign in. Never heeded but in a demo."""
    wire: httpx.BaseTransport | None = None
    """The transport of every call that leaves for WeChat and the text-message gateway."""
    store: Callable[[str], Store] = open_store
    """Opens the store at the address in the settings."""
    hands: Executor | None = None
    """Who carries notices to WeChat side by side; None: a few threads."""
