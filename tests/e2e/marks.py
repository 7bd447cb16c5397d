"""What must never lie open, and how it is looked for: exact marks, and card numbers by checksum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

_CARD = re.compile(r"(?<!\d)62\d{11,17}(?!\d)")
_TYPED = re.compile(r'value="[^"]*"')


def luhn(number: str) -> bool:
    """Whether the last digit is the checksum of the others, as on every bank card."""
    doubled = (int(digit) * 2 for digit in number[-2::-2])
    kept = (int(digit) for digit in number[-1::-2])
    return (sum(n // 10 + n % 10 for n in doubled) + sum(kept)) % 10 == 0


def hits(text: str, marks: Mapping[str, str], where: str) -> list[str]:
    """Each mark, and each thing that is a card number, found in `text`."""
    found = [f"{name} in {where}" for name, mark in marks.items() if _is_in(mark, text)]
    cards = [number for number in _CARD.findall(text) if luhn(number)]
    return found + [f"a card number …{number[-4:]} in {where}" for number in cards]


def _is_in(mark: str, text: str) -> bool:
    """A short code counts only when it stands alone: six digits are part of many a moment."""
    if len(mark) > 8:
        return mark in text
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(mark)}(?![0-9A-Za-z])", text) is not None


def without_typed(page: str) -> str:
    """A page less what its form's fields hold: what a person typed is shown to that person."""
    return _TYPED.sub("", page)


def file_hits(files: Iterable[Path], marks: Mapping[str, str]) -> list[str]:
    """Hits in the bytes of files, whatever they are."""
    return [
        hit
        for path in files
        for hit in hits(path.read_bytes().decode("utf-8", "replace"), marks, path.name)
    ]
