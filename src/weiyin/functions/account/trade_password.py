"""交易密码重置: in a branch only; what to bring, and the way to an appointment."""

from __future__ import annotations

from weiyin.functions.answers import Answer
from weiyin.functions.declare import Menu, Needs, Risk, function


@function(
    id="trade_password_reset",
    title="交易密码重置",
    group="common.account",
    about="交易密码忘记或锁定：带什么证件、到哪里办，可先预约",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer() -> Answer:
    return Answer(
        title="交易密码重置",
        lead="为保障资金安全，交易密码须本人到网点重置，约10分钟，当场生效。您可以先预约，到店免排队。",
        facts=(
            ("携带", "本人有效身份证件、银行卡"),
            ("不能代办", "须本人到场，现场核对人脸"),
            ("密码锁定", "连续输错6次会锁定，到网点重置后解除"),
            ("提醒", "任何人在电话、微信里要您报密码都是诈骗"),
        ),
        next=("booking_business", "branch_nearby", "query_password_reset"),
    )
