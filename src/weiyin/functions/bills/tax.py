"""税费: by the number of a notice of payment."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="bill_tax",
    title="税费缴款",
    about="按缴款通知书号缴纳税费和非税收入",
    what="税费",
    kinds=("tax",),
    number="缴款书号",
)
