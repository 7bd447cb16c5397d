"""贷款申请: from the wish to the decision, by a person or by the open scorecard."""

from datetime import date, timedelta

import pytest

from tests.functions.loan.stock import stocked
from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.bank.house import CLEARING
from weiyin.bank.loans.applications import Stage
from weiyin.bank.loans.provident_fund import ProvidentFund
from weiyin.bank.officer import Movement, Officer
from weiyin.bank.services.loan_desk import LoanDesk
from weiyin.bank.services.provident_funds import ProvidentFunds
from weiyin.base.errors import BadInput, Conflict
from weiyin.base.money import Money
from weiyin.base.reply import OpenPage
from weiyin.base.views import DraftMade, ResultView

HOME = {
    "product": "home", "amount": "600000", "months": "240", "purpose": "购房",
    "income": "15000", "consent": "yes",
}  # fmt: skip
SHOP = {"amount": "50000", "years": "over3", "trade": "food", "consent": "yes"}


def waiting(house: House, stage: Stage) -> str:
    found = house.books.read(lambda r: LoanDesk(house.core.office(r)).waiting(stage))
    return found[0].application_no


def states(shown: ResultView) -> list[str]:
    return [step.state for step in shown.steps]


def test_loan_apply_and_loan_progress(house: House) -> None:
    stocked(house)
    form = house.ask_text("o-wang", "申请贷款")
    assert isinstance(form, OpenPage)
    done = house.fill("o-wang", "loan_apply", **HOME)
    assert done.status == "ok"
    assert states(done) == ["done", "now", "next", "next"]
    heard = house.say("o-wang", "贷款申请到哪一步了")
    assert "还差：购房合同" in heard  # the salary is paid in here: no proof of income is asked for
    shown = house.fill("o-wang", "loan_progress")
    assert shown.table is not None
    assert [row[1][:3] for row in shown.table.rows] == ["已收到", "待补充", "已收到"]
    number = waiting(house, Stage.DOCUMENTS)
    house.books.run(lambda tx: LoanDesk(house.core.office(tx)).receive("d1", number, "购房合同"))
    assert "人工审核中" in house.say("o-wang", "贷款批了吗")
    house.books.run(
        lambda tx: LoanDesk(house.core.office(tx)).approve(
            "d2", number, Money(50_000_000), "按收入核定"
        )
    )
    heard = house.say("o-wang", "贷款批下来没有")
    assert "已批准" in heard
    assert "按收入核定" in heard
    assert "可提 500,000.00" in house.say("o-wang", "我的贷款")


def test_the_cost_is_shown_before_anything_is_sent(house: House) -> None:
    stocked(house)
    session = house.session("o-wang")
    wish = {**HOME, "income": "5000"}
    made = house.app.counter.start(session, "loan_apply", wish)
    assert isinstance(made, DraftMade)
    view = house.app.counter.draft(session, made.handle)
    facts = dict(view.facts)
    assert facts["参考年化利率"].startswith("3.30%")  # five-year LPR 3.50 less 20 basis points
    assert facts["预计首期还款"] == "3,418.41 元"
    assert "超过您月收入的一半" in view.lead
    with pytest.raises(BadInput):
        house.app.counter.start(session, "loan_apply", {**HOME, "amount": "10"})


def test_a_decline_says_why(house: House) -> None:
    stocked(house)
    house.fill("o-wang", "loan_apply", **HOME)
    with pytest.raises(Conflict) as twice:
        house.fill("o-wang", "loan_apply", **HOME)
    assert "处理中" in twice.value.heard
    number = waiting(house, Stage.DOCUMENTS)
    house.books.run(lambda tx: LoanDesk(house.core.office(tx)).decline("d", number, "首付比例不足"))
    heard = house.say("o-wang", "贷款申请结果")
    assert "首付比例不足" in heard
    assert "人工复核" in heard
    house.bind("o-li", LI)
    assert "没有查到" in house.say("o-li", "贷款进度")


def test_micro_business_loan(house: House) -> None:
    """200 days a customer 15, 2,500 a month 0, 14,874.50 there 18, over three years 25: 58."""
    stocked(house)
    by_person = house.fill("o-wang", "micro_business_loan", **SHOP)
    facts = dict(by_person.facts)
    assert facts["评分"] == "58 分（满分100）"
    assert facts["经营年限"] == "25/25 分（3年以上）"
    assert "转人工审核" in by_person.lead
    assert "人工审核中" in house.say("o-wang", "小微快贷审批进度")


def test_a_good_score_is_granted_at_once(house: House) -> None:
    stocked(house)
    pay = Movement(
        "sales", "salary", house.clock.now() - timedelta(days=3), CLEARING, WANG.account,
        Money(10_000_000), "货款",
    )  # fmt: skip
    house.books.run(lambda tx: Officer(house.core).book(tx, [pay]))
    granted = house.fill("o-wang", "micro_business_loan", **SHOP)
    assert "已批准" in granted.lead
    assert states(granted)[-1] == "now"
    assert house.fill("o-wang", "loan_drawdown", amount="50000", months="6").status == "ok"


def test_provident_fund_query(house: House) -> None:
    stocked(house)
    assert "没有查到" in house.say("o-wang", "查公积金")
    fund = ProvidentFund(
        "北京", "示例科技有限公司", Money(8_642_000), Money(360_000), "2026-06",
        Money(30_000_000), date(2026, 7, 1),
    )  # fmt: skip
    house.books.run(lambda tx: ProvidentFunds(house.core.office(tx)).told("f", "C1", fund))
    heard = house.say("o-wang", "公积金余额")
    assert "86,420.00" in heard
    assert "300,000.00" in heard
    house.bind("o-li", LI)
    assert "86,420.00" not in house.say("o-li", "公积金余额")
