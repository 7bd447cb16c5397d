"""The table of checks as a page: what is tried, how often, and that it held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from weiyin.attack.checks import Check
from weiyin.attack.runner import Result

_HEAD = """\
# Assurance

Every line is a test named after its id (`weiyin attack ID` runs it) and has a sabotage beside it:
a change to the code under which the test must fail (`weiyin attack --sabotage ID` proves that).
This page is written by `weiyin attack --write docs/assurance.md`.

"""
_COLUMNS = "| check | what is done | what must happen | tried | outcome |\n|---|---|---|---:|---|\n"


def page(checks: Mapping[str, Check], results: Sequence[Result]) -> str:
    """Markdown: the checks that were tried, and below them the ids of those that still wait."""
    tried = [result for result in results if result.outcome != "not_run"]
    waiting = [result.id for result in results if result.outcome == "not_run"]
    held = sum(result.outcome == "held" for result in tried)
    attempts = sum(result.attempts for result in tried)
    summary = f"{held} of {len(tried)} checks held, in {attempts:,} attempts.\n\n"
    rows = "".join(_row(checks[result.id], result) for result in tried)
    later = f"\nNot yet tried: {', '.join(waiting)}.\n" if waiting else ""
    return _HEAD + summary + _COLUMNS + rows + later


def _row(check: Check, result: Result) -> str:
    cells = (check.id, check.do, check.must, f"{result.attempts:,}", result.outcome)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"
