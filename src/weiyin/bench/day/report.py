"""The day as one page that needs nothing else: figures, and a picture of each row of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

STUDY = (
    ("每天回答的提问", "600,000", "China Construction Bank, 2015"),
    ("粉丝", "10,000,000", "China Construction Bank, 2015"),
)
"""The figures of the study that a day of ours stands beside."""
_KINDS = {
    "answer": "直接办理或回答",
    "knowledge": "知识库回答",
    "ask_back": "追问缺少的内容",
    "choice": "请客户从几项中选",
    "unknown": "没听懂",
    "handoff": "转人工",
    "refuse": "婉拒",
}
_STATES = {
    "sent": "已送出",
    "later": "稍后再送",
    "never": "不能送",
    "lost": "没有回音",
    "trying": "正在送",
}
_ROWS = (
    ("pushes", "收到的消息", "条"),
    ("per_second", "每秒回复", "条"),
    ("p50_ms", "中位等待", "ms"),
    ("p99_ms", "第 99 百分位等待", "ms"),
    ("untold", "小时末未发出的通知", "条"),
)


def write_report(day: dict[str, Any], file: Path) -> None:
    """`day`: what `replay` found."""
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    rows = [_row(day["hours"], *row) for row in _ROWS]
    page = environment.get_template("report.html").render(
        day=day, rows=rows, study=STUDY, kinds=_KINDS, states=_STATES
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page, encoding="utf-8")


def _row(hours: list[dict[str, Any]], member: str, title: str, unit: str) -> dict[str, Any]:
    """A row of 24 bars, each as a share of the highest."""
    values = [hour[member] for hour in hours]
    most = max(*values, 1)
    bars = [
        {"hour": hour["hour"], "value": value, "height": round(100 * value / most, 1)}
        for hour, value in zip(hours, values, strict=True)
    ]
    return {"title": title, "unit": unit, "most": most, "bars": bars}
