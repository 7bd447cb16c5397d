"""水费: what is owed at a water company, found and paid."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="bill_water",
    title="水费缴纳",
    about="查询并缴纳水费",
    what="水费",
    kinds=("water",),
)
