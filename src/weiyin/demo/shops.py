"""What money is spent on, where, and for about how much."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.demo.dice import Dice


@dataclass(frozen=True, slots=True)
class Spending:
    """A kind of shop: open from hour … to hour, a bill from … to so many fen."""

    shops: tuple[str, ...]
    hours: tuple[int, int]
    least_fen: int
    most_fen: int
    weight: int
    """How often, beside the others."""


_KINDS: tuple[Spending, ...] = (
    Spending(("早安包子铺", "豆浆坊", "街角面馆"), (7, 9), 600, 2_500, 14),
    Spending(("一杯咖啡", "暖阳茶饮"), (9, 16), 1_200, 3_800, 12),
    Spending(("家常小馆", "蜀香小厨", "江南饭庄", "轻食厨房"), (11, 20), 2_200, 18_800, 18),
    Spending(("饭到外卖", "好味外卖"), (11, 21), 1_800, 7_600, 14),
    Spending(("邻里生鲜", "城东超市", "幸福菜场"), (8, 21), 1_500, 26_000, 18),
    Spending(("市民出行", "顺路打车", "城市地铁"), (7, 22), 300, 6_800, 14),
    Spending(("好物商城", "四季服饰", "新知书店"), (10, 23), 2_900, 88_000, 7),
    Spending(("光影影城", "乐活健身", "欢唱时光"), (14, 22), 3_900, 29_900, 4),
    Spending(("惠民大药房", "街道卫生站"), (9, 20), 1_200, 16_000, 3),
    Spending(("城北加油站", "便民充电站"), (7, 22), 3_000, 38_000, 3),
    Spending(("悦居酒店", "远行旅行社", "云程航空"), (9, 22), 29_900, 168_000, 1),
)
_TOTAL = sum(kind.weight for kind in _KINDS)


@dataclass(frozen=True, slots=True)
class Purchase:
    minute: int
    """Of the Shanghai day."""
    shop: str
    amount_fen: int


def purchase(dice: Dice) -> Purchase:
    """One thing bought; small bills are more common than large ones."""
    kind = _kind(dice.below(_TOTAL))
    least, most = kind.least_fen, kind.most_fen
    amount = least + (most - least) * dice.below(1000) * dice.below(1000) // 1_000_000
    first, last = kind.hours
    return Purchase(
        minute=dice.between(first * 60, last * 60),
        shop=dice.pick(kind.shops),
        amount_fen=amount if dice.percent(40) else max(amount // 100 * 100, 100),
    )


def _kind(drawn: int) -> Spending:
    for kind in _KINDS:
        if drawn < kind.weight:
            return kind
        drawn -= kind.weight
    return _KINDS[-1]
