"""诊疗缴费: what a patient owes at a hospital, with how far the reports are."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="hospital_report",
    title="诊疗缴费与报告",
    about="按就诊卡缴纳诊疗费、查看报告进度",
    what="诊疗缴费与报告",
    kinds=("clinic",),
    number="就诊卡号",
    group="ysh.life",
)
