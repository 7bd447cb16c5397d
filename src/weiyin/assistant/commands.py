"""Words that steer the conversation itself: cancel, a human please, the second one, yes, no."""

from __future__ import annotations

import re

from weiyin.assistant.numbers import to_int

_CANCEL = re.compile(
    r"(?:那|先|还是|我|就|都|好的?|嗯|哦)*(?:取消|算了|退出|返回|停|停止|中止|结束|不[办转充绑解查要用需弄搞做买交]*了|不[办转充绑弄搞]|不要|不用|不需要|不想[办转充绑弄]?了?"
    r"|没事了?|放弃|作罢|拉倒|打住|等一?等?再说|下次再说|以后再说|改天再说|回头再说|重来|重新开始|cancel|quit|exit|stop|q)"
    r"(?:吧|了|啦|这个|这笔|操作|办理|转账|充值|汇款|绑定|绑卡|对话|当前|谢谢|算了|不转了|不弄了|不办了|不要了|一下|的|业务|交易)*"
)
_DENIED = re.compile(
    r"(?:那|我|先|还是|就|可|千万|请|麻烦你?|帮我|咱|暂时|今天|现在|其实|真的?|绝对|坚决|从来?|从没|又|并|才|都)*"
    r"(?:不是[要想说让]?|不要|不想|不用|不需要|不必|不准|不许|不能|不给|不再|不打算|不愿意?|不同意|不会|不"
    r"|别|甭|勿|莫|没有?[要想说让]?|没让你?|没说要?|取消|停止|拒绝|禁止|算了|无需|休想|谁要|撤销|撤回|打消)"
    r"(?:再|给|帮|替|要|想|我|你|他|她|向|往|对|在|把|这|那|次|就|先|急着|直接|乱|随便|自动|继续)*"
)
_DONE = re.compile(r".{0,5}[转充冲绑解汇打付交缴买办开]")
_HANDOFF = re.compile(
    r"(?:人工|真人|活人|坐席|座席|(?:找|转|接|要|叫|联系|呼叫|有|跟|和)(?:一?[个下位]|你们的?|到|接)?(?:人工|客服|真人|活人|坐席|客户经理|工作人员|人(?:说|聊|谈|来|处理|服务|帮|$)))"
)
_HANDOFF_ALONE = re.compile(r"(?:在线|人工)?客服(?:在吗|在不在|呢|电话|热线)?|rg")
_HANDOFF_NOT = re.compile(
    r"人工智能|人工费|不[要用找转]?(?:转|找)?人工|你是人工|是不是人工|是人工吗|人工还是|机器还是|几点|上班|工作时间|收费|投诉|排队|留言|等多久|排多久|评价|打分|满意|回电|服务时间"
)
_ORDINAL = re.compile(
    r"(?:我?(?:选|要|是|查|看|就|点|来|用)?(?:择)?)?第?(?P<n>[0-9]{1,2}|[一二两三四五六七八九十])(?:个|项|种|号|条|张)?(?:吧|的|那个|那张)?(?:卡|选项)?"
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_LAST = re.compile(r"(?:选|要|是)?(?:最后|末)(?:一)?[个项张]?(?:吧)?|后者|下面那?个")
_FIRST = re.compile(r"前者|上面那?个|头一个")
_YES = re.compile(
    r"(?:嗯+|是的?|对的?|对对|对呀|对啊|好的?|可以|行|没错|正确|是啊|ok|yes|y|要的?|需要|就是|就这个|就它)[吧呀啊哦了]?"
)
_NO = re.compile(r"(?:都?不是|都?不对|都没有|以上都不是|没有我要的|错了?|no|n|不)[的了吧呀]?")
_OTHER_CARD = re.compile(
    r"(?:我|想|要|那|看看?|查一?下?|换|用|到)*"
    r"(?:(?:换|另外?|其他|其它|别的|下)(?:一?张|的?|个)(?:银行|信用|借记)?卡|(?:换|另外?|下)一?张|换卡)"
    r"(?:呢|吧|的|看看|查一?下|查|的?余额|的?账单|的?明细)?"
)
_MORE = re.compile(
    r"(?:还有)?(?:再)?(?:往下)?(?:多?来?一?点|更多|下一页|继续|往后|还有呢?|接着看?)(?:的|呢|吧)?"
)
_SPLIT = re.compile(r"[，,。;；!！\n]|(?<=了)\s|\s")
_THEN = re.compile(
    r"[，,；;]?(?:然后|接着|随后|顺便|完了|之后(?=再|[转汇打充还查看])|再(?=[转汇打充还查看帮给])|[，,；;])"
    r"(?:再|就|请|帮我|给我(?=[查看]))*"
)
_TURN = re.compile(r"^(?:而是|我?是要|我?是想|是|我?要|我?想|改|还是|就|请|给我|帮我|直接)+")


def is_cancel(text: str) -> bool:
    """算了, 取消, 不转了: the whole message."""
    return _CANCEL.fullmatch(_strip(text)) is not None


def without_denied(text: str) -> str | None:
    """`text` without what it begins by denying: 不是转账，是查余额 → 查余额.

    None when everything is denied, or the last word is (转500给李雷，算了).
    """
    clauses = split_clauses(text)
    if len(clauses) < 2:
        return text
    if is_cancel(clauses[-1]):
        return None
    kept = list(clauses)
    while kept and (is_cancel(kept[0]) or _DENIED.match(kept[0])):
        kept.pop(0)
    if not kept or len(kept) == len(clauses):
        return text
    return _TURN.sub("", "，".join(kept)) or None


def denies(text: str) -> bool:
    """不要转账, 先别充了: it begins with a denial of something done."""
    match = _DENIED.match(text)
    return match is not None and _DONE.match(text, match.end()) is not None


def is_handoff(text: str) -> bool:
    """转人工, 我要找真人客服."""
    plain = _strip(text)
    if _HANDOFF_NOT.search(plain):
        return False
    return bool(_HANDOFF_ALONE.fullmatch(plain)) or (
        len(plain) <= 24 and _HANDOFF.search(plain) is not None
    )


def picked(text: str, count: int) -> int | None:
    """Which of `count` numbered options is meant, from 0; None when none is."""
    plain = _strip(text)
    number: int | None = None
    if plain and plain in _CIRCLED:
        number = _CIRCLED.index(plain) + 1
    elif _LAST.fullmatch(plain):
        number = count
    elif _FIRST.fullmatch(plain) or (count == 1 and is_yes(plain)):
        number = 1
    elif match := _ORDINAL.fullmatch(plain):
        number = to_int(match["n"])
    return None if number is None or number < 1 else number - 1


def and_then(text: str) -> tuple[str, str] | None:
    """What is wanted first, and what after it: 查余额然后转五百给小李. None for a single wish."""
    said = _THEN.search(text, 2)
    if said is None:
        return None
    first, rest = text[: said.start()].strip(), text[said.end() :].strip()
    return (first, rest) if len(rest) > 1 else None


def is_yes(text: str) -> bool:
    return _YES.fullmatch(_strip(text)) is not None


def is_no(text: str) -> bool:
    return _NO.fullmatch(_strip(text)) is not None


def is_more(text: str) -> bool:
    """再多一点, 下一页, 还有呢."""
    return _MORE.fullmatch(_strip(text)) is not None


def is_other_card(text: str) -> bool:
    """换一张卡, 另一张呢."""
    return _OTHER_CARD.fullmatch(_strip(text)) is not None


def _strip(text: str) -> str:
    return text.strip(" 。.!！,，?？~、")


def split_clauses(text: str) -> list[str]:
    """The parts between commas and full stops."""
    return [clause for clause in _SPLIT.split(text) if clause]
