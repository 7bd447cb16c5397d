"""What we say back, free of any wire: a door renders it within its own limits.

    Reply = Say | Choose | OpenPage | Articles | HandOver | Silence

There is no reply that moves money: the nearest is `OpenPage`, a link to a page that asks.
"""

from __future__ import annotations

from msgspec import Struct


class Link(Struct, frozen=True):
    """A way to one of our pages (`/p/…`), named by words."""

    label: str
    path: str


class Say(Struct, frozen=True):
    """Words. `suggestions` are further questions the asker might tap or type."""

    text: str
    suggestions: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    opinions: tuple[str, ...] = ()
    """Words to tap that judge what was said: 有用, 没用."""


class Option(Struct, frozen=True):
    """`key` is what comes back when the option is chosen; `label` is what is shown."""

    key: str
    label: str


class Choose(Struct, frozen=True):
    """A question with numbered answers; the next word of the asker is read as one of them first."""

    prompt: str
    options: tuple[Option, ...]


class OpenPage(Struct, frozen=True):
    """A card that opens a page of ours: `path` (`/p/…`) carries only an opaque handle."""

    title: str
    description: str
    path: str
    label: str = "点击办理"


class Article(Struct, frozen=True):
    title: str
    description: str
    path: str = ""
    picture: str = ""


class Articles(Struct, frozen=True):
    """Up to eight cards; a door that shows fewer keeps the first and says the rest in words."""

    items: tuple[Article, ...]
    lead: str = ""


class HandOver(Struct, frozen=True):
    """A person takes over. `text` is what the asker hears meanwhile; `why` is for the agent."""

    text: str
    why: str = ""


class Silence(Struct, frozen=True):
    """Nothing to say (an event that wants no answer)."""


Reply = Say | Choose | OpenPage | Articles | HandOver | Silence
