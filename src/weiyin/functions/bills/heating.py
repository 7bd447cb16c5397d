"""取暖费: in the months when the heating company takes it."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="bill_heating",
    title="取暖费缴纳",
    about="采暖季缴纳取暖费",
    what="取暖费",
    kinds=("heating",),
)
