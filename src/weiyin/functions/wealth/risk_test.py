"""风险测评: ten questions, a grade C1 to C5, valid for a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.risk_grades import RiskGrades
from weiyin.bank.wealth.questions import QUESTIONS
from weiyin.bank.wealth.suitability import NAMES, judge
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who


@dataclass(frozen=True, slots=True)
class Test:
    customer_no: str
    answers: tuple[int, ...]


def _asked(number: int) -> Input:
    question = QUESTIONS[number - 1]
    options = tuple((str(n), label) for n, (label, _) in enumerate(question.answers, start=1))
    return Input(f"{number}. {question.words}", InputKind.CHOICE, options=options)


@function(
    id="risk_assessment",
    title="风险测评",
    group="weifin.wealth",
    about="评估您的风险承受能力（C1至C5），有效期一年，购买理财和基金前必须完成",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    books: Books,
    a1: Annotated[str, _asked(1)],
    a2: Annotated[str, _asked(2)],
    a3: Annotated[str, _asked(3)],
    a4: Annotated[str, _asked(4)],
    a5: Annotated[str, _asked(5)],
    a6: Annotated[str, _asked(6)],
    a7: Annotated[str, _asked(7)],
    a8: Annotated[str, _asked(8)],
    a9: Annotated[str, _asked(9)],
    a10: Annotated[str, _asked(10)],
    consent: Annotated[  # noqa: ARG001 - required to be given
        bool, Input("风险承受能力评估声明", InputKind.CONSENT, agreement="risk_assessment")
    ],
) -> DraftRequest:
    answers = tuple(map(int, (a1, a2, a3, a4, a5, a6, a7, a8, a9, a10)))
    grade, score = judge(answers)
    customer_no = customer_of(who)
    return DraftRequest(
        title="风险测评结果",
        facts=(
            ("评估结果", f"{grade} {NAMES[grade]}"),
            ("得分", f"{score} 分"),
            ("可购买产品", "、".join(f"R{n}" for n in range(1, int(grade[1]) + 1))),
            ("有效期", "一年"),
        ),
        order=Test(customer_no, answers),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(customer_no),
        words=f"确认风险测评结果{grade}",
        warning="请确认结果符合您的真实情况。结果将决定您可以购买的产品，之前的测评结果随即失效。",
    )


def perform(order: Test, grades: RiskGrades, key: DraftKey) -> Answer:
    grade = grades.test(key, order.customer_no, order.answers)
    return Answer(
        title="风险测评完成",
        lead=f"您的风险承受能力为 {grade.name}，{grade.until} 前有效。",
        facts=(("可购买产品", "、".join(f"R{n}" for n in range(1, int(grade.grade[1]) + 1))),),
        next=("wealth_list", "wealth_buy", "fund_list"),
    )
