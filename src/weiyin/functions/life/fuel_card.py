"""加油卡充值: money onto a card for fuel."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="fuel_card_topup",
    title="加油卡充值",
    about="给加油卡充值",
    what="加油卡充值",
    kinds=("fuel",),
    number="加油卡号",
    chosen=True,
    group="ysh.life",
)
