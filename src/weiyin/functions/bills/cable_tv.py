"""有线电视费: what is owed for television by cable."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="bill_cable_tv",
    title="有线电视缴费",
    about="缴纳有线电视收视费",
    what="有线电视费",
    kinds=("cable",),
    number="智能卡号",
)
