"""What we say back, free of any wire: a door renders it within its own limits.

    Reply = Say | Choose | OpenPage | Articles | HandOver | Silence

There is no reply that moves money: the nearest is `OpenPage`, a link to a page that asks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A way to one of our pages (`/p/…`), named by words."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Say:
    """Words. `suggestions` are further questions the asker might tap or type."""

    text: str
    suggestions: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    opinions: tuple[str, ...] = ()
    """Words to tap that judge what was said: 有用, 没用."""


@dataclass(frozen=True, slots=True)
class Option:
    """`key` is what comes back when the option is chosen; `label` is what is shown."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Choose:
    """A question with numbered answers; the next word of the asker is read as one of them first."""

    prompt: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A card that opens a page of ours: `path` (`/p/…`) carries only an opaque handle."""

    title: str
    description: str
    path: str
    label: str = "点击办理"


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    description: str
    path: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Articles:
    """Up to eight cards; a door that shows fewer keeps the first and says the rest in words."""

    items: tuple[Article, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A person takes over. `text` is what the asker hears meanwhile; `why` is for the agent."""

    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing to say (an event that wants no answer)."""


Reply = Say | Choose | OpenPage | Articles | HandOver | Silence
