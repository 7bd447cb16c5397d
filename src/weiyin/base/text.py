"""Text as it arrives from people: one normal form, and safe to store and show."""

from __future__ import annotations

import re
import unicodedata

# Cc/Cf carry no ink: bidirectional overrides, zero-width joiners, NUL. Cs cannot be encoded.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MAX_MARKS = 3
# ASCII, common Chinese characters and punctuation: nothing to drop, which is nearly every message.
_PLAIN = re.compile(r"[\n -~\u3001-\u3011\u4e00-\u9fa5\uff01-\uff5e\uffe5“”‘’…—]*")


def clean(text: str, limit: int = 2048) -> str:
    """Drop what has no ink, keep line breaks, cap stacked combining marks and the length.

    The result can be encoded as UTF-8, logged on one screen and shown on a page. Fullwidth forms
    are kept: this is what the person wrote, not what it means.
    """
    if len(text) <= limit and _PLAIN.fullmatch(text):
        return text.strip()
    kept: list[str] = []
    marks = 0
    for char in text[: 4 * limit]:
        if char != "\n" and unicodedata.category(char) in _INVISIBLE:
            continue
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)[:limit].strip()


def cut_utf8(text: str, limit_bytes: int, ellipsis: str = "…") -> str:
    """The longest head of `text` that fits in `limit_bytes` of UTF-8, marked when shortened."""
    data = text.encode()
    if len(data) <= limit_bytes:
        return text
    room = limit_bytes - len(ellipsis.encode())
    return data[:room].decode(errors="ignore") + ellipsis
