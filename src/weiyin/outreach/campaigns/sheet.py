"""A campaign's plan as its makers write it down: a TOML file.

name = "夏日礼遇"
rule = '存款 ≥ 50000 且 有信用卡 = 否'    whom
goal = "有信用卡 = 是"                    who has come to be meant by it, reached the goal
occasion = ""                            or 工资到账, 账单 ≥ 5000, 生日, 产品到期, 进入 "北京国贸"
holdout = 10                             percent who are told nothing
starts = 2026-07-20T09:00:00+08:00
ends = 2026-08-20T00:00:00+08:00

[[arms]]                                 one or several wordings
name = "A"
title = "…"
words = "…"
path = "/p/f/offers_nearby"
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from typing import Any

import msgspec

from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import BadInput
from weiyin.outreach.campaigns.campaign import Arm, Plan


class _Sheet(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    rule: str
    goal: str
    starts: datetime
    ends: datetime
    arms: tuple[Arm, ...]
    occasion: str = ""
    holdout: int = 0


def read_plan(text: str) -> Plan:
    """Raises `BadInput` naming what is wrong; whether it could run, `draft` judges."""
    try:
        found: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadInput("FILE", f"不是 TOML：{fault}") from None
    try:
        sheet = msgspec.convert(found, _Sheet)
    except msgspec.ValidationError as fault:
        raise BadInput("FILE", str(fault)) from None
    starts, ends = (_aware(moment) for moment in (sheet.starts, sheet.ends))
    return Plan(
        sheet.name,
        sheet.rule,
        sheet.goal,
        sheet.arms,
        sheet.holdout * 100,
        starts,
        ends,
        sheet.occasion,
    )


def _aware(moment: datetime) -> datetime:
    """A moment without a zone is one in Shanghai."""
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
