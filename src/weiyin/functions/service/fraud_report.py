"""涉诈举报/紧急止付: what to do this minute, and a report that people look at within the hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.base.clock import SHANGHAI, Clock
from weiyin.base.mask import scrub
from weiyin.base.money import Money
from weiyin.desk.case import CaseKind, NewCase, make_case
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Tx

_KINDS = (
    ("paid", "已经转账给骗子"),
    ("leaked", "泄露了密码或验证码"),
    ("contacted", "接到可疑电话或短信"),
)
_SAID = (
    ("paid", "转了|转账|打款|汇了|被骗.*[钱元块]|骗走"),
    ("leaked", "验证码|密码|泄露"),
    ("contacted", "电话|短信|可疑|冒充"),
)
_AT_ONCE = "请立即锁卡，拨打110或反诈专线96110，并保留聊天和转账记录；越早报案，追回的可能越大。"
_NEXT = ("account_freeze_self", "account_loss_report", "risk_warning")


@dataclass(frozen=True, slots=True)
class FraudOrder:
    kind: str
    amount: str
    account: str
    words: str


@function(
    id="fraud_report",
    title="涉诈举报",
    group="common.service",
    about="被骗后的紧急处置指引；登记举报，专人1小时内处理",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer(
    who: Who,
    books: Books,
    kind: Annotated[str | None, Input("情况", InputKind.CHOICE, options=_KINDS, said=_SAID)] = None,
    amount: Annotated[Money | None, Input("涉及金额", InputKind.MONEY)] = None,
    account: Annotated[
        str | None, Input("对方账户或电话", InputKind.WORDS, help="选填，卡号写后四位即可")
    ] = None,
    words: Annotated[str | None, Input("经过", InputKind.WORDS, help="选填")] = None,
) -> Answer | DraftRequest:
    if who.customer_no is None or kind is None:
        steps = "绑定银行卡后可在线登记举报。" if who.customer_no is None else ""
        return Answer(title="紧急止付指引", lead=_AT_ONCE + steps, facts=_GUIDE, next=_next(who))
    sum_of = f"{amount} 元" if amount else "未填写"
    return DraftRequest(
        title="涉诈举报",
        facts=(
            ("情况", dict(_KINDS)[kind]),
            ("涉及金额", sum_of),
            ("对方账户或电话", scrub(account or "") or "未填写"),
            ("处理期限", "1小时内"),
        ),
        order=FraudOrder(kind, sum_of, scrub(account or ""), scrub(words or "")),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(who.customer_no),
        words="登记涉诈举报",
        warning=_AT_ONCE,
    )


_GUIDE = (
    ("第一步", "点“账户锁定”立即锁卡，锁卡后任何方式都付不出款"),
    ("第二步", "拨打110报案，提供对方账户、金额和时间，由公安机关办理止付"),
    ("第三步", "登记举报，银行核查可疑账户；忘记密码或泄露的请立即修改"),
)


def _next(who: Who) -> tuple[str, ...]:
    return (*_NEXT, "fraud_report") if who.customer_no else ("risk_warning", "account_bind_debit")


def perform(order: FraudOrder, who: Who, tx: Tx, clock: Clock, sealer: Sealer) -> Answer:
    told = f"{dict(_KINDS)[order.kind]}；金额 {order.amount}；对方 {order.account}；{order.words}"
    new = NewCase(who.oa, who.openid, CaseKind.FRAUD, order.kind, told)
    made = make_case(tx, sealer, new, clock.now())
    return Answer(
        title="举报已登记",
        lead=_AT_ONCE,
        facts=(("编号", made.case_no), ("处理期限", f"{made.due.astimezone(SHANGHAI):%H:%M}前")),
        next=_NEXT,
    )
