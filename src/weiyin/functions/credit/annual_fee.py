"""年费查询: what it is, when it falls due, and how far one is from having it waived."""

from __future__ import annotations

from weiyin.bank.services.credit_papers import CreditPapers
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer
from weiyin.functions.calling import CreditCard
from weiyin.functions.declare import Menu, Needs, Risk, function


@function(
    id="cc_annual_fee",
    title="年费查询",
    group="credit",
    about="查询信用卡年费标准和免年费进度",
    risk=Risk.READ,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(card: CreditCard, papers: CreditPapers) -> Answer:
    found = papers.annual_fee(card.customer_no, card.account_no)
    missing = found.needed - found.swipes
    said = "已达到免年费条件" if found.is_waived else f"再消费 {missing} 笔可免年费"
    return Answer(
        title="信用卡年费",
        lead=f"信用卡（{mask_card(card.tail)}）{said}。",
        facts=(
            ("年费标准", f"{found.fee} 元/年，首年免"),
            ("免年费进度", f"{min(found.swipes, found.needed)}/{found.needed} 笔"),
            ("下次收取", f"{found.next_due.year}年{found.next_due.month}月账单"),
        ),
        next=("cc_unbilled_query",),
    )
