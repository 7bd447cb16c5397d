"""The port through which words leave for a person: WeChat, SMS, or whatever comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from weiyin.base.reply import Reply


@dataclass(frozen=True, slots=True)
class Notice:
    """A fact told without being asked. `kind` picks the template; `fields` are (label, value)."""

    kind: str
    title: str
    fields: tuple[tuple[str, str], ...]
    path: str = ""
    """Our page with the whole story, or empty."""

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The fields for whoever shows the title himself: without what only a template needs."""
        return tuple(field for field in self.fields if field[0] not in _FOR_TEMPLATES)

    @property
    def text(self) -> str:
        """All of it as one line of words."""
        return "，".join([self.title, *(f"{label}{value}" for label, value in self.told)])


_FOR_TEMPLATES = frozenset({"事项", "内容"})
"""Labels under which a notice says its title, and its facts in twenty characters."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Accepted by the channel under `receipt` (its message id), by which its fate is told later."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: try again at `when`."""

    when: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Never:
    """Not by this channel (unfollowed, refused): use another."""

    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer came: it may have been sent. At most one re-send, under the same key."""

    why: str


Fate = Sent | Later | Never | Lost


class Sender(Protocol):
    """Sends to one person of one official account. `key` is the same when a sending is repeated."""

    def notify(self, oa: str, openid: str, notice: Notice, key: str) -> Fate: ...

    def reply_later(self, oa: str, openid: str, reply: Reply, key: str) -> Fate:
        """A reply that missed its passive deadline, as a customer-service message."""
        ...


class SmsSender(Protocol):
    """A text message to a phone. The body may hold a code: implementations never log it."""

    def text(self, phone: str, body: str, key: str) -> Fate: ...
