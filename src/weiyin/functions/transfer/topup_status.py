"""充值进度: what became of the latest phone top-ups."""

from __future__ import annotations

from weiyin.bank.services.topups import Topups
from weiyin.bank.topup import TopupLine, TopupState
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import RowsShown
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.transfer import paying
from weiyin.people.who import Who

_STATES = {
    TopupState.HELD: "等待运营商处理",
    TopupState.ASKED: "运营商处理中",
    TopupState.DONE: "充值成功",
    TopupState.DECLINED: "未成功，款项已退回",
}


@function(
    id="mobile_topup_status",
    title="充值进度",
    group="common.transfer",
    about="查手机充值到账没有",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(who: Who, topups: Topups, rows: RowsShown) -> Answer:
    latest = topups.latest(paying.customer_of(who), rows)
    if not latest:
        return Answer("充值进度", "近期没有手机充值。", next=("mobile_topup",))
    last = latest[0]
    return Answer(
        title="充值进度",
        lead=f"{paying.moment(last.asked)} 为 {last.phone_masked} 充值 {last.amount} 元："
        f"{_STATES[last.state]}。",
        table=_table(latest[1:]),
        pending=last.settled is None,
        next=("mobile_topup",),
    )


def _table(others: tuple[TopupLine, ...]) -> Table | None:
    if not others:
        return None
    rows = tuple(
        (paying.moment(one.asked), one.phone_masked, f"{one.amount}", _STATES[one.state])
        for one in others
    )
    return Table(("时间", "号码", "金额", "状态"), rows)
