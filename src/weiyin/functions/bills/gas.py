"""燃气费: what is owed at a gas company."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="bill_gas",
    title="燃气费缴纳",
    about="查询并缴纳燃气费",
    what="燃气费",
    kinds=("gas",),
)
