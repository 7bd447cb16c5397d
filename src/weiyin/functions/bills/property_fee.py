"""物业费: what is owed to the keeper of a community, by flat."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="bill_property",
    title="物业费缴纳",
    about="按小区和房号缴纳物业费",
    what="物业费",
    kinds=("property",),
    number="房号",
)
