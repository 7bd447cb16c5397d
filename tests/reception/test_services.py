from __future__ import annotations

from tests.house.made import House
from weiyin.base.ask import AskKind
from weiyin.base.reply import Choose
from weiyin.functions.menus import ALL_SERVICES


def test_every_function_of_the_menus_can_be_tapped_or_numbered(house: House) -> None:
    shown = house.ask("o-anybody", AskKind.TAP, ALL_SERVICES)
    assert isinstance(shown, Choose)
    titles = [option.label for option in shown.options]
    assert len(titles) == 13
    number = titles.index("存款利率") + 1
    assert "0.95%" in house.say("o-anybody", str(number))
    house.ask("o-anybody", AskKind.TAP, ALL_SERVICES)
    assert "示范稳利90天" in house.say("o-anybody", "理财产品")
    house.ask("o-anybody", AskKind.TAP, ALL_SERVICES)
    assert "绑定" in house.say("o-anybody", str(titles.index("解除绑定") + 1))
