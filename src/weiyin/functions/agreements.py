"""The texts that people consent to, by kind. A new version is a new text under a new version."""

from __future__ import annotations

from weiyin.base.errors import NotFound
from weiyin.base.views import Agreement

_BINDING = (
    "一、服务内容。您绑定银行卡后，可在本行微信服务号查询账户与账单、办理转账与缴费、接收账户变动通知。",
    (
        "二、个人金融信息授权。为提供上述服务，您单独同意本行将您的微信用户标识（OpenID）与银行账户建立"
        "对应关系，并处理您的姓名、证件号码、银行预留手机号用于身份核验。上述信息加密保存，不向第三方提供。"
    ),
    (
        "三、安全责任。资金类业务均需在银行页面确认并输入短信验证码。本行不会在聊天中索要密码或验证码。"
        "请妥善保管手机和验证码，勿转发业务链接。"
    ),
    "四、通知服务。账户变动通知免费。您可随时关闭通知或设置起点金额。",
    "五、解除与撤回。您可随时解除绑定或撤回授权；取消关注后绑定立即中止。依法须保存的交易记录除外。",
)
_TEXTS = {"binding": ("2026-01", "微信银行服务协议及个人金融信息授权书", _BINDING)}


def access_agreement(kind: str) -> Agreement:
    """The agreement of that kind in force. Raises `NotFound`."""
    try:
        version, title, paragraphs = _TEXTS[kind]
    except KeyError:
        raise NotFound from None
    return Agreement(kind, version, title, paragraphs)
