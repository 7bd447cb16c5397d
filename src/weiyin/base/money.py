"""Money: an integer count of the currency's smallest unit, and the currency's name.

No float ever touches an amount: `Money` has no `/`, and refuses to be made from one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

from weiyin.base.errors import BadInput

MAX_FEN = 10**15
"""Ten trillion yuan: more than any single balance of a small bank, far from 64 bits."""

_PLAIN = re.compile(r"(?P<yuan>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<fen>\d{1,2}))?", re.ASCII)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """`fen` hundredths of one unit of `currency` (ISO 4217); may be negative in the books."""

    fen: int
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if type(self.fen) is not int:
            raise TypeError(f"Money takes whole fen, not {type(self.fen).__name__}")
        if abs(self.fen) > MAX_FEN:
            raise BadInput("amount", "金额超出可办理范围")

    @classmethod
    def parse(cls, text: str, currency: str = "CNY") -> Money:
        """Read a plain amount in yuan: `500`, `1,000.50`. Anything else raises `BadInput`."""
        match = _PLAIN.fullmatch(text.strip())
        if match is None or len(text) > 24:
            raise BadInput("amount", "请输入正确的金额，例如 500 或 1,000.50")
        yuan = int(match["yuan"].replace(",", ""))
        return cls(yuan * 100 + int((match["fen"] or "0").ljust(2, "0")), currency)

    @classmethod
    def zero(cls, currency: str = "CNY") -> Money:
        return cls(0, currency)

    def __str__(self) -> str:
        """`1,000.50`: grouped by thousands, always two decimals, without the currency."""
        yuan, fen = divmod(abs(self.fen), 100)
        return f"{'-' if self.fen < 0 else ''}{yuan:,}.{fen:02d}"

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + self._same(other).fen, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - self._same(other).fen, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.fen, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.fen < self._same(other).fen

    def __bool__(self) -> bool:
        return self.fen != 0

    def times(self, count: int) -> Money:
        """`count` such amounts."""
        return Money(self.fen * count, self.currency)

    def share(self, part: int, whole: int) -> Money:
        """`part`/`whole` of the amount, half a fen rounded away from zero."""
        if whole <= 0:
            raise ValueError("whole must be positive")
        product = self.fen * part
        rounded = (2 * abs(product) + whole) // (2 * whole)
        return Money(rounded if product >= 0 else -rounded, self.currency)

    def _same(self, other: Money) -> Money:
        if not isinstance(other, Money):
            raise TypeError(f"Money and {type(other).__name__} do not mix")
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other
