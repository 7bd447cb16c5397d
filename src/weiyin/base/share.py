"""A share of something that is not counted yet: 一半, 三分之一, 全部. The books say of how much."""

from __future__ import annotations

import re
from dataclasses import dataclass

from weiyin.base.errors import BadInput
from weiyin.base.money import Money

_PLAIN = re.compile(r"([1-9]\d?)/([1-9]\d?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `of` equal parts: from one of a hundred up to all. Raises `BadInput` beyond."""

    part: int
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.part <= self.of <= 100:
            raise BadInput("amount", "请说明具体金额")

    @staticmethod
    def parse(text: str) -> Share | None:
        """`1/2`, as `str` writes it; None for anything else."""
        match = _PLAIN.fullmatch(text)
        return None if match is None else Share(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.part}/{self.of}"

    def taken_of(self, whole: Money) -> Money:
        """Down to the whole fen: never more than there is."""
        return Money(whole.fen * self.part // self.of, whole.currency)
