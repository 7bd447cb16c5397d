"""What sets a campaign off for one person: 工资到账, 账单 ≥ 5000, 生日, 产品到期, 进入 "北京国贸".

A campaign without an occasion goes to everybody its rule means when it starts; one with an occasion
waits, and goes to each of them once, when it happens to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.outreach.segments.fields import area_meant

_FORM = re.compile(
    r"(进入|工资到账|账单|生日|产品到期)\s*"
    r'(?:(?:≥|>=)\s*(?P<least>\S+)|["“](?P<area>[^"”]{1,32})["”])?'
)


class What(StrEnum):
    ENTERS = "进入"
    SALARY = "工资到账"
    BILL = "账单"
    BIRTHDAY = "生日"
    MATURES = "产品到期"


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a person: the amount in fen, or the area, where it has one."""

    what: What
    fen: int = 0
    area: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Of bills only those from `least_fen` on; of areas only `area`."""

    what: What
    least_fen: int = 0
    area: str = ""

    def is_met_by(self, one: Happened) -> bool:
        return self.what is one.what and one.fen >= self.least_fen and one.area == self.area


def read_occasion(text: str) -> Occasion | None:
    """None for no words at all. Raises `BadInput` for what cannot be read."""
    text = text.strip()
    if not text:
        return None
    found = _FORM.fullmatch(text)
    if found is None:
        raise BadInput("occasion", f"看不懂“{text}”，可用：{_ways()}")
    what, amount, area = What(found[1]), found["least"], found["area"]
    if (what is What.ENTERS) != bool(area) or (amount and what is not What.BILL):
        raise BadInput("occasion", f"“{what}”应写作：{_ways()}")
    return Occasion(
        what,
        Money.parse(amount).fen if amount else 0,
        area_meant(area, "occasion") if area else "",
    )


def _ways() -> str:
    return "进入 “北京国贸”、工资到账、账单 ≥ 5000、生日、产品到期"
