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
_CARD_APPLICATION = (
    "一、申请。您申请领用本行信用卡，确认所填资料真实、完整；是否核发及核发额度由本行审核决定。",
    (
        "二、个人信息授权。为审核本次申请，您单独同意本行处理您的姓名、证件号码、手机号、职业和收入信息，"
        "并依法查询您的个人信用信息。资料加密保存，不用于审核以外的用途；未获批准的，按规定期限删除。"
    ),
    (
        "三、费用与利率。透支利息自记账日起按日计收，日利率及折算年化利率、违约金、年费、分期利率以"
        "申请时公示的收费标准为准。全额还款的消费享受免息期。"
    ),
    "四、撤回。核发前您可随时撤回申请和授权。",
)
_RISK_TEST = (
    "一、测评内容由您本人根据真实情况填写。信息不实或过期，可能使评估结果与您的实际承受能力不符。",
    "二、评估结果有效期为一年。期间您的情况发生重大变化的，请重新测评；新结果生效后旧结果失效。",
    "三、本行只向您销售风险等级不高于您评估结果的产品。评估结果不构成投资建议，也不保证收益。",
    "四、测评答案加密保存，仅用于适当性管理，不作其他用途。",
)
_MARKETING = (
    (
        "一、您单独同意本行根据您在本行持有的产品和账户概况，向您推送优惠、活动和资讯；"
        "推送只在微信内进行，每月有次数上限。"
    ),
    "二、您可随时在“资讯推送”中退订，退订立即生效，不影响动账通知等业务通知。",
    "三、未成年人及已停用的客户不在推送范围内；您的姓名、证件和手机号码不用于推送。",
)
_TEXTS = {
    "binding": ("2026-01", "微信银行服务协议及个人金融信息授权书", _BINDING),
    "risk_assessment": ("2026-01", "风险承受能力评估声明", _RISK_TEST),
    "marketing": ("2026-01", "优惠与资讯推送同意书", _MARKETING),
    "card_application": ("2026-01", "信用卡领用合约及个人信息授权书", _CARD_APPLICATION),
}


def access_agreement(kind: str) -> Agreement:
    """The agreement of that kind in force. Raises `NotFound`."""
    try:
        version, title, paragraphs = _TEXTS[kind]
    except KeyError:
        raise NotFound from None
    return Agreement(kind, version, title, paragraphs)
