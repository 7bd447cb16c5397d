"""人脸识别: where a face is asked for and where not; this service account takes no pictures."""

from __future__ import annotations

from weiyin.functions.answers import Answer
from weiyin.functions.declare import Menu, Needs, Risk, function


@function(
    id="face_verify",
    title="人脸识别",
    group="common.security",
    about="哪些业务需要人脸核验，在哪里办理，怎样防止人脸被冒用",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer() -> Answer:
    return Answer(
        title="人脸识别",
        lead=(
            "微信银行不采集人脸：这里的业务用您预留手机号的短信验证码核验。"
            "需要人脸核验的高风险业务，请本人到网点或在手机银行办理。"
        ),
        facts=(
            ("到网点核验", "变更预留手机号、重置交易密码、大额限额调整、解除冻结"),
            ("谨防冒用", "不要点陌生链接做“人脸认证”，不要与陌生人视频或共享屏幕"),
        ),
        next=("branch_nearby", "phone_number_change", "risk_warning"),
    )
