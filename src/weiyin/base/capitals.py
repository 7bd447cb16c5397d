"""Amounts in capital Chinese numerals, as papers of a bank carry them beside the digits.

By the rules of filling in bills (支付结算办法 附一): zeros in a row are one 零, 整 ends an amount
without 分.
"""

from __future__ import annotations

from weiyin.base.money import Money

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_GROUP = 10_000


def in_capitals(amount: Money) -> str:
    """`壹仟肆佰零玖元伍角整` for 1,409.50 yuan; never negative."""
    assert amount.fen >= 0, "a negative amount has no numerals"
    yuan, rest = divmod(amount.fen, 100)
    jiao, fen = divmod(rest, 10)
    whole = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{whole}整"
    zero = "零" if yuan and not jiao else ""
    tenths = f"{_DIGITS[jiao]}角" if jiao else ""
    return f"{whole}{zero}{tenths}{_DIGITS[fen]}分" if fen else f"{whole}{tenths}整"


def _whole(number: int) -> str:
    """Groups of four digits, highest first; zeros on either side of a joint are one 零."""
    if not number:
        return "零"
    words, gap = "", False
    for place in range(len(_GROUPS) - 1, -1, -1):
        group = number // _GROUP**place % _GROUP
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < _GROUP // 10):
            words += "零"
        words, gap = f"{words}{_four(group)}{_GROUPS[place]}", group % 10 == 0
    return words


def _four(number: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words, gap = f"{words}{'零' if gap else ''}{_DIGITS[digit]}{_PLACES[place]}", False
    return words
