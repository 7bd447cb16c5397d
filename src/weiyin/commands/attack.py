"""`weiyin attack`: try the checks, tell which held; with `--sabotage`, prove that they can fail."""

from __future__ import annotations

from rich.markup import escape

from weiyin.attack import runner, sabotage
from weiyin.attack.checks import Check, chosen
from weiyin.commands.show import as_json, as_table, console

_LOOK = {"held": "[green]held[/green]", "fell": "[red]fell[/red]", "not_run": "[dim]–[/dim]"}


def attack(ids: list[str], *, json: bool, sabotaged: bool) -> int:
    """Exit status: 1 when a check fell, or a sabotage went unnoticed."""
    checks = chosen(ids)
    return _sabotage(checks, json=json) if sabotaged else _attack(checks, json=json)


def _attack(checks: list[Check], *, json: bool) -> int:
    results = runner.run(checks, show=not json)
    if json:
        as_json(results)
    else:
        do = {check.id: check.do for check in checks}
        rows = [
            (r.id, _LOOK[r.outcome], r.attempts, f"{r.seconds:.2f}", escape(do[r.id][:70]))
            for r in results
        ]
        as_table("attack", ("check", "outcome", "attempts", "seconds", "tried"), rows)
        held = sum(r.outcome == "held" for r in results)
        fell = [r.id for r in results if r.outcome == "fell"]
        console.print(f"{held} held, {len(fell)} fell {' '.join(fell)}")
    return int(any(r.outcome == "fell" for r in results))


def _sabotage(checks: list[Check], *, json: bool) -> int:
    results = []
    for found in sabotage.find({check.id for check in checks}):
        outcome = sabotage.prove(found)
        results.append({"id": found.check, "outcome": outcome, "test": str(found.test)})
        if not json:
            console.print(f"{found.check:<5} {outcome:<40} {found.test}", highlight=False)
    if json:
        as_json(results)
    return int(any(result["outcome"] != "red" for result in results))
