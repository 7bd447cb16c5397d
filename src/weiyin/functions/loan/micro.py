"""小微快贷: owners of small businesses, scored in the open, granted at once or by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.loans.applications import Stage
from weiyin.bank.loans.schedule import Method
from weiyin.bank.services.loan_applications import LoanApplications
from weiyin.bank.services.loan_shelf import LoanShelf
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.loan.casework import received
from weiyin.functions.loan.wording import customer_of, rate_words
from weiyin.people.who import Who

_YEARS = (("under1", "不满1年"), ("1to3", "1至3年"), ("over3", "3年以上"))
_TRADES = (
    ("retail", "零售批发"), ("food", "餐饮"), ("service", "居民服务"), ("making", "加工制造"),
    ("farm", "农林牧渔"), ("other", "其他"),
)  # fmt: skip
_SCORE, _PERSON = "score", "person"
_REVIEWS = ((_SCORE, "自动评分"), (_PERSON, "人工审核"))
_PRODUCT, _MONTHS = "shop", 12


@dataclass(frozen=True, slots=True)
class Quick:
    customer_no: str
    amount: Money
    years: str
    trade: str
    by_person: bool = False


@function(
    id="micro_business_loan",
    title="小微快贷",
    group="weifin.loan",
    about="小微企业主和个体户快速申请，评分公开，达标即时批准，未达标转人工审核",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    books: Books,
    shelf: LoanShelf,
    applications: LoanApplications,
    amount: Annotated[Money, Input("申请额度", InputKind.MONEY)],
    years: Annotated[str, Input("经营年限", InputKind.CHOICE, options=_YEARS)],
    trade: Annotated[str, Input("所属行业", InputKind.CHOICE, options=_TRADES)],
    review: Annotated[
        str | None, Input("审批方式", InputKind.CHOICE, options=_REVIEWS, help="不选则先自动评分")
    ] = None,
    *,
    consent: Annotated[  # noqa: ARG001 - required to be given
        bool, Input("贷款申请及征信查询授权书", InputKind.CONSENT, agreement="loan_application")
    ],
) -> DraftRequest:
    customer = customer_of(who)
    shelved = shelf.product(_PRODUCT)
    applications.check(customer, _PRODUCT, amount, _MONTHS, Method.INTEREST_ONLY)
    return DraftRequest(
        title="小微快贷申请",
        facts=(
            ("贷款产品", shelved.product.name),
            ("申请额度", f"{amount} 元"),
            ("年化利率", rate_words(shelved.rate)),
            ("使用方式", f"随借随还，按日计息，每笔最长 {_MONTHS} 个月"),
            ("经营年限", dict(_YEARS)[years]),
            ("所属行业", dict(_TRADES)[trade]),
            ("审批方式", dict(_REVIEWS)[review or _SCORE]),
            ("评分依据", "往来时长、月均入账、活期余额、经营年限，各 25 分"),
        ),
        order=Quick(customer, amount, years, trade, review == _PERSON),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(customer),
        words=f"申请小微快贷{amount}元",
        warning="提交即授权本行查询征信并使用您在本行的账户往来评分；不同意自动评分决定的，请选择人工审核。",
    )


def perform(order: Quick, applications: LoanApplications, key: DraftKey) -> Answer:
    made = applications.quick(
        key, order.customer_no, order.amount, order.years, order.trade, order.by_person
    )
    if made.stage is Stage.APPROVED:
        return received(made, "恭喜，小微快贷已批准，可以提款了。评分如下。")
    if order.by_person:
        return received(made, "已按您的选择转人工审核，一般 3 个工作日内有结果。")
    return received(
        made, f"评分 {made.score} 分，未达到自动批准线，已转人工审核，一般 3 个工作日内有结果。"
    )
