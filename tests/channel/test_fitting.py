"""Ten thousand made notices, fitted: each field is one that WeChat's stand-in takes as it is."""

from __future__ import annotations

import random

from weiyin.channel.wechat.template_fields import fit
from weiyin.simulator.errors import ApiError
from weiyin.simulator.settings import Template
from weiyin.simulator.world.templates import fill

_SHOPS = (
    "便利店",
    "示范超市（国贸店）",
    "KFC",
    "一家名字特别特别特别长的连锁百货有限责任公司",
    "☕咖啡",
    " ",
)
_KINDS = ("消费", "代发工资", "转账\n备注", "退货", "手机充值 138****5678", "信用卡还款（自动）")
_FIELDS = ("thing1", "amount2", "time3", "character_string4", "phrase5", "number6", "name7")
_TEMPLATE = Template("t", "made", "\n".join(f"{name}：{{{{{name}.DATA}}}}" for name in _FIELDS))


def _made(seed: int) -> dict[str, str]:
    dice = random.Random(seed)
    fen = dice.choice((1, 99, 100, 12_345_678_901)) * dice.randint(1, 9)
    return {
        "thing1": dice.choice(_SHOPS) * dice.randint(1, 3) + dice.choice(_KINDS),
        "amount2": f"{dice.choice(('', '+', '-', '¥ '))}{fen / 100:,.2f}元",
        "time3": f"2026-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d} 10:00",
        "character_string4": f"尾号{dice.randint(0, 9999):04d} {'x' * dice.randint(0, 40)}",
        "phrase5": dice.choice(_KINDS) + "成功",
        "number6": f"第{dice.randint(1, 99)}期",
        "name7": dice.choice(("王*明", "欧阳**", "李")),
    }


def test_ten_thousand_texts_fit() -> None:
    refused = []
    for seed in range(10_000):
        made = _made(seed)
        data = {name: {"value": fit(name, words)} for name, words in made.items()}
        try:
            rows = fill(_TEMPLATE, data)
        except ApiError as fault:
            refused.append((seed, made, fault))
            continue
        shown = {row.label: row.value for row in rows}
        assert shown == {name: held["value"] for name, held in data.items()}, seed
    assert refused == []
