"""贷款产品: what there is, at which yearly rate, and what it asks for."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.services.loan_shelf import LoanShelf, Shelved
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.loan.wording import METHODS, bp_words

_LINE, _HOME, _SHOP, _CASH = "line", "home", "shop", "cash"
_KINDS = (
    (_CASH, "个人消费"),
    (_LINE, "随借随还"),
    (_HOME, "住房贷款"),
    (_SHOP, "小微经营"),
)


@function(
    id="loan_list",
    title="贷款产品",
    group="weifin.loan",
    about="贷款产品的额度、期限、年化利率、还款方式和申请条件",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
    codes=("DK",),
)
def answer(
    shelf: LoanShelf,
    kind: Annotated[
        str | None,
        Input(
            "贷款类别",
            InputKind.CHOICE,
            options=_KINDS,
            said=(
                (_HOME, "房贷|住房|按揭|买房"),
                (_SHOP, "小微|经营|企业|商户|生意"),
                (_LINE, "随借随还|循环"),
                (_CASH, "消费|装修|信用贷|个人贷"),
            ),
        ),
    ] = None,
) -> Answer:
    shown = tuple(one for one in shelf.products() if kind in (None, one.product.code))
    if not shown:
        return Answer("贷款产品", "这类贷款暂未开放，请看看其他产品。", next=("loan_list",))
    return Answer(
        title="贷款产品",
        lead=f"在售贷款 {len(shown)} 款，利率为当前参考，最终以审批和合同为准。"
        "贷款有成本，请按需、理性借款。",
        facts=_facts(shown[0]) if len(shown) == 1 else (),
        table=Table(("产品", "最高额度", "最长期限", "年化利率", "还款方式"), _rows(shown)),
        next=("loan_calculator", "loan_apply", "micro_business_loan"),
    )


def _rows(shown: tuple[Shelved, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            one.product.name,
            whole_yuan(one.product.most),
            f"{one.product.most_months}个月",
            f"{one.rate}起",
            "、".join(METHODS[method] for method in one.product.methods),
        )
        for one in shown
    )


def _facts(one: Shelved) -> tuple[tuple[str, str], ...]:
    product = one.product
    early = (
        f"前{product.prepay_months}个月内按提前还款本金的 {bp_words(product.prepay_bp)} 收取"
        if product.prepay_bp
        else "不收取"
    )
    return (
        ("适用", product.about),
        ("年化利率", f"{one.rate}起（单利），随LPR每年调整一次"),
        ("提前还款费用", early),
        ("提前还款预约", f"提前{product.notice_days}天" if product.notice_days else "无需预约"),
        ("所需资料", "、".join(product.documents) or "无需资料"),
    )


def whole_yuan(amount: Money) -> str:
    """`20万元`, or in yuan when it is not whole ten thousands."""
    wan, rest = divmod(amount.fen, 1_000_000)
    return f"{str(amount).removesuffix('.00')}元" if rest else f"{wan}万元"
