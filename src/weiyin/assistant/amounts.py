"""Sums of money in a sentence: ￥1,000.50, 五百块, 三块五毛, 转2万5.

Strict, because money follows: what is approximate (五百多), a range (500到1000), foreign
(500美元), signed or malformed says no sum at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from weiyin.assistant.intents import SlotKind
from weiyin.assistant.numbers import WORDS, to_hundredths
from weiyin.assistant.spans import Found
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.base.share import Share

_NUMBER = rf"(?:[0-9][0-9,]*(?:\.[0-9]+)?|[{WORDS}](?:点(?=[{WORDS}]))?)"
_SUM = re.compile(
    rf"(?P<sign>¥|rmb|cny|人民币)?\s?"
    rf"(?P<number>{_NUMBER}(?:[{WORDS}]点[{WORDS}]|[0-9{WORDS}]|[wk](?![a-z]))*)"
    rf"(?:(?P<unit>块钱?|元钱?|圆|rmb|cny|人民币)(?P<jiao>(?:[0-9{WORDS}](?!年|个月|期))?)(?:[角毛]钱?"
    rf"(?:(?P<fen>[0-9{WORDS}])分?钱?)?)?|(?P<small>[角毛])钱?(?:(?P<small_fen>[0-9{WORDS}])分?钱?)?)?"
    rf"[整正]?",
    re.ASCII,
)

_SHARE = r"(?P<share>一半|[二三四五]分之[一二三四]|全部)(?:的?(?:余额|份额|钱))?"
_TAKING = r"(?:[转汇打][出走给到]?|赎回?|取出?来?|支取|卖[出掉]?|提前还|还[掉上]?|[改换]成)"
_PART = (
    re.compile(rf"{_TAKING}(?:我的?)?{_SHARE}(?!都?不|了?吗)"),
    re.compile(rf"(?<![了过]){_SHARE}(?=都?(?:给我)?{_TAKING})"),
    re.compile(rf"[转汇打]给.{{2,3}}(?<![转汇打给])的?{_SHARE}(?=$|[，。吧])"),
)
"""A share of what is there: the books say of how much."""
_WHOLE_SHARE = re.compile(_SHARE)
_DIGIT = {char: at for at, char in enumerate("零一二三四五")}
_LEFT_BAD = re.compile(
    r"(?:[a-z0-9.,\-+*/^#第负减几约近点$€£@²³]|大概|大约|差不多|超过|至少|最多|不到|低于|高于|起码|尾号[是为]?)\s?$",
)
_RIGHT_BAD = re.compile(
    r"\s?(?:[0-9a-z%‰^*/+²³]|[.,][0-9]|-\s?[0-9]|多|来[块元]|来个|几|余(?!额)|出头|左右|上下|以[上下内]|半"
    rf"|[到至~](?=\s?[0-9{WORDS}])|或者?[0-9{WORDS}]|美[元金刀]|刀|港[币元]|欧元|日元|英镑|韩[元币]|澳元|镑"
    r"|个|[万亿]|百分)",
)
_COUNTED = re.compile(
    r"\s?(?:号|月(?!供)|年|日(?!元)|天|周|星期|笔|条|次|张|位|折|分|小时|点|级|兆|流量|积分|岁|人(?!民)|度|期|楼|层"
    r"|路|倍|卡|尾|秒|季|房|室|栋|线|区|街|环|米|平|g|m)"
)
_SPENT = re.compile(
    r"(?:转账?|汇款?|打款?|充值?|冲|存|取|还|付|给|借|金额[是为:：]?|钱|改成|换成|改为|是)\s?$"
)
_ONLY_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?", re.ASCII)
_WEIGHTY = re.compile(r"[百千万亿佰仟萬億]")


def find_amounts(text: str) -> list[Found]:
    """Every sum in `text`; one that is not exact is found with the value None.

    A number without a unit is found with `sure` False, and only if it looks like a sum.
    """
    found = list(_shares(text))
    for match in _SUM.finditer(text):
        one = _judge(text, match)
        if one is not None:
            found.append(one)
    return found


def read_amount(text: str) -> Money | Share | None:
    """`text` as a whole, as the answer to 转多少: there `500`, `五` and `一半` are sums too."""
    said = text.strip(" 。.!！,，")
    if share := _WHOLE_SHARE.fullmatch(said):
        return _share(share["share"])
    match = _SUM.fullmatch(said)
    return None if match is None else _money(match)


def _shares(text: str) -> Iterator[Found]:
    matches = (match for pattern in _PART for match in pattern.finditer(text))
    for match in matches:
        yield Found(match.start("share"), match.end(), SlotKind.MONEY, _share(match["share"]))


def _share(words: str) -> Share | None:
    if words == "全部":
        return Share(1, 1)
    if words == "一半":
        return Share(1, 2)
    of, part = _DIGIT[words[0]], _DIGIT[words[-1]]
    return Share(part, of) if part <= of else None


def _judge(text: str, match: re.Match[str]) -> Found | None:
    explicit = bool(match["sign"] or match["unit"] or match["small"])
    before, after = text[: match.start()], text[match.end() :]
    if not explicit:
        if _COUNTED.match(after) or not _looks_like_a_sum(match["number"], before):
            return None
    elif _is_together(match, after):
        return None
    bad = _LEFT_BAD.search(before) or _RIGHT_BAD.match(after)
    if bad and not explicit and _RIGHT_BAD.match(after) and after.lstrip().startswith("个"):
        return None
    value = None if bad else _money(match)
    return Found(match.start(), match.end(), SlotKind.MONEY, value, sure=explicit)


def _looks_like_a_sum(number: str, before: str) -> bool:
    if _ONLY_DIGITS.match(number):
        return True
    if _WEIGHTY.search(number) and number[0] not in "百千万亿":
        return True
    return len(number) > 1 and "十" in number and _SPENT.search(before) is not None


def _is_together(match: re.Match[str], after: str) -> bool:
    """一块 also means together: 我们一块去."""
    return match[0] == "一块" and after[:1] not in ("", "给", "到", "，", "。", "吧")


def _money(match: re.Match[str]) -> Money | None:
    """The sum, positive, or None when the parts do not add up to one."""
    hundredths = to_hundredths(match["number"])
    if hundredths is None:
        return None
    if match["small"]:
        fen = _digit(match["small_fen"])
        small = hundredths // 10 + fen if hundredths < 1000 and hundredths % 100 == 0 else None
        return _positive(small)
    jiao, fen = _digit(match["jiao"]), _digit(match["fen"])
    written = match["jiao"] or match["fen"]
    spoken_jiao = match["jiao"] and not re.search("[角毛]", match[0])
    if written and (hundredths % 100 or (spoken_jiao and hundredths >= 10_000)):
        return None
    if match["unit"] and not match["jiao"] and re.search("[角毛]", match[0]):
        return None
    return _positive(hundredths + jiao * 10 + fen)


def _digit(text: str | None) -> int:
    return (to_hundredths(text) or 0) // 100 if text else 0


def _positive(fen: int | None) -> Money | None:
    try:
        return Money(fen) if fen else None
    except BadInput:
        return None
