"""指令查询: the short codes, each of which is a whole message."""

from __future__ import annotations

from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import ShortCodes
from weiyin.functions.declare import Menu, Needs, Risk, function

_USUAL = frozenset({"YE", "MX", "ZD", "HK", "ZZ"})
"""Shown first: a chat has room for a handful."""


@function(
    id="command_query",
    title="指令查询",
    group="common.service",
    about="发送两三个字母就能快速查询，例如 YE 查余额、ZD 查账单",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
    codes=("ZL",),
)
def answer(codes: ShortCodes) -> Answer:
    rows = tuple(sorted(codes.items(), key=lambda one: (one[0] not in _USUAL, one[0])))
    return Answer(
        title="快捷指令",
        lead="直接发送下面的字母就能办理，大小写都可以。",
        table=Table(("指令", "办理"), rows, total=len(rows)),
    )
