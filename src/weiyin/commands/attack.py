"""`weiyin attack`: try the checks, tell which held; with `--sabotage`, prove that they can fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from weiyin.attack import runner, sabotage
from weiyin.attack.assurance import renewed
from weiyin.attack.checks import Check, all_checks, chosen
from weiyin.attack.named import files_by_check
from weiyin.attack.recorder import Note
from weiyin.attack.runner import Result, Watch
from weiyin.commands.show import as_json, as_table, console

_LOOK = {"held": "[green]held[/green]", "fell": "[red]fell[/red]", "not_run": "[dim]–[/dim]"}
_SAID_LINES = 60


def attack(ids: list[str], *, json: bool, sabotaged: bool, write: Path | None = None) -> int:
    """Exit status: 1 when a check fell, or a sabotage went unnoticed."""
    checks = chosen(ids)
    return _sabotage(checks, json=json) if sabotaged else _attack(checks, json=json, write=write)


def _attack(checks: list[Check], *, json: bool, write: Path | None) -> int:
    named = files_by_check(runner.project_root())
    with _progress(sum(check.id in named for check in checks)) as watch:
        results, said = runner.run(checks, watch)
    fell = [result.id for result in results if result.outcome == "fell"]
    if fell:
        # What the tests said of it: on standard error, so that `--json` stays JSON.
        Console(stderr=True).print(
            "\n".join(said.splitlines()[-_SAID_LINES:]), markup=False, soft_wrap=True
        )
    if json:
        as_json(results)
    else:
        _show(checks, results, fell)
    if write is not None:
        written = write.read_text(encoding="utf-8") if write.is_file() else ""
        write.write_text(renewed(all_checks(), written, results), encoding="utf-8")
    return int(bool(fell))


def _show(checks: list[Check], results: list[Result], fell: list[str]) -> None:
    do = {check.id: check.do for check in checks}
    tried = [result for result in results if result.outcome != "not_run"]
    rows = [
        (r.id, _LOOK[r.outcome], f"{r.attempts:,}", f"{r.seconds:.2f}", escape(do[r.id][:70]))
        for r in tried or results
    ]
    as_table("attack", ("check", "outcome", "attempts", "seconds", "tried"), rows)
    held = sum(result.outcome == "held" for result in tried)
    waiting = len(results) - len(tried)
    console.print(f"{held} held, {len(fell)} fell {' '.join(fell)}".rstrip(), highlight=False)
    if waiting:
        console.print(f"{waiting} have no test yet", style="dim", highlight=False)


@contextmanager
def _progress(total: int) -> Iterator[Watch]:
    """A bar on standard error: how many checks have told something."""
    columns = (TextColumn("attacking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    told = TextColumn("[red]{task.fields[fell]}[/red]")
    bar = Progress(*columns, told, console=Console(stderr=True), transient=True)
    task = bar.add_task("attack", total=total, fell="")

    def watch(notes: list[Note]) -> None:
        fell = sorted({note.id for note in notes if not note.passed})
        bar.update(task, completed=len({note.id for note in notes}), fell=" ".join(fell))

    with bar:
        yield watch


def _sabotage(checks: list[Check], *, json: bool) -> int:
    everything = list(sabotage.find({check.id for check in checks}))
    results = []
    for found, outcome in sabotage.prove(everything):
        results.append({"id": found.check, "outcome": outcome, "test": str(found.test)})
        if not json:
            line = f"{found.check:<5} {outcome:<40} {found.test}"
            console.print(line, highlight=False, soft_wrap=True)
    unproven = _unproven(checks, {found.check for found in everything})
    if json:
        as_json(results + [{"id": id_, "outcome": "no sabotage", "test": ""} for id_ in unproven])
    elif unproven:
        console.print(f"tried, but without a sabotage: {' '.join(unproven)}", highlight=False)
    return int(bool(unproven) or any(result["outcome"] != sabotage.RED for result in results))


def _unproven(checks: list[Check], proven: set[str]) -> list[str]:
    named = files_by_check(runner.project_root())
    return [check.id for check in checks if check.id in named and check.id not in proven]
