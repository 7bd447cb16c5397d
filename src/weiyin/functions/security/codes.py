"""短信验证码: how codes protect, and which were asked for lately; never their digits."""

from __future__ import annotations

from weiyin.base.clock import SHANGHAI, Clock
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import RowsShown, Titles
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.history import CodeAsked, codes_of
from weiyin.people.who import Who
from weiyin.storage.store import Reader


@function(
    id="otp_challenge",
    title="短信验证码",
    group="common.security",
    about="验证码怎么用、收不到怎么办，以及近两天索取验证码的记录",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer(who: Who, reader: Reader, rows: RowsShown, titles: Titles, clock: Clock) -> Answer:
    asked = codes_of(reader, who.oa, who.openid, clock.now(), rows)
    return Answer(
        title="短信验证码",
        lead=(
            "验证码发到您在银行预留的手机号，6位数字，5分钟内有效，只对当前这一笔业务有效，用过即失效。"
            "任何人向您索要验证码都是诈骗，包括自称银行工作人员的人。"
        ),
        facts=(
            ("收不到时", "检查短信拦截和手机信号，一分钟后可重新获取"),
            ("换了手机号", "请本人携带证件到网点变更预留手机号"),
        ),
        table=Table(("时间", "用途", "结果"), tuple(_row(one, titles) for one in asked))
        if asked
        else None,
        next=("device_login_history", "phone_number_change", "risk_warning"),
    )


def _row(code: CodeAsked, titles: Titles) -> tuple[str, ...]:
    what = titles.get(code.purpose, "业务办理")
    if code.used:
        outcome = "已使用"
    elif code.live:
        outcome = "等待输入"
    else:
        outcome = "未使用，已失效"
    if code.wrong_tries:
        outcome += f"（输错{code.wrong_tries}次）"
    return (f"{code.at.astimezone(SHANGHAI):%m-%d %H:%M}", what, outcome)
