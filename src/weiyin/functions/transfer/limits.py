"""转账限额查询: the day's limit, what of it is used, and the limits of each way of paying."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.services.transfer_limits import TransferLimits
from weiyin.base.money import Money
from weiyin.functions.answers import Answer
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who


@function(
    id="transfer_limit_query",
    title="转账限额",
    group="common.transfer",
    about="查今天还能转多少，和各种转账方式的限额",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    limits: TransferLimits,
    amount: Annotated[Money | None, Input("想转的金额", InputKind.MONEY, help="可不填")] = None,
) -> Answer:
    now = limits.limits(paying.customer_of(who))
    lead = f"您今天还可以转出 {now.left} 元。"
    if amount is not None:
        lead += f"{amount} 元{_fits(amount, now.left)}。"
    return Answer(
        title="转账限额",
        lead=lead,
        facts=(
            ("每日累计限额", f"{now.daily} 元"),
            ("今日已转出", f"{now.used} 元"),
            ("每日笔数", f"{now.times} 笔，今日还可付款 {now.times_left} 笔"),
            ("跨行实时单笔", f"{now.realtime} 元"),
            ("普通、次日单笔", f"{now.normal} 元"),
            ("新收款人", f"{now.new_payee_hours} 小时内实时单笔 {now.new_payee} 元"),
            ("无卡取款每日", f"{now.cardless} 元"),
            ("调整限额", "调低随时可办；调高请到“交易开关/限额设置”或携证件到网点"),
        ),
        next=("card_controls", "transfer_same_bank"),
    )


def _fits(amount: Money, left: Money) -> str:
    return "可以转" if amount <= left else "超过今日剩余额度，请减少金额或明天再转"
