"""What a machine may not make up in a text: numbers, refusals, links, calls for secrets."""

from __future__ import annotations

import re
from collections import Counter

_NUMBER = re.compile(r"[0-9]+(?:[.,:][0-9]+)*%?|[零〇一二三四五六七八九十百千万亿两半几]+")
_REFUSAL = re.compile(r"[不没未无勿别非禁否]|拒绝|停止|取消")
_LINK = re.compile(
    r"[<>]|//|www\.|weixin:|[a-z0-9-]+\.(?:com|cn|net|org|top|xyz|cc|io|vip|site|app|shop)",
    re.IGNORECASE,
)
_SECRET = re.compile(r"验证码|密码|卡号|身份证|证件号|有效期|安全码|人脸")
_ALONE = frozenset({"一", "几", "半", "万"})
"""Too common outside of numbers (一下, 万一) to tell anything alone."""


def numbers(text: str) -> Counter[str]:
    """The numbers of `text`, as written, with how often."""
    return Counter(one for one in _NUMBER.findall(text) if one not in _ALONE)


def has_link(text: str) -> bool:
    return _LINK.search(text) is not None


def refusals(text: str) -> int:
    """How often `text` denies or forbids: a word less would turn its meaning round."""
    return len(_REFUSAL.findall(text))


def secrets(text: str) -> frozenset[str]:
    """What `text` speaks of that nobody may ask a customer for."""
    return frozenset(_SECRET.findall(text))
