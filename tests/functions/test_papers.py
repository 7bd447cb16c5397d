"""Papers: a font is embedded, the same sheet is the same bytes, long tables go on overleaf."""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.base.clock import SHANGHAI
from weiyin.functions.papers import Sheet, print_sheet

NOW = datetime(2026, 7, 20, 10, tzinfo=SHANGHAI)


def _sheet(rows: int) -> Sheet:
    return Sheet(
        "示范银行",
        "信用卡电子账单",
        (("持卡人", "王*明"), ("本期应还", "8,214.55 元")),
        ("日期", "摘要", "金额"),
        tuple((f"07-{day % 28 + 1:02d}", "超市购物", "12.50") for day in range(rows)),
        (2, 5, 2),
        ("如有疑问请致电客服热线",),
        "7K2M-9QXT",
        "可在“电子回单”中核验",
    )


def test_the_font_is_embedded_and_the_bytes_are_the_same_again() -> None:
    made = print_sheet(_sheet(3), NOW)
    assert made.startswith(b"%PDF-")
    assert b"/FontFile" in made
    assert made == print_sheet(_sheet(3), NOW)
    assert made != print_sheet(_sheet(3), NOW + timedelta(days=1))


def test_a_long_table_takes_further_pages() -> None:
    assert print_sheet(_sheet(80), NOW).count(b"/Type /Page\n") > 1
