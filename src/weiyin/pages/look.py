"""How a page looks to who reads it: the size of its words, and the language of the fixed ones.

What the bank itself says of accounts and rules stays Chinese: no translation of ours would bind it.
"""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.base import persona as personas

_ENGLISH = {
    "标准字": "Normal text",
    "大字版": "Large text",
    "安全退出": "Sign out",
    "客服热线": "Hotline",
    "本行不会在聊天中索要密码或验证码": "We never ask for passwords or codes in chat",
    "选填": "optional",
    "更改查询条件": "Change the search",
    "查询": "Search",
    "下一步": "Next",
    "确认": "Confirm",
    "请仔细核对以下信息": "Please check the following",
    "短信验证码": "SMS code",
    "6位数字": "6 digits",
    "获取验证码": "Get code",
    "重新获取": "Get another",
    "办理成功": "Done",
    "处理中": "In progress",
    "未能办理": "Not done",
    "已切换为大字版": "Text is large now",
    "已切换为标准字": "Text is normal now",
    "请返回上一页继续办理": "Go back to continue",
    "您已安全退出": "You are signed out",
    "要退出登录吗？": "Sign out?",
    "余额查询": "Balance",
    "交易明细": "Transactions",
    "行内转账": "Transfer within the bank",
    "转账到其他银行": "Transfer to other banks",
    "手机充值": "Mobile top-up",
    "信用卡账单": "Credit card bill",
    "信用卡还款": "Credit card repayment",
    "存款利率": "Deposit rates",
    "理财产品": "Wealth products",
    "附近网点": "Branches nearby",
    "我的绑定": "My cards",
    "绑定借记卡": "Bind a debit card",
    "绑定信用卡": "Bind a credit card",
    "大字版与语言": "Text size and language",
    "字号": "Text size",
    "语言": "Language",
    "设置成功": "Saved",
    "转账成功": "Transfer done",
    "收款人": "Payee",
    "收款人姓名": "Payee's name",
    "收款账号": "Payee's account",
    "金额": "Amount",
    "手机号码": "Mobile number",
    "联系电话": "Phone",
    "卡号尾号": "Last 4 digits of the card",
}


@dataclass(frozen=True, slots=True)
class Look:
    large: bool = False
    english: bool = False
    persona: personas.Persona = personas.PLAIN

    def say(self, words: str) -> str:
        """Fixed words in the reader's language; those that have no other stay as they are."""
        return _ENGLISH.get(words, words) if self.english else words


PLAIN = Look()
