"""学费: what a school asks, by the student's number."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="bill_tuition",
    title="学费考试费缴纳",
    about="按学号缴纳学费、考试费",
    what="学费",
    kinds=("tuition",),
    number="学号或考号",
)
