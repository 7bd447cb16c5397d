"""The parts of the console's menu."""

from __future__ import annotations

from enum import Enum

from weiyin.console.words import Words


class Section(Enum):
    """The parts of the menu, in this order."""

    TODAY = Words("今日", "Today")
    DESK = Words("客服", "Service")
    CONTENT = Words("内容", "Content")
    OPERATION = Words("运营", "Operation")
    CONTROL = Words("风控", "Control")
    HOUSE = Words("管理", "House")
