"""How a command answers: a table for people, JSON for programs, one line for a mistake."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from rich.console import Console
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
def plain_errors() -> Iterator[None]:
    """A fault of ours ends the command with a line that names the setting or the next step."""
    try:
        yield
    except Misconfigured as error:
        console.print(f"[red]设置有误[/red] {error.setting}: {error}", highlight=False)
        console.print("`weiyin check` explains every setting.")
        raise SystemExit(1) from None
    except WeiyinError as error:
        console.print(f"[red]{error.heard}[/red] ({type(error).__name__}: {error})")
        raise SystemExit(1) from None
