"""What the console asks of the channel to WeChat; `serving` passes it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An official account as its settings say, without a secret."""

    appid: str
    mode: str
    book: str
    template_ids: Mapping[str, str]
    templates_a_day: int
    groups: tuple[str, ...] = ()
    """Of the functions it offers; none: every one."""


@dataclass(frozen=True, slots=True)
class ChannelTools:
    """`publish_menu(oa, menu, tag)` shows WeChat's JSON to everybody, or to those with a tag;
    `check_menu` raises BadInput naming the button that WeChat would refuse. `flush` writes what
    this process has counted and not written yet.
    """

    accounts: Mapping[str, AccountFacts]
    calls_today: Callable[[str], Mapping[str, int]]
    check_menu: Callable[[dict[str, Any]], None]
    publish_menu: Callable[[str, dict[str, Any], str], None]
    shipped_menu: Callable[[str], dict[str, Any]]
    flush: Callable[[], None]
