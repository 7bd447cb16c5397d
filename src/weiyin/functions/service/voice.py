"""语音查询: what can be said instead of typed, and how it is heard best."""

from __future__ import annotations

from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function

_SAID = (
    ("我卡上还剩多少", "余额查询"),
    ("上个月花了多少钱", "交易明细"),
    ("这个月信用卡要还多少", "信用卡账单"),
    ("转五百块给老李", "行内转账，点卡片确认"),
    ("附近有没有网点", "附近网点"),
)


@function(
    id="bot_voice_query",
    title="语音查询",
    group="common.service",
    about="按住说话就能查询和办理，与打字完全一样",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer() -> Answer:
    return Answer(
        title="语音查询",
        lead=(
            "点输入框左侧的话筒，按住说话，松开就会回答，与打字一样。"
            "回复的第一行是听到的话，听错了请再说一遍或打字。"
        ),
        facts=(
            ("怎样听得清", "一次说一件事，60秒以内，普通话最好；金额和姓名请说慢一点"),
            ("不要说", "卡号、证件号、密码和验证码，这些只在安全页面填写"),
            ("安全", "语音只用来听懂您要办什么，转账等仍要在页面上确认"),
        ),
        table=Table(("可以这样说", "办理"), _SAID),
        next=("command_query", "bot_task_dialog"),
    )
