"""公积金查询: balance, monthly deposit and the fund's loan, as the city's centre told."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.loans.provident_fund import ProvidentFund
from weiyin.bank.services.provident_funds import ProvidentFunds
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.loan.wording import customer_of, day_words
from weiyin.people.who import Who


@function(
    id="provident_fund_query",
    title="公积金查询",
    group="weifin.loan",
    about="住房公积金余额、月缴存额和公积金贷款余额",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    funds: ProvidentFunds,
    city: Annotated[str | None, Input("缴存城市", InputKind.CITY, help="不填则查全部")] = None,
) -> Answer:
    found = [one for one in funds.mine(customer_of(who)) if city is None or one.city in city]
    if not found:
        where = f"{city}的" if city else ""
        return Answer(
            "公积金查询",
            f"没有查到您{where}公积金账户信息。请先在当地公积金中心授权本行查询，或换一个城市。",
            next=("loan_calculator",),
        )
    newest = found[0]
    several = len(found) > 1
    return Answer(
        title="公积金查询",
        lead=f"{newest.city}公积金余额 {newest.balance} 元（截至{day_words(newest.as_of)}）。",
        facts=_facts(newest),
        table=_table(found) if several else None,
        next=("loan_calculator", "loan_list"),
    )


def _facts(one: ProvidentFund) -> tuple[tuple[str, str], ...]:
    return (
        ("缴存单位", one.employer),
        ("月缴存额", f"{one.monthly} 元（单位和个人合计）"),
        ("缴至", one.paid_to),
        ("公积金贷款余额", f"{one.loan} 元" if one.loan else "无"),
        ("数据来源", f"{one.city}住房公积金中心"),
    )


def _table(found: list[ProvidentFund]) -> Table:
    rows = tuple((one.city, str(one.balance), str(one.monthly), one.paid_to) for one in found)
    return Table(("城市", "余额", "月缴存", "缴至"), rows)
