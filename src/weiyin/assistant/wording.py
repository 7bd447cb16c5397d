"""小微's own words. Nothing of what a person typed goes into them."""

from __future__ import annotations

UNKNOWN = "抱歉，这个我还不会。您可以换个说法，或者试试下面的功能；需要真人请回复“转人工”。"
UNHEARD = "抱歉，没有看懂。您可以打字告诉我要办什么，例如“查余额”。"
NOT_YET = "“{title}”我还不会，正在学习。需要真人请回复“转人工”。"
CHOICE = "您是想办理下面哪一项？请回复序号。"
CHOICE_AGAIN = "没有这个序号，请从下面选择，或回复“取消”。"
NONE_OF_THEM = "好的，请换个说法告诉我您想办什么，或者回复“转人工”。"
CANCELLED = "好的，已取消，没有办理任何业务。还有什么可以帮您？"
NOTHING_TO_CANCEL = "好的，当前没有正在办理的业务。已经提交的交易如需撤销，请回复“转人工”。"
NOT_DONE = "好的，没有为您办理“{title}”。聊天中不会转出任何款项。"
HANDOFF = "正在为您转接人工客服，请稍候。"
LOST = "抱歉，几次都没能明白您的意思。正在为您转接人工客服，请稍候。"
ASK_AGAIN = "没有听明白。{ask}（回复“取消”可退出）"
ASK_EXACT = "请说一个确定的值。{ask}（回复“取消”可退出）"
WHICH_CARD = "请问是哪张卡？{cards}"
ONE_CARD = "您绑定的只有这一张卡。需要添加请说“绑定银行卡”。"


def numbered(choices: tuple[str, ...], label: str = "") -> str:
    """`1. 尾号1234　2. 尾号5678`."""
    return "　".join(f"{n}. {label}{choice}" for n, choice in enumerate(choices, 1))
