"""`weiyin close`: the daily close of our own books, by hand."""

from __future__ import annotations

from datetime import date, datetime

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from weiyin import logs
from weiyin.app import compose
from weiyin.bank.close.machine import Closed, close_day, close_through
from weiyin.bank.close.step import Step, steps
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.errors import Misconfigured
from weiyin.commands.show import as_json, as_table
from weiyin.settings import load_settings
from weiyin.storage.store import Store


def close(day: datetime, book: str | None, *, json: bool) -> None:
    """Close `day` in every set of books that is ours, or in `book` alone. Safe to repeat."""
    settings = load_settings()
    logs.configure(settings.log_level)
    app = compose(settings)
    try:
        ours = [core for core in app.cores.values() if isinstance(core, EmbeddedCore)]
        chosen = [core for core in ours if book in (None, core.book)]
        if not chosen:
            raise Misconfigured("--book", f"no books of ours are called {book}")
        closed = {core.book: _shown(app.store, core, day.date()) for core in chosen}
    finally:
        app.close()
    _tell(closed, json=json)


def _shown(store: Store, core: EmbeddedCore, day: date) -> Closed:
    columns = (TextColumn("{task.description}"), TextColumn("{task.completed}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as progress:
        tasks = {
            step.name: progress.add_task(f"{core.book} {step.title}", total=None)
            for step in steps()
        }

        def heard(_day: date, step: Step, done: int) -> None:
            progress.advance(tasks[step.name], done)

        close_through(store, core, day, first=day, heard=heard)
        return close_day(store, core, day)


def _tell(closed: dict[str, Closed], *, json: bool) -> None:
    if json:
        told = [{"book": b, "day": c.day, "done": dict(c.done)} for b, c in closed.items()]
        as_json(told)
        return
    for book, one in closed.items():
        as_table(f"{book}: {one.day} closed", ("step", "done"), one.done)
