"""Hiding: what of a card, a name, a phone or an identity number people may see.

Patterns follow common mainland practice: card tail of four, phone 138****1234, the first
character of a name hidden, first and last character of an identity number shown.
"""

from __future__ import annotations

import re

_LONG_NUMBER = re.compile(r"(?<!\d)\d[\d -]{9,}[\dXx](?!\d)")


def tail(number: str) -> str:
    """The last four characters: the only part of a card that a notice shows."""
    return number[-4:]


def mask_card(number: str) -> str:
    return f"**** {tail(number)}"


def mask_phone(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "*" * len(number)


def mask_id(number: str) -> str:
    return f"{number[:1]}{'*' * (len(number) - 2)}{number[-1:]}" if len(number) > 2 else "**"


def mask_name(name: str) -> str:
    """`李小雷` → `*小雷`."""
    return f"*{name[1:]}" if len(name) > 1 else "*"


def scrub(text: str) -> str:
    """Free text with each number of eleven digits or more cut to its tail, for logs."""
    return _LONG_NUMBER.sub(lambda found: f"****{_digits(found[0])[-4:]}", text)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


class Secret:
    """A value that never prints itself. `reveal()` is the only way in, and easy to search for."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(****)"

    __str__ = __repr__

    def __bool__(self) -> bool:
        return bool(self._value)
