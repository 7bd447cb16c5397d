from __future__ import annotations

import pytest

from weiyin.functions.answers import Answer, Table
from weiyin.functions.catalogue import load_catalogue
from weiyin.reception.rows import CHAT_ROWS, chat_rows
from weiyin.reception.wording import in_chat

MOVEMENTS = Table(
    ("时间", "摘要", "金额", "余额"),
    (
        ("11-24 03:07", "*雷", "-500.00", "99,366.24"),
        ("11-22 20:00", "信用卡还款", "-1,930.55", "99,753.24"),
    ),
)


def test_short_rows_take_a_line_each() -> None:
    rates = Table(("存期", "年利率"), (("活期存款", "0.05%"), ("整存整取一年", "0.95%")))
    assert chat_rows(rates) == ["· 活期存款  0.05%", "· 整存整取一年  0.95%"]


def test_long_rows_break_alike_and_a_second_amount_is_named() -> None:
    assert chat_rows(MOVEMENTS) == [
        "· 11-24 03:07  *雷\n　-500.00  余额 99,366.24",
        "· 11-22 20:00  信用卡还款\n　-1,930.55  余额 99,753.24",
    ]


def test_a_cell_too_long_for_any_line_stands_first() -> None:
    table = Table(("网点", "距离"), (("示范银行呼和浩特新城区人民路支行", "540米"),))
    assert chat_rows(table) == ["· 示范银行呼和浩特新城区人民路支行\n　540米"]


def test_what_does_not_fit_goes_on_below() -> None:
    columns = ("网点", "距离", "营业状态", "排队", "地址")
    row = ("北京国贸育才支行", "600米", "休息中，9:00营业", "", "北京市朝阳区育才路1号")
    assert chat_rows(Table(columns, (row,))) == [
        "· 北京国贸育才支行  600米\n　休息中，9:00营业\n　北京市朝阳区育才路1号"
    ]


def test_no_more_rows_than_a_screen_holds() -> None:
    many = Table(("a", "b"), tuple((str(n), "x") for n in range(40)))
    assert len(chat_rows(many)) == CHAT_ROWS
    assert chat_rows(Table(("a",), ())) == []


@pytest.mark.parametrize(
    ("rows", "total", "labels"),
    [(3, 0, []), (CHAT_ROWS, 0, ["查看更多"]), (9, 0, ["查看全部9条"]), (6, 43, ["查看全部43条"])],
)
def test_the_rest_is_on_the_page(rows: int, total: int, labels: list[str]) -> None:
    table = Table(("摘要",), (("早餐",),) * rows, total)
    said = in_chat(Answer("交易明细", table=table), "main", "transaction_query", load_catalogue())
    assert [link.label for link in said.links] == labels  # type: ignore[union-attr]


def test_what_others_wrote_is_never_a_link() -> None:
    lure = '<a href="https://evil.example">领取退款</a>'
    answer = Answer("交易明细", lure, ((lure, lure),), Table(("摘要",), ((lure,),)))
    said = in_chat(answer, "main", "transaction_query", load_catalogue())
    assert "领取退款" in said.text  # type: ignore[union-attr]
    assert "<" not in said.text  # type: ignore[union-attr]
