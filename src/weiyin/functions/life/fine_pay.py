"""交通罚款: by the number of the decision."""

from __future__ import annotations

from weiyin.functions.bills.bill import bill

answer, offer, perform = bill(
    id="traffic_fine_pay",
    title="交通罚款缴纳",
    about="按处罚决定书编号缴纳交通罚款",
    what="交通罚款缴纳",
    kinds=("fine",),
    number="决定书编号",
    group="ysh.life",
)
