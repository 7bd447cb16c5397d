"""A year of spending: by month and by what it went for.

What a purchase went for is read off the shop's name and the memo, by words; money that only went
to another account of the same person (a card repaid, a deposit made) is no spending.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from weiyin.bank import history
from weiyin.bank.accounts import CREDIT, CURRENT, CURRENT_II, CURRENT_III
from weiyin.bank.core import EntryLine
from weiyin.base.clock import shanghai_day, shanghai_midnight
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

OTHER = "其他"
_WORDS = {
    "餐饮": "餐 饭 面馆 包子 豆浆 咖啡 茶饮 外卖 小馆 小厨 厨房 小吃 火锅",
    "超市生鲜": "超市 生鲜 菜场 便利 水果",
    "交通出行": "出行 打车 地铁 公交 加油 充电 停车 铁路 高速",
    "居住缴费": "房租 水费 电费 燃气 物业 宽带 话费 取暖 充值 供电 自来水",
    "医疗健康": "药 医院 卫生 诊 健身",
    "文化娱乐": "影 书店 欢唱 游戏 演出 门票",
    "旅行": "酒店 旅行 航空 机票 旅游",
    "理财投资": "基金 理财 定投 保险 黄金",
    "购物": "商城 服饰 百货 家电 数码",
}
CATEGORIES = tuple((name, tuple(words.split())) for name, words in _WORDS.items())
"""What spending is for, each with the words that tell it; the first that fits."""
_BY_KIND = {"transfer": "转账", "withdrawal": "取现", "rent": "居住缴费", "fee": "手续费"}
_OWN = frozenset(
    {"repayment", "term_deposit", "term_withdrawal", "wealth_buy", "wealth_cancel", "wealth_paid"}
)
_MOST_LINES = 20_000

_ACCOUNTS = sql(
    "SELECT no FROM ledger_accounts WHERE book=:book AND customer_no=:customer_no AND bucket=0"
    f" AND kind IN ('{CURRENT}', '{CURRENT_II}', '{CURRENT_III}', '{CREDIT}') ORDER BY no"
)


@dataclass(frozen=True, slots=True)
class MonthSum:
    month: int
    spent: Money
    earned: Money


@dataclass(frozen=True, slots=True)
class CategorySum:
    category: str
    spent: Money
    count: int


@dataclass(frozen=True, slots=True)
class Year:
    """`categories` largest first; `months` all twelve; `biggest` the largest single spending."""

    year: int
    spent: Money
    earned: Money
    count: int
    months: tuple[MonthSum, ...]
    categories: tuple[CategorySum, ...]
    biggest: EntryLine | None


def year_of(reader: Reader, book: str, customer_no: str, year: int) -> Year:
    """Over all current accounts and credit cards of the customer."""
    since, until = (shanghai_midnight(date(which, 1, 1)) for which in (year, year + 1))
    lines: list[EntryLine] = []
    for (no,) in reader.all(_ACCOUNTS, book=book, customer_no=customer_no):
        first, last = history.seq_range(reader, book, no, since, until)
        lines += history.lines_between(reader, book, no, first, last, _MOST_LINES)
    return _summed(year, [line for line in lines if line.kind not in _OWN])


def category_of(line: EntryLine) -> str:
    if line.kind in _BY_KIND:
        return _BY_KIND[line.kind]
    told = f"{line.memo} {line.other}"
    return next((name for name, words in CATEGORIES if any(w in told for w in words)), OTHER)


def _summed(year: int, lines: Sequence[EntryLine]) -> Year:
    spent = [line for line in lines if line.amount.fen < 0]
    earned = [line for line in lines if line.amount.fen > 0]
    by_category: dict[str, list[EntryLine]] = {}
    for line in spent:
        by_category.setdefault(category_of(line), []).append(line)
    categories = [
        CategorySum(name, -_sum(of_it), len(of_it)) for name, of_it in by_category.items()
    ]
    return Year(
        year,
        -_sum(spent),
        _sum(earned),
        len(spent),
        tuple(
            MonthSum(month, -_sum(_in(spent, month)), _sum(_in(earned, month)))
            for month in range(1, 13)
        ),
        tuple(sorted(categories, key=lambda one: (-one.spent.fen, one.category))),
        min(spent, key=lambda line: line.amount.fen, default=None),
    )


def _in(lines: Iterable[EntryLine], month: int) -> list[EntryLine]:
    return [line for line in lines if shanghai_day(line.at).month == month]


def _sum(lines: Iterable[EntryLine]) -> Money:
    return Money(sum(line.amount.fen for line in lines))
