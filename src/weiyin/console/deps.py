"""What the console needs of the rest; `app` passes it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from weiyin.base.clock import Clock
from weiyin.console.channel import ChannelTools
from weiyin.console.desk.tools import DeskTools
from weiyin.console.figures.alerts import Alert
from weiyin.functions.catalogue import Catalogue
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """`origins`: the addresses we are reached at. `books`: of each official account, in order;
    `names`: what staff call it, where that is not its key.
    """

    origins: tuple[str, ...]
    books: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    bank_name: str = "示范银行"
    brand_colour: str = "#0b4ea2"
    demo: bool = False
    body_limit_bytes: int = 64 * 1024

    @property
    def oas(self) -> tuple[str, ...]:
        return tuple(self.books)


@dataclass(frozen=True, slots=True)
class Hint:
    """How one of the demo's invented staff signs in now, and with the next code."""

    login: str
    name: str
    roles: str
    password: str
    code: str
    next_code: str


def no_hints(_: datetime) -> tuple[Hint, ...]:
    """There are none outside of the demo."""
    return ()


@dataclass(frozen=True, slots=True)
class ConsoleDeps:
    store: Store
    clock: Clock
    sealer: Sealer
    catalogue: Catalogue
    settings: ConsoleSettings
    desk: DeskTools
    channel: ChannelTools
    alerts: Callable[[str], list[Alert]]
    """Every rule of an account's dashboard, judged now."""
    hints: Callable[[datetime], tuple[Hint, ...]] = no_hints
