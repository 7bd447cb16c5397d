"""公交卡校园卡充值: money onto a card for rides and meals."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="transit_card_topup",
    title="公交卡校园卡充值",
    about="给公交卡、校园卡充值",
    what="公交卡校园卡充值",
    kinds=("transit",),
    number="卡号",
    chosen=True,
    group="ysh.life",
)
