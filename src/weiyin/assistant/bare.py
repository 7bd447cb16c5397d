"""What is left of a sentence to match by: no punctuation, no politeness, one word of many alike.

Phrases and questions go through the same, so it need not be right, only the same for both.
What decides whether something is done (不, 吗, 我) is read off the whole sentence: see `cues`.
"""

from __future__ import annotations

import re

_NOISE = re.compile(r"[^\u4e00-\u9fffa-z0-9\ue000-\ue0ff]")
_POLITE_ASKING = re.compile(
    r"^.{0,6}(?:能|可以|能不能|可不可以)(?:帮|替|给)我.*(?=[吗么嘛][?？。!！]?$)"
)
_LEAD = re.compile(
    r"^(?:你好|您好|哈喽|hello|hi|喂|请问|请|麻烦你?您?|劳驾|小微|亲|帮忙|帮我|帮|替我"
    r"|给我(?![转打汇充冲存])|我想要?|我要|我需要|想要?|想请|能不能|能否|可不可以|可以帮|能帮我?"
    r"|那个|这个(?=查|我)|嗯+|额(?=[^度])|呃|就是|问一?下|问问|咨询一?下|咨询|了解一?下|想?知道"
    r"|我(?=查|看|问))+"
)
_TAIL = re.compile(
    r"(?:一下|下子|吧|啊|呀|呢|哦|噢|喔|嘛|哈|啦|呗|哟|谢谢你?您?了?|多谢|感谢|拜托了?|好吗|行吗"
    r"|好不好|可以吗|行不行|可以不|可不可以)+$"
)
_ALIKE = tuple(
    (re.compile(pattern), one)
    for pattern, one in (
        (r"一下|(?<=[查看问转充冲办绑])下(?!个|周|月|半|单)", ""),
        (r"我们?(?:买|持有)?的(?=理财|基金|定期|贷款|保险|国债|房贷|车贷)", "持有"),
        (r"我们?的|我(?!们)|都", ""),
        (r"(?<=[绑加转充冲买办开打汇推])(?:一?[张个笔些款]|几[张个款]|一?点儿?)", ""),
        (r"(?<=添加|绑定|关联)(?:一?[张个])", ""),
        (r"怎样|如何|咋样?|怎么(?:才能|能|可以|去|来|样)", "怎么"),
        (r"储蓄卡|存折", "借记卡"),
        (r"里[面边头]|(?<=[卡账户])上面?(?=还|的|有|剩|余|钱)", "里"),
        (r"在?哪(?:里|儿|边)|在哪", "哪"),
        (r"多少钱|几多|好多钱", "多少"),
        (r"啥", "什么"),
        (r"些什么|哪些|什么样的|哪几[个张款种]", "什么"),
        (r"看一?看|瞧一?瞧|查一?查|查[看询找]|看[下看]|显示|看到", "查"),
        (r"目前|当前|现有|如今|正在(?=卖)", "现在"),
        (r"新增|增加|新加|再加|再添加", "添加"),
        (r"开启|打开|启用", "开通"),
        (r"关掉|停用|停掉", "关闭"),
        (r"通知|告诉我|发消息|发微信", "提醒"),
        (r"周围|周边|旁边|边上|身边", "附近"),
        (r"解除(?:和|与)?(?:微信)?的?绑定|解除关联", "解绑"),
        (r"已经", "已"),
        (r"这个公众号|公众号|服务号|微信银行|小程序|这里", "公众号"),
    )
)


def polite(text: str) -> str:
    """能帮我转账吗 is a request, not a question: without its 吗."""
    asking = _POLITE_ASKING.match(text)
    return asking[0] if asking else text


def bare(text: str) -> str:
    """`text` as matched. It is normalised, and may hold slot marks, which stay."""
    kept = _NOISE.sub("", polite(text))
    shorter = _TAIL.sub("", _LEAD.sub("", kept))
    for pattern, one in _ALIKE:
        shorter = pattern.sub(one, shorter)
    return shorter or kept
