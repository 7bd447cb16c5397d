"""What a rule can speak of: its words, and the SQL that each stands for.

Every fragment is a constant over `audience a`; values are only ever bound as parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from weiyin.base.clock import shanghai_midnight, to_us
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.places.gazetteer import locate
from weiyin.places.stays import area_name

OPERATORS = {"=": "=", "≠": "<>", "!=": "<>", ">": ">", "≥": ">=", ">=": ">=", "<": "<",
             "≤": "<=", "<=": "<="}  # fmt: skip
_YES = {"是": 1, "否": 0}


_IS = {"=": "=", "≠": "<>", "!=": "<>"}
_SINCE = {"≥": "<=", ">=": "<=", "<": ">"}
"""What is older began earlier; other comparisons of whole years or days would need two bounds."""


@dataclass(frozen=True, slots=True)
class Field:
    """`read` makes the parameter out of a value as written, on a day; raises `BadInput`."""

    column: str
    read: Callable[[str, date], int | str]
    operators: Mapping[str, str] = field(default_factory=lambda: OPERATORS)
    guard: str = ""
    """Must hold besides, so that what is not known is neither more nor less."""

    def compare(self, operator: str, parameter: str) -> str:
        """The fragment for `field operator value`."""
        return f"({self.guard}{self.column} {self.operators[operator]} :{parameter})"


def _money(text: str, _day: date) -> int:
    return Money.parse(text).fen


def _yes(text: str, _day: date) -> int:
    if text not in _YES:
        raise BadInput("rule", f"请写“是”或“否”，而不是“{text}”")
    return _YES[text]


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 5:
        raise BadInput("rule", f"这里要写整数，而不是“{text}”")
    return int(text)


def _birthday_at_age(text: str, day: date) -> str:
    """Who has that age today was born on this day or earlier."""
    years = min(_whole(text), day.year - 1)
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - years, day=last).isoformat()


def _days_ago_us(text: str, day: date) -> int:
    return days_ago_us(_whole(text), day)


def area_meant(words: str, field_name: str = "rule") -> str:
    """The one area of the gazetteer that the words name. Raises `BadInput` for none or several."""
    found = locate(words)
    if len(found) != 1:
        known = "、".join(area_name(area) for area in found) or "可用如“北京国贸”“杭州西湖”"
        raise BadInput(field_name, f"没有唯一的商圈“{words}”：{known}")
    return area_name(found[0])


def days_ago_us(days: int, day: date) -> int:
    """The first moment of the day so many days before."""
    return to_us(shanghai_midnight(day)) - days * 86_400_000_000


FIELDS = {
    "存款": Field("a.deposit_fen", _money),
    "信用卡欠款": Field("a.debt_fen", _money),
    "有借记卡": Field("a.has_debit", _yes, _IS),
    "有信用卡": Field("a.has_credit", _yes, _IS),
    "年龄": Field("a.born", _birthday_at_age, _SINCE, "a.born <> '' AND "),
    "关注天数": Field("a.followed_us", _days_ago_us, _SINCE),
}
STAYS = {"在": (1, 0), "靠近": (0, 0), "到过": (1, 30)}
"""在: there today; 靠近: in it or near to it today; 到过: there in the last thirty days."""
STAYED = (
    "EXISTS (SELECT 1 FROM stays t WHERE t.oa = a.oa AND t.openid = a.openid"
    " AND t.area = :{area} AND t.is_in = :{is_in} AND t.seen_us >= :{since})"
)
TAGGED = (
    "EXISTS (SELECT 1 FROM audience_tags t"
    " WHERE t.oa = a.oa AND t.openid = a.openid AND t.tag = :{parameter})"
)
