"""交易风险提示: what the common frauds say, what the bank never asks, and what to do at once."""

from __future__ import annotations

from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function

_FRAUDS = (
    ("刷单返利", "先返小钱，再要您大额垫付"),
    ("冒充公检法", "说您涉案，要求转到“安全账户”"),
    ("冒充客服退款", "要求共享屏幕、告知验证码"),
    ("虚假投资理财", "拉群荐股，承诺稳赚高收益"),
    ("虚假贷款", "放款前先收“保证金”“解冻费”"),
    ("冒充熟人领导", "加微信就催您马上转账"),
)


@function(
    id="risk_warning",
    title="交易风险提示",
    group="common.security",
    about="常见骗局、银行绝不会做的事、被骗后立即怎么办",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer() -> Answer:
    return Answer(
        title="防骗提示",
        lead=(
            "如果已经转账或泄露了密码：第一步立即锁卡，第二步拨打110或反诈专线96110，第三步联系客服。"
            "本行不会在聊天中索要密码、验证码，也没有“安全账户”。"
        ),
        facts=(
            ("转账前", "向陌生收款人转账时，页面会提示风险；有疑问请先停下来核实"),
            ("防护措施", "新绑定的微信24小时内不能转账，大额转账须验证码确认"),
        ),
        table=Table(("骗局", "特征"), _FRAUDS),
        next=("account_freeze_self", "account_loss_report", "otp_challenge"),
    )
