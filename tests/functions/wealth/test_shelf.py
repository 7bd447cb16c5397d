from datetime import date

import pytest

from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.bank.core import DepositRate
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.reply import OpenPage, Say
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


def test_filtered_by_risk_and_term(house: House) -> None:
    assert "示范进取混合" not in house.say("o-x", "r2的理财产品")
    assert "示范日日盈" in house.say("o-x", "随存随取的理财")


def test_a_product_in_detail(house: House) -> None:
    house.say("o-x", "理财产品详情")
    assert "起购金额：10,000.00 元" in house.say("o-x", "稳利90天")
    page = house.app.counter.view(house.session("o-x"), "wealth_detail", {"product": "W2"})
    assert page.charts[0].title == "每万份收益（元）"
    assert ("投资冷静期", "24 小时") in house.app.counter.view(
        house.session("o-x"), "wealth_detail", {"product": "W3"}
    ).facts


def test_insurance_is_shown_and_sold_by_a_person(house: House) -> None:
    heard = house.say("o-x", "医疗险有哪些")
    assert "示范百万医疗险" in heard
    assert "示范家财险" not in heard
    one = house.app.counter.view(house.session("o-x"), "insurance_list", {"product": "I2"})
    assert "转人工" in dict(one.facts)["怎么办理"]


def test_treasury_bonds_while_the_quota_lasts(house: House) -> None:
    house.bind("o-wang", WANG)
    heard = house.say("o-wang", "国债什么时候发行")
    assert "剩余20,000.00元" in heard
    assert "8月10日开售" in heard
    with pytest.raises(NotAllowed, match="window"):
        house.fill("o-wang", "treasury_bond", issue="2609", amount="1000")
    done = house.fill("o-wang", "treasury_bond", issue="第七期", amount="10000")
    assert done.status == "ok", done
    assert "4,874.50" in house.say("o-wang", "查余额")
    assert "2027-07-10 付息" in house.say("o-wang", "我的理财")
    assert "国债" in house.say("o-wang", "资产总览")
    # Ten days of ten thousand: nothing yet, less a thousandth.
    card = house.ask_text("o-wang", "提前兑取国债")
    assert isinstance(card, OpenPage)
    assert "预计到账：9,990.00 元" in card.description
    early = house.fill("o-wang", "treasury_bond", action="early", amount="4000")
    assert "到账 3,996.00 元" in early.lead
    assert "6,000.00 元" in house.say("o-wang", "我的理财")
    house.bind("o-li", LI)
    with pytest.raises(NotAllowed, match="quota"):
        house.fill("o-li", "treasury_bond", issue="2607", amount="11000")


def test_two_or_three_stand_side_by_side(house: House) -> None:
    counter, anybody = house.app.counter, house.session("o-x")
    shelf = counter.view(anybody, "wealth_list", {"risk": "R2"}).table
    assert shelf is not None
    assert shelf.keys == ("W1", "W4")
    assert shelf.pick is not None
    page = counter.view(anybody, "wealth_list", {"compare.W1": "yes", "compare.W2": "yes"}).table
    assert page is not None
    assert page.columns == ("项目", "示范稳利90天", "示范日日盈")
    assert ("风险等级", "R2", "R1") in page.rows
    assert ("起购金额", "10,000元", "0.01元") in page.rows
    for ticked in ("W1", "W1,W2,W3,W4", "W1,F1", "W1,W1"):
        with pytest.raises(BadInput, match="compare"):
            counter.view(anybody, "wealth_list", {"compare": ticked})


def test_a_product_is_carried_to_where_it_is_bought(house: House) -> None:
    house.bind("o-wang", WANG)
    counter, wang = house.app.counter, house.session("o-wang")
    page = counter.view(wang, "wealth_detail", {"product": "W1"})
    assert page.next[0].path == "/p/f/wealth_buy?product=W1"
    offered = {one.name: one for one in counter.offers(wang, "wealth_buy", {"product": "W1"})}
    assert offered["product"].value == "示范稳利90天"
    assert counter.offers(wang, "wealth_buy")[0].value == ""
    house.say("o-wang", "理财产品详情")
    said = house.ask_text("o-wang", "稳利90天")
    assert isinstance(said, Say)
    assert any("to=/p/f/wealth_buy%3Fproduct%3DW1" in link.path for link in said.links)
