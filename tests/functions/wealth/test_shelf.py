from datetime import date

from tests.house.made import House
from weiyin.bank.core import DepositRate
from weiyin.functions.wealth.deposit_rates import _by_family


def test_anybody_may_ask(house: House) -> None:
    heard = house.say("o-anybody", "有什么理财产品")
    assert "示范稳利90天" in heard
    assert "R2" in heard
    assert "不是对收益的承诺" in heard


def test_rates_in_force(house: House) -> None:
    heard = house.say("o-anybody", "存款利率是多少")
    assert "0.95%" in heard
    assert "0.05%" in heard
    assert "2026年5月20日起执行" in heard


def test_each_kind_of_deposit_stands_together() -> None:
    names = ["活期", "整存整取三个月", "大额存单一年", "整存整取一年", "大额存单三年"]
    rates = tuple(
        DepositRate(name, months, 100, date(2026, 1, 1))
        for name, months in zip(names, (0, 3, 12, 12, 36), strict=True)
    )
    shown = [rate.name for rate in _by_family(rates)]
    assert shown == ["活期", "整存整取三个月", "整存整取一年", "大额存单一年", "大额存单三年"]
