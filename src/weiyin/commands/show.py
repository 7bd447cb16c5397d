"""How a command answers: a table for people, JSON for programs, one line for a mistake."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from weiyin.base.errors import Misconfigured, WeiyinError

console = Console()


def as_json(value: Any) -> None:
    """One JSON document on standard output, in UTF-8 whatever the terminal."""
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.buffer.flush()


def as_line(value: Any) -> None:
    """One JSON object on a line of its own."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def as_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    console.print(table)


@contextmanager
def building(*, show: bool = True) -> Iterator[Callable[[float], None]]:
    """A progress bar for the building of the demo bank, seen only while something is built."""
    if not show:
        yield lambda _: None
        return
    columns = (TextColumn("建立示范银行"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("demo", total=1.0, visible=False)
        yield lambda part: progress.update(task, completed=part, visible=True)


@contextmanager
def working(what: str, *, show: bool = True) -> Iterator[Callable[[float], None]]:
    """A progress bar for work that a person waits for."""
    if not show:
        yield lambda _: None
        return
    columns = (TextColumn(what), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task(what, total=1.0)
        yield lambda part: progress.update(task, completed=part)


@contextmanager
def plain_errors() -> Iterator[None]:
    """A fault of ours ends the command with a line that names the setting or the next step."""
    try:
        yield
    except Misconfigured as error:
        console.print(f"[red]设置有误[/red] {escape(str(error))}", highlight=False)
        console.print("`weiyin check` explains every setting.")
        raise SystemExit(1) from None
    except WeiyinError as error:
        words = str(error) if error.heard in str(error) else f"{error.heard} ({error})"
        console.print(f"[red]{escape(words)}[/red]", highlight=False)
        raise SystemExit(1) from None
