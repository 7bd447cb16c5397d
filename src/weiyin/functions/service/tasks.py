"""多轮业务办理: what can be arranged in a talk, one question after the other."""

from __future__ import annotations

from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function

_TASKS = (
    ("转账", "转500给老李", "收款人、金额"),
    ("话费充值", "充100话费", "金额、手机号"),
    ("账单分期", "账单分12期", "期数"),
    ("信用卡还款", "还信用卡2000", "金额"),
    ("预约取号", "去国贸支行取号", "网点"),
    ("通知设置", "金额小于100的别提醒我", "起点金额"),
)


@function(
    id="bot_task_dialog",
    title="对话办理",
    group="common.service",
    about="说出要办的事，小微逐项问清，再给您确认页；聊天本身不会动用资金",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer() -> Answer:
    return Answer(
        title="对话办理",
        lead=(
            "直接说要办的事，缺什么我会问您，问清后给您一张确认卡片。"
            "点开核对、用验证码确认后才生效；中途回复“取消”就停下。"
        ),
        table=Table(("业务", "可以这样说", "会问到"), _TASKS),
        next=("transfer_same_bank", "mobile_topup", "cc_bill_instalment"),
    )
