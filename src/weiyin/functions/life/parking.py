"""停车缴费: what a car owes where it stands, by plate."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="parking_pay",
    title="停车缴费",
    about="按车牌缴纳停车费",
    what="停车缴费",
    kinds=("parking",),
    number="车牌号",
    group="ysh.life",
)
