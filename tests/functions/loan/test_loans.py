"""贷款: looked at, worked out, drawn, owed and paid back early, through every door."""

import pytest

from tests.functions.loan.stock import close_days, sign_limit, stocked, with_limit
from tests.house.bank import LI
from tests.house.made import House
from weiyin.base.errors import BadInput, Conflict, NotAllowed, NotFound
from weiyin.base.reply import OpenPage


def test_loan_list(house: House) -> None:
    stocked(house)
    heard = house.say("o-stranger", "你们有什么贷款")
    assert "示范消费贷" in heard
    assert "3.50%起" in heard  # LPR 3.00 and 50 basis points
    found = house.fill("o-wang", "loan_list", kind="cash")
    facts = dict(found.facts)
    assert "收入证明" in facts["所需资料"]
    assert "1.00%" in facts["提前还款费用"]


def test_loan_calculator(house: House) -> None:
    """The payment is that of tests/bank/vectors.json: 1,000,000 at 3.5 % over thirty years."""
    stocked(house)
    heard = house.say("o-stranger", "贷款100万30年等额本息月供多少")
    assert "4,490.45" in heard
    assert "折合年化利率：3.50%" in heard
    shown = house.fill(
        "o-wang", "loan_calculator", amount="1200", months="3", method="equal_principal", rate="6"
    )
    assert shown.table is not None
    assert [row[1] for row in shown.table.rows] == ["406.00", "404.00", "402.00"]
    assert {chart.kind for chart in shown.charts} == {"share", "line"}
    dear = house.fill(
        "o-wang", "loan_calculator", amount="10000", months="12", method="equal_instalment",
        rate="6", fee="100",
    )  # fmt: skip
    assert "7.89%" in dict(dear.facts)["折合年化利率"]
    with pytest.raises(BadInput):
        house.fill("o-wang", "loan_calculator", amount="1000", months="12", rate="很低")


def test_a_term_is_asked_for(house: House) -> None:
    stocked(house)
    assert "贷多久" in house.say("o-stranger", "贷款50万月供多少")
    assert "14,540.60" in house.say("o-stranger", "3年")


def test_loan_drawdown_and_loan_my(house: House) -> None:
    with_limit(house)
    assert "可提 20,000.00" in house.say("o-wang", "我的贷款")
    card = house.ask_text("o-wang", "随借随还借5000")
    assert isinstance(card, OpenPage)
    assert "折合年化利率：3.6" in card.description
    done = house.confirm_card("o-wang", card)
    assert done.status == "ok"
    handle = card.path.rpartition("/")[2]
    assert house.app.counter.confirm(house.session("o-wang"), handle, "") == done
    assert "19,874.50" in house.say("o-wang", "查余额")
    close_days(house, 10)
    mine = house.fill("o-wang", "loan_my")
    assert dict(mine.facts)["截至今日未结利息"] == "5.00 元"  # half a yuan a day
    assert dict(mine.facts)["还款卡"] == "**** 0012"
    assert mine.charts[0].points[0].value == 500_000
    assert "5,000.00" in house.say("o-wang", "我的贷款还剩多少")
    with pytest.raises(NotAllowed) as over:
        house.fill("o-wang", "loan_drawdown", amount="15001")
    assert "15,000.00" in over.value.heard


def test_loan_repay_shows_its_cost_first(house: House) -> None:
    with_limit(house, "cash")
    house.fill("o-wang", "loan_drawdown", amount="12000", months="12")
    close_days(house, 10)
    card = house.ask_text("o-wang", "提前还5000贷款")
    assert isinstance(card, OpenPage)
    # 5,000.00, ten days of 12,000.00 at 3.5 % (11.67), one percent of it in the first year
    assert "应付合计：5,061.67" in card.description
    assert "提前还款费用：50.00" in card.description
    assert "预计节省利息" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    done = house.fill("o-wang", "loan_repay", scope="all")
    assert "已结清" in done.lead
    assert "没有未结清" in house.say("o-wang", "我的贷款")


def test_a_contract_that_wants_an_appointment_gets_one(house: House) -> None:
    with_limit(house, "home", 100_000)
    house.fill("o-wang", "loan_drawdown", amount="100000", months="60")
    card = house.ask_text("o-wang", "提前还50000贷款")
    assert isinstance(card, OpenPage)
    assert "执行时间：5天后" in card.description
    assert "2026-07-25" in house.confirm_card("o-wang", card).lead
    with pytest.raises(Conflict):
        house.fill("o-wang", "loan_repay", scope="all")
    close_days(house, 4)
    assert "100,000.00" in house.say("o-wang", "我的贷款还剩多少")
    close_days(house, 1)
    assert "50,000.00" in house.say("o-wang", "我的贷款还剩多少")
    # 100,000.00 at 3.3 % for five days is 45.83, one percent of 50,000.00 is 500.00
    assert "64,328.67" in house.say("o-wang", "查余额")


def test_refusals_say_what_next(house: House) -> None:
    stocked(house)
    with pytest.raises(NotFound) as none:
        house.fill("o-wang", "loan_drawdown", amount="100")
    assert "申请贷款" in none.value.heard
    with pytest.raises(NotFound):
        house.fill("o-wang", "loan_repay", scope="all")
    sign_limit(house, "line", 1_000)
    house.fill("o-wang", "loan_drawdown", amount="1000")
    assert "多少本金" in house.say("o-wang", "提前还贷")
    house.bind("o-li", LI)
    assert "没有未结清" in house.say("o-li", "我的贷款")
