"""Papers to take home: an A4 sheet as PDF, its Chinese font embedded (only the characters used).

Needs the extra `papers` (fpdf2 and a font package). The same sheet made at the same moment is the
same bytes.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import Misconfigured

if TYPE_CHECKING:
    from fpdf import FPDF

_FAMILY, _MARGIN_MM, _LINE_MM = "sans", 18, 7
_WIDTH_MM = 210 - 2 * _MARGIN_MM
_GREY, _BLACK, _PALE = 110, 20, 205
_THIN_MM = 0.2
_RED = (200, 30, 30)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a paper says, all of it already worded. `code` proves it; `verify` says where."""

    bank: str
    title: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    """Of the columns, relative to each other."""
    notes: tuple[str, ...] = ()
    code: str = ""
    verify: str = ""
    seal: str = ""
    """What the bank's seal says under its name; empty: no seal."""
    numbers: int = 1
    """So many of the last columns are amounts, set to the right."""


def print_sheet(sheet: Sheet, made: datetime) -> bytes:
    """The sheet as PDF. Raises Misconfigured when the extra is not installed."""
    pdf = _blank(made)
    pdf.set_title(f"{sheet.bank} {sheet.title}")
    _head(pdf, sheet)
    _facts(pdf, sheet.facts)
    if sheet.columns:
        _table(pdf, sheet)
    _foot(pdf, sheet, made)
    if sheet.seal:
        _seal(pdf, sheet)
    return bytes(pdf.output())


def _blank(made: datetime) -> FPDF:
    try:
        fpdf = importlib.import_module("fpdf")
        fonts = importlib.import_module("pylopdf_fonts_zh_cn")
    except ImportError as error:
        raise Misconfigured("papers", "needs `pip install weiyin[papers]`") from error
    pdf: FPDF = fpdf.FPDF(format="A4")
    pdf.set_creation_date(made.astimezone(SHANGHAI))
    pdf.set_margin(_MARGIN_MM)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN_MM)
    pdf.add_font(_FAMILY, fname=str(fonts.sans_path()))
    pdf.set_line_width(_THIN_MM)
    pdf.footer = lambda: _number(pdf)  # type: ignore[method-assign] # its own hook
    pdf.add_page()
    return pdf


def _number(pdf: FPDF) -> None:
    """Which page of how many, at the foot of each."""
    pdf.set_y(-_MARGIN_MM + 4)
    pdf.set_font(_FAMILY, size=8)
    pdf.set_text_color(_GREY)
    pdf.cell(w=0, h=4, text=f"第 {pdf.page_no()} 页，共 {{nb}} 页", align="C")


def _head(pdf: FPDF, sheet: Sheet) -> None:
    pdf.set_font(_FAMILY, size=11)
    pdf.set_text_color(_GREY)
    pdf.cell(w=0, h=_LINE_MM, text=sheet.bank, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(_FAMILY, size=18)
    pdf.set_text_color(_BLACK)
    pdf.cell(w=0, h=2 * _LINE_MM, text=sheet.title, new_x="LMARGIN", new_y="NEXT")
    pdf.line(_MARGIN_MM, pdf.get_y() + 1, _MARGIN_MM + _WIDTH_MM, pdf.get_y() + 1)
    pdf.ln(4)


def _facts(pdf: FPDF, facts: tuple[tuple[str, str], ...]) -> None:
    pdf.set_font(_FAMILY, size=10)
    for label, value in facts:
        pdf.set_text_color(_GREY)
        pdf.cell(w=42, h=_LINE_MM, text=label)
        pdf.set_text_color(_BLACK)
        pdf.multi_cell(w=0, h=_LINE_MM, text=value, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)


def _table(pdf: FPDF, sheet: Sheet) -> None:
    pdf.set_font(_FAMILY, size=9)
    pdf.set_draw_color(_PALE)
    align = ("LEFT",) * (len(sheet.columns) - sheet.numbers) + ("RIGHT",) * sheet.numbers
    widths = sheet.widths or (1,) * len(sheet.columns)
    plain = importlib.import_module("fpdf").FontFace(emphasis="", color=_GREY)
    with pdf.table(
        col_widths=widths, text_align=align, borders_layout="HORIZONTAL_LINES", line_height=6,
        headings_style=plain,
    ) as table:  # fmt: skip
        for cells in (sheet.columns, *sheet.rows):
            row = table.row()
            for cell in cells:
                row.cell(cell)


def _seal(pdf: FPDF, sheet: Sheet) -> None:
    """A red ring with the bank's name, at the right below what is said."""
    size, left, top = 34.0, _MARGIN_MM + _WIDTH_MM - 40.0, min(pdf.get_y() + 2, 250.0)
    pdf.set_draw_color(*_RED)
    pdf.set_text_color(*_RED)
    pdf.set_line_width(0.8)
    pdf.ellipse(x=left, y=top, w=size, h=size)
    for text, points, down in ((sheet.bank, 11, 10), ("★", 14, 16), (sheet.seal, 8, 22)):
        pdf.set_font(_FAMILY, size=points)
        pdf.set_xy(left, top + down)
        pdf.cell(w=size, h=5, text=text, align="C")


def _foot(pdf: FPDF, sheet: Sheet, made: datetime) -> None:
    pdf.ln(5)
    pdf.set_font(_FAMILY, size=9)
    pdf.set_text_color(_GREY)
    said = [*sheet.notes, f"打印时间：{made.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"]
    if sheet.code:
        said.append(f"验证码：{sheet.code}　{sheet.verify}")
    for line in said:
        pdf.multi_cell(w=0, h=5, text=line, new_x="LMARGIN", new_y="NEXT")
