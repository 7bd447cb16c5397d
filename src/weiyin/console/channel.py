"""What the console asks of the channel to WeChat; `serving` passes it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from weiyin.base.persona import PLAIN, Persona
from weiyin.storage.store import Reader


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
    calls_a_day: Mapping[str, int] = field(default_factory=dict)
    """What WeChat allows, by API."""
    persona: Persona = PLAIN
    """Who speaks for it."""


@dataclass(frozen=True, slots=True)
class ChannelTools:
    """`publish_menu(oa, menu, tag)` shows WeChat's JSON to everybody, or to those with a tag;
    `calls_on` are an account's calls to WeChat on a day, `active` its people since a moment.
    `check_menu` raises BadInput naming the button that WeChat would refuse. `withdraw_menu(oa,
    tag)` takes a conditional one away; `tags` are (id, name, people) at WeChat. `flush` writes
    what this process has counted and not written yet.
    """

    accounts: Mapping[str, AccountFacts]
    calls_on: Callable[[str, date], Mapping[str, int]]
    active: Callable[[Reader, str, datetime], int]
    check_menu: Callable[[dict[str, Any]], None]
    publish_menu: Callable[[str, dict[str, Any], str], None]
    withdraw_menu: Callable[[str, str], None]
    tags: Callable[[str], list[tuple[str, str, int]]]
    shipped_menu: Callable[[str], dict[str, Any]]
    flush: Callable[[], None]
