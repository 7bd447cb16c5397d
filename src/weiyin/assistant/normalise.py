"""One way of writing for what may be written in many: width, script, case, spaces, terms."""

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
_SPACES = re.compile(r"(?<=[^\x20-\x7e]) | (?=[^\x20-\x7e])")
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
    ("借绑", "解绑"),
    ("接绑", "解绑"),
    ("姐绑", "解绑"),
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
    return _SPACES.sub("", _BLANKS.sub(" ", seen.lower())).strip()


def _fold(text: str) -> str:
    text = _WIDE_COMMA.sub(",", text).translate(_WIDE)
    return _ODD.sub(_fold_odd, text)


def _fold_odd(match: re.Match[str]) -> str:
    char = match[0]
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    plain = unicodedata.normalize("NFKC", char)
    letters = len(plain) == 1 and unicodedata.category(plain)[0] == "L"
    return plain if letters else char


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _to_simplified(text: str) -> str:
    converted: str = _converter().convert(text)
    return converted
