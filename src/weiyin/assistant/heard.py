"""One message, read: its normal form and the values in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from weiyin.assistant.bare import bare
from weiyin.assistant.intents import SlotKind, Vocabulary
from weiyin.assistant.normalise import normalise
from weiyin.assistant.sensitive import is_sensitive
from weiyin.assistant.slots import scan, scan_names
from weiyin.assistant.spans import MARK_OF, Found, blanked, masked

_LITTLE = re.compile(
    f"[{''.join(sorted(set(MARK_OF.values())))}那么个呢的换改看查再还有要是和在我去到成为来吧从给转就年月多少一点]*"
)
_WITH_DIGITS = frozenset({SlotKind.MONEY, SlotKind.COUNT, SlotKind.CARD_TAIL, SlotKind.PHONE})


@dataclass(frozen=True, slots=True)
class Heard:
    """`text` is normalised; `found` are its values; in `masked` marks stand for them."""

    text: str
    found: tuple[Found, ...]
    masked: str

    @property
    def only_values(self) -> bool:
        """Nothing is said beyond the values and a few words that tie them: 那上个月的呢."""
        return bool(self.found) and is_little(self.masked)


class Reader:
    """Reads messages. What does not depend on who asks is remembered, by text and day."""

    def __init__(self, remembered: int) -> None:
        self._normal = lru_cache(maxsize=remembered)(normalise)
        self._scan = lru_cache(maxsize=remembered)(scan)

    def normal(self, text: str) -> str:
        # A long text is rarely said twice, and may hold what should not stay in memory.
        return (
            self._normal(text)
            if len(text) <= 40 and not _has_long_number(text)
            else normalise(text)
        )

    def scan(self, text: str, today: date) -> tuple[Found, ...]:
        short = len(text) <= 40 and not _has_long_number(text)
        return self._scan(text, today) if short else scan(text, today)

    def is_sensitive(self, text: str, found: tuple[Found, ...], asked: SlotKind | None) -> bool:
        harmless = [
            one
            for one in found
            if one.kind in {SlotKind.PHONE, SlotKind.DATES} and one.value is not None
        ]
        rest = blanked(text, harmless) if harmless else text
        return is_sensitive(rest, asked_for_digits=asked in _WITH_DIGITS)

    def hear(self, text: str, found: tuple[Found, ...], vocabulary: Vocabulary) -> Heard:
        """`found` as scanned from `text`; the asker's own names are looked for here."""
        everything = scan_names(text, found, vocabulary)
        return Heard(text, everything, masked(text, everything))


def is_little(text: str) -> bool:
    """Nothing but marks and the few words that tie them."""
    return _LITTLE.fullmatch(bare(text)) is not None


def _has_long_number(text: str) -> bool:
    return re.search(r"[0-9](?:\D{0,2}[0-9]){5,}", text) is not None
