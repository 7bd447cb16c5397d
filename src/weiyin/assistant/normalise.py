"""One way of writing for what may be written in many: width, script, case, spaces, politeness."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

from weiyin.base.text import clean

LONGEST = 300
"""Characters read of one message: more is a document, not a question."""

_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if wide != 0xFF0C}
_WIDE |= {0x3000: ord(" "), 0xFFE5: ord("¥"), 0x2014: ord("-"), 0x2212: ord("-"), 0x2013: ord("-")}
_WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3})")
_ODD = re.compile(r"[^\x20-\x7e\u4e00-\u9fff，。？！：；、（）“”《》…￥¥]")
_SPACES = re.compile(r"(?<=[^\x21-\x7e])\s+|\s+(?=[^\x21-\x7e])")
_BLANKS = re.compile(r"\s+")

_TERMS = (
    # Taiwan's and Hong Kong's words for the same things, after conversion, then common slips.
    ("帐", "账"),
    ("查找", "查询"),
    ("查寻", "查询"),
    ("户口结余", "账户余额"),
    ("结余", "余额"),
    ("月结单", "账单"),
    ("结单", "账单"),
    ("提款卡", "借记卡"),
    ("金融卡", "借记卡"),
    ("过数", "转账"),
    ("手提电话", "手机"),
    ("行动电话", "手机"),
    ("简讯", "短信"),
    ("储值", "充值"),
    ("余鹅", "余额"),
    ("鱼额", "余额"),
    ("话废", "话费"),
    ("花费充值", "话费充值"),
    ("帮定", "绑定"),
    ("邦定", "绑定"),
    ("帮卡", "绑卡"),
    ("帮银行卡", "绑银行卡"),
    ("专账", "转账"),
    ("转丈", "转账"),
    ("网店", "网点"),
    ("立财", "理财"),
    ("利材", "理财"),
)

_NOISE = re.compile(r"[^\u4e00-\u9fffa-z0-9\ue000-\ue0ff]")
_POLITE_ASKING = re.compile(r"^.{0,6}(?:能|可以|能不能|可不可以)(?:帮|替|给)我.*(?=[吗么嘛][?？。!！]?$)")
_LEAD = re.compile(
    r"^(?:你好|您好|哈喽|hello|hi|喂|请问|请|麻烦你?您?|劳驾|小微|亲|帮忙|帮我|帮|替我"
    r"|给我(?![转打汇充冲存])|我想要?|我要|我需要|想要?|想请|能不能|能否|可不可以|可以帮|能帮我?"
    r"|那个|这个(?=查|我)|嗯+|额(?=[^度])|呃|就是|问一?下|问问|咨询一?下|咨询|了解一?下|我(?=查|看|问))+"
)
_TAIL = re.compile(
    r"(?:一下|下子|吧|啊|呀|呢|哦|噢|喔|嘛|哈|啦|呗|哟|谢谢你?您?了?|多谢|感谢|拜托了?|好吗|行吗|好不好"
    r"|可以吗|行不行|可以不|可不可以)+$"
)
_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff])一下|(?<=[查看问转充冲办绑])下(?!个|周|月|半|单)")


def normalise(text: str) -> str:
    """Halfwidth, simplified, lower case, bank terms of the mainland; punctuation is kept.

    Only forms that mean the same are folded: `5²` stays as it is and is not 52.
    """
    seen = _fold(clean(text, LONGEST))
    if not seen.isascii():
        seen = _to_simplified(seen)
        for other, ours in _TERMS:
            if other in seen:
                seen = seen.replace(other, ours)
    return _BLANKS.sub(" ", _SPACES.sub("", seen.lower())).strip()


def bare(text: str) -> str:
    """What is left to match by: no punctuation, no politeness. Slot marks stay."""
    asking = _POLITE_ASKING.match(text)
    kept = _NOISE.sub("", asking[0] if asking else text)
    shorter = _TAIL.sub("", _LEAD.sub("", kept))
    shorter = _WITHIN.sub("", shorter)
    return shorter or kept


def _fold(text: str) -> str:
    text = _WIDE_COMMA.sub(",", text).translate(_WIDE)
    return _ODD.sub(_fold_odd, text)


def _fold_odd(match: re.Match[str]) -> str:
    char = match[0]
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    plain = unicodedata.normalize("NFKC", char)
    letters = len(plain) == 1 and unicodedata.category(char)[0] == "L"
    return plain if letters else char


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _to_simplified(text: str) -> str:
    converted: str = _converter().convert(text)
    return converted
