"""固话宽带费: what is owed to a carrier for a line into the house."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="bill_phone_broadband",
    title="固话宽带缴费",
    about="缴纳固定电话和宽带费",
    what="固话宽带费",
    kinds=("broadband",),
    number="号码或宽带账号",
)
