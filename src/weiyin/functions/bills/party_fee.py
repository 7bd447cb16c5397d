"""党费: dues of an amount that the member says."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="bill_party_fee",
    title="党费缴纳",
    about="向所在党组织缴纳党费",
    what="党费",
    kinds=("party",),
    number="党员编号",
    chosen=True,
)
