"""Applications for loans on the console: papers, the score in the open, two people for money."""

from __future__ import annotations

from tests.console.conftest import Browser, proposal_on, words_of
from tests.functions.loan.stock import stocked
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.loans.applications import Stage
from weiyin.bank.services.loan_desk import LoanDesk

_SHOP = {"amount": "50000", "years": "over3", "trade": "food", "consent": "yes"}
_HOME = {
    "product": "home", "amount": "600000", "months": "240", "purpose": "购房",
    "income": "15000", "consent": "yes",
}  # fmt: skip


def _number(house: House, stage: Stage) -> str:
    found = house.books.read(lambda r: LoanDesk(house.core.office(r)).waiting(stage))
    return found[0].application_no


def test_who_asks_for_a_person_is_looked_at_and_granted_by_two(
    operator: Browser, second: Browser, house: House
) -> None:
    stocked(house)
    done = house.fill("o-wang", "micro_business_loan", **_SHOP, review="person")
    assert "已按您的选择转人工审核" in done.lead
    seen = words_of(operator.get("/loans"))
    for words in ("50,000.00", WANG.customer_no, "活期余额", "经营年限", "25/25"):
        assert words in seen, words
    path = f"/loans/{_number(house, Stage.REVIEWING)}/approve"
    for limit, why in (("60000", "够"), ("0", "够"), ("x", "够"), ("30000", " ")):
        assert operator.post(path, {"limit": limit, "why": why}).status_code == 422
    assert operator.post(path, {"limit": "30000", "why": "按流水核定"}).status_code == 303
    assert "人工审核中" in house.say("o-wang", "贷款申请到哪一步了")
    proposal = proposal_on(second.get("/approvals"))
    assert operator.approve("operator", proposal).status_code >= 400  # never one's own
    assert second.approve("operator2", proposal).status_code == 303
    heard = house.say("o-wang", "贷款申请到哪一步了")
    assert "已批准" in heard
    assert "按流水核定" in heard
    assert "可提 30,000.00" in house.say("o-wang", "我的贷款")


def test_papers_are_taken_in_and_a_refusal_has_its_reason(operator: Browser, house: House) -> None:
    stocked(house)
    house.fill("o-wang", "loan_apply", **_HOME)
    number = _number(house, Stage.DOCUMENTS)
    assert "购房合同" in words_of(operator.get("/loans"))
    paper = {"document": "购房合同"}
    assert operator.post(f"/loans/{number}/document", {"document": "别的"}).status_code == 404
    assert operator.post(f"/loans/{number}/document", paper).status_code == 303
    assert _number(house, Stage.REVIEWING) == number
    assert operator.post(f"/loans/{number}/decline", {"why": " "}).status_code == 422
    assert operator.post(f"/loans/{number}/decline", {"why": "月供超过收入一半"}).status_code == 303
    assert "月供超过收入一半" in house.say("o-wang", "贷款批了吗")
    assert "Nothing" not in words_of(operator.get("/loans"))
