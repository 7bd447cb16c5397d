"""电费: what is owed at a power company, or paid ahead of the meter."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="bill_power",
    title="电费缴纳",
    about="查询、缴纳或预存电费",
    what="电费",
    kinds=("power",),
    chosen=True,
)
