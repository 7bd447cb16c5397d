"""我的取款预约: the reservations of late, and letting the open one go."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.payments.cardless import Fate
from weiyin.bank.services.cardless import Cardless, Reservation
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.transfer import paying
from weiyin.people.who import Who

_FATES = {
    Fate.OPEN: "待取款",
    Fate.PAID: "已取款",
    Fate.CANCELLED: "已取消",
    Fate.EXPIRED: "已过期",
    Fate.LOCKED: "已锁定",
}


@dataclass(frozen=True, slots=True)
class Cancel:
    reference: str


@function(
    id="cardless_cancel",
    title="取消无卡取款",
    group="common.transfer",
    about="查看取款预约，取消还没有取的",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(who: Who, cardless: Cardless) -> Answer | DraftRequest:
    mine = cardless.mine(paying.customer_of(who))
    waiting = next((one for one in mine if one.fate is Fate.OPEN), None)
    if waiting is None:
        lead = "没有待取款的预约。" if mine else "没有取款预约。"
        return Answer("取款预约", lead, table=_table(mine), next=("cardless_withdrawal",))
    return DraftRequest(
        title="取消取款预约",
        facts=(
            ("取款金额", f"{waiting.amount} 元"),
            ("预约时间", paying.moment(waiting.made)),
            ("有效至", paying.moment(waiting.expires)),
        ),
        order=Cancel(waiting.reference),
        step_up=StepUp.NONE,
        warning="取消后取款码立即失效，预留的款项马上恢复可用。",
    )


def perform(order: Cancel, who: Who, cardless: Cardless, key: DraftKey) -> Answer:
    done = cardless.cancel(key, paying.customer_of(who), order.reference)
    return Answer("已取消", f"取款预约已取消，{done.amount} 元恢复可用。", next=("balance_query",))


def _table(mine: tuple[Reservation, ...]) -> Table | None:
    """None when there is none."""
    if not mine:
        return None
    rows = tuple(
        (paying.moment(one.made), f"{one.amount}", _FATES[one.fate], paying.moment(one.expires))
        for one in mine
    )
    return Table(("预约时间", "金额", "状态", "有效至"), rows)
