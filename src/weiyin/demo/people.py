"""The customers of the demo bank: six everybody may play, and the town around them."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.core import CardKind
from weiyin.demo import numbers
from weiyin.demo.dice import Dice

CUSTOMERS = 60

_SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = (  # noqa: SIM905 - a row of words
    "伟 芳 娜 敏 静 丽 强 磊 洋 艳 勇 军 杰 娟 涛 明 超 秀英 建华 志强 桂兰 晓燕 海燕 小红 文博 "
    "子轩 雨桐 欣怡 浩然 思远 梓涵 佳琪 俊杰 婷婷 国庆 春梅 玉兰 振华 新宇 若曦 晨曦 嘉豪 诗涵 宇航"
).split()
_JOBS = (
    ("工程师", "示例科技有限公司", 16_000, 32_000),
    ("教师", "示例实验学校", 8_000, 15_000),
    ("护士", "示例人民医院", 7_000, 13_000),
    ("会计", "示例商贸有限公司", 7_000, 14_000),
    ("设计师", "示例文化创意有限公司", 9_000, 18_000),
    ("司机", "示例物流有限公司", 6_500, 11_000),
    ("店长", "示例餐饮管理有限公司", 6_000, 12_000),
    ("公务员", "示例街道办事处", 8_000, 14_000),
)
"""Trade, employer, and monthly pay after tax from … to, in yuan."""


TRADE_PASSWORD = "258036"  # noqa: S105 - everybody's in the demo, and told to everybody
"""Asked beside the code for large payments."""


@dataclass(frozen=True, slots=True)
class DemoCard:
    """`limit_yuan`, `bill_day` and `due_days` are a credit card's; zero for a debit card."""

    number: str
    kind: CardKind
    product: str
    limit_yuan: int = 0
    bill_day: int = 0
    due_days: int = 0

    @property
    def tail(self) -> str:
        return self.number[-4:]


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """Everything about a customer, all of it invented. `about` is printed on the demo's page."""

    serial: int
    name: str
    id_number: str
    phone: str
    employer: str
    pay_yuan: int
    rent_yuan: int
    savings_yuan: int
    cards: tuple[DemoCard, ...]
    about: str = ""

    @property
    def customer_no(self) -> str:
        return f"C{self.serial:06d}"

    def account_no(self, card: DemoCard) -> str:
        """14 digits: 81 for a current account, 82 for a credit card's."""
        return (
            f"{81 if card.kind is CardKind.DEBIT else 82}{self.serial:010d}{self._place(card):02d}"
        )

    def card_id(self, card: DemoCard) -> str:
        return f"K{self.serial:06d}{self._place(card):02d}"

    def _place(self, card: DemoCard) -> int:
        return self.cards.index(card) + 1

    @property
    def debit(self) -> DemoCard:
        return self.cards[0]

    @property
    def credit(self) -> DemoCard | None:
        return next((card for card in self.cards if card.kind is CardKind.CREDIT), None)


def _debit(serial: int) -> DemoCard:
    return DemoCard(numbers.debit_card(serial), CardKind.DEBIT, "示范借记卡")


def _credit(serial: int, limit_yuan: int, bill_day: int, product: str = "示范信用卡") -> DemoCard:
    return DemoCard(
        numbers.credit_card(serial), CardKind.CREDIT, product, limit_yuan, bill_day, due_days=20
    )


PLAYERS: tuple[DemoCustomer, ...] = (
    DemoCustomer(
        1, "王小明", numbers.identity("19920315", 1), numbers.phone(1), "示例科技有限公司",
        21_500, 4_600, 38_000, (_debit(601), _credit(801, 50_000, 5, "示范信用卡金卡")),
        "工程师，有借记卡和信用卡",
    ),
    DemoCustomer(
        2, "李雷", numbers.identity("19911102", 2), numbers.phone(2), "示例实验学校",
        11_800, 3_200, 21_000, (_debit(602),), "教师，王小明的朋友“老李”",
    ),
    DemoCustomer(
        3, "韩梅梅", numbers.identity("19930608", 3), numbers.phone(3), "示例文化创意有限公司",
        15_200, 3_900, 46_000, (_debit(603), _credit(803, 30_000, 8)), "设计师，爱用信用卡",
    ),
    DemoCustomer(
        4, "张建国", numbers.identity("19580420", 4), numbers.phone(4), "示例市养老保险",
        5_400, 0, 186_000, (_debit(604),), "退休，关心存款和理财",
    ),
    DemoCustomer(
        5, "陈静", numbers.identity("19850917", 5), numbers.phone(5), "示例花店",
        13_500, 0, 92_000, (_debit(605), _debit(705), _credit(805, 80_000, 12)),
        "花店店主，两张借记卡，王小明的房东",
    ),
    DemoCustomer(
        6, "刘洋", numbers.identity("20030125", 6), numbers.phone(6), "示例餐饮管理有限公司",
        5_200, 1_500, 1_800, (_debit(606),), "刚毕业，余额不多",
    ),
)  # fmt: skip
"""Known to whoever tries the demo. 王小明 comes first."""

FRIENDSHIPS: tuple[tuple[int, int, str], ...] = (
    (1, 2, "老李"),
    (2, 1, "小明"),
    (1, 3, "梅梅"),
    (3, 1, "小明"),
    (1, 5, "房东"),
    (5, 1, "租客小王"),
    (2, 3, "韩梅梅"),
    (3, 2, "雷哥"),
    (4, 6, "孙子"),
    (6, 4, "爷爷"),
)
"""Whose payee book (serial) holds whom (serial), under which nickname."""


def heroes() -> tuple[DemoCustomer, ...]:
    """Those whose facts are shown to whoever tries the demo."""
    return PLAYERS


def make_customers(seed: int, count: int = CUSTOMERS) -> tuple[DemoCustomer, ...]:
    """The players first, then others; no name twice."""
    customers = list(PLAYERS)
    taken = {customer.name for customer in customers}
    for serial in range(len(PLAYERS) + 1, count + 1):
        dice = Dice(seed, "customer", serial)
        name = _name(dice, taken)
        taken.add(name)
        customers.append(_customer(serial, name, dice))
    return tuple(customers[:count])


def _name(dice: Dice, taken: set[str]) -> str:
    while (name := dice.pick(_SURNAMES) + dice.pick(_GIVEN)) in taken:
        pass
    return name


def _customer(serial: int, name: str, dice: Dice) -> DemoCustomer:
    job, employer, least, most = dice.pick(_JOBS)
    pay = dice.between(least // 100, most // 100) * 100
    born = f"{dice.between(1960, 2003)}{dice.between(1, 12):02d}{dice.between(1, 28):02d}"
    cards = [_debit(600 + serial)]
    if dice.percent(40):
        limit = dice.between(1, 10) * 10_000
        cards.append(_credit(800 + serial, limit, dice.between(1, 25)))
    return DemoCustomer(
        serial=serial,
        name=name,
        id_number=numbers.identity(born, serial),
        phone=numbers.phone(serial),
        employer=employer,
        pay_yuan=pay,
        rent_yuan=pay // 500 * 100 if dice.percent(60) else 0,
        savings_yuan=dice.between(20, 1500) * 100,
        cards=tuple(cards),
        about=job,
    )
