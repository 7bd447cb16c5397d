"""关注欢迎: the greeting on a follow. A returning follower's old binding waits for fresh proof."""

from __future__ import annotations

from weiyin.base.ask import AskKind
from weiyin.base.persona import Persona
from weiyin.functions.answers import Answer
from weiyin.functions.declare import Needs, Risk, function
from weiyin.people.bindings import has_suspended
from weiyin.people.who import Who
from weiyin.storage.store import Reader


@function(
    id="follow_welcome",
    title="关注欢迎",
    group="common.account",
    about="关注后问候，介绍三个菜单和绑卡入口",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    opens_on=(AskKind.FOLLOW,),
)
def answer(who: Who, reader: Reader, persona: Persona) -> Answer:
    lead = persona.greeting or persona.speaks(
        "您好，我是小微，您的银行助手。\n"
        "点下方菜单，或直接打字、说话，都可以办业务。\n"
        "试试问我：我卡上还剩多少？附近有网点吗？"
    )
    if who.customer_no is None and has_suspended(reader, who.oa, who.openid):
        lead += "\n\n欢迎回来！为了资金安全，原来绑定的卡需要重新验证后使用。"
    elif who.customer_no is None:
        lead += "\n\n绑定银行卡后，可以查余额、转账，并免费接收动账通知。"
    return Answer(title="欢迎关注", lead=lead, next=("account_bind_debit", "account_bind_credit"))
