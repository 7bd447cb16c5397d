"""年费, 账单寄送, 电子账单, 特惠商户."""

from tests.functions.credit.test_repay import bound
from tests.functions.credit.test_standing import spend
from tests.house.made import House
from weiyin.bank.services.credit_papers import CreditPapers
from weiyin.base.reply import OpenPage


def test_how_far_from_a_year_without_a_fee(house: House) -> None:
    bound(house)
    spend(house, "s1", 1_000, "店")
    heard = house.say("o-wang", "还要刷几笔免年费")
    assert "再消费 4 笔" in heard
    assert "2027年1月" in heard


def test_how_the_bill_is_sent(house: House) -> None:
    bound(house)
    assert "微信电子账单" in house.say("o-wang", "账单是怎么发的")
    card = house.ask_text("o-wang", "要纸质账单")
    assert isinstance(card, OpenPage)
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "纸质账单" in house.say("o-wang", "账单是怎么发的")


def test_a_bill_as_paper_with_a_code_that_proves_it(house: House) -> None:
    bound(house)
    assert "2026年7月" in house.say("o-wang", "下载电子账单")
    session = house.session("o-wang")
    made = house.app.counter.paper(session, "cc_statement_pdf", {"month": "2026-07"})
    assert made.content.startswith(b"%PDF-")
    assert made.name == "信用卡账单-2026-07.pdf"

    def code(tx: object) -> str:
        papers = house.core.books(tx).service(CreditPapers)  # type: ignore[arg-type]
        return papers.code("C1", "KC1", "2026-07")

    right = house.books.run(code)
    shown = house.fill("o-wang", "cc_statement_pdf", month="2026-07", code=right.lower())
    assert "一致" in shown.lead
    shown = house.fill("o-wang", "cc_statement_pdf", month="2026-07", code="0000-0000-0000")
    assert "不符" in shown.lead


def test_offers_of_a_city(house: House) -> None:
    house.follow("o-any")
    assert "哪个城市" in house.say("o-any", "信用卡有什么活动")
    assert "暂时没有" in house.say("o-any", "北京")
