"""The table of checks as a page: what is tried, how often, and that it held.

A run of some checks alone renews their lines; those of the others stay as they were, so that the
whole table can be made in groups.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from weiyin.attack.checks import Check
from weiyin.attack.runner import Result

_HEAD = """\
# Assurance

Every line is a test named after its id (`weiyin attack ID` runs it) and has a sabotage beside it:
a change to the code under which the test must fail (`weiyin attack --sabotage ID` proves that).
This page is written by `weiyin attack --write docs/assurance.md`; with ids, their lines alone.

"""
_COLUMNS = "| check | what is done | what must happen | tried | outcome |\n|---|---|---|---:|---|\n"
_ROW = re.compile(r"^\| ([A-Z]\d\d) \|.*\| ([\d,]+) \| (held|fell) \|$", re.MULTILINE)


def page(checks: Mapping[str, Check], results: Sequence[Result]) -> str:
    """Markdown: the checks that were tried, and below them the ids of those that still wait."""
    by_id = {result.id: result for result in results if result.outcome != "not_run"}
    tried = [by_id[id_] for id_ in checks if id_ in by_id]
    waiting = [id_ for id_ in checks if id_ not in by_id]
    held = sum(result.outcome == "held" for result in tried)
    attempts = sum(result.attempts for result in tried)
    summary = f"{held} of {len(tried)} checks held, in {attempts:,} attempts.\n\n"
    rows = "".join(_row(checks[result.id], result) for result in tried)
    later = f"\nNot yet tried: {', '.join(waiting)}.\n" if waiting else ""
    return _HEAD + summary + _COLUMNS + rows + later


def read(written: str) -> list[Result]:
    """What a page says of the checks; how long each took is not on it."""
    return [
        Result(id_, outcome, int(attempts.replace(",", "")), 0.0)
        for id_, attempts, outcome in _ROW.findall(written)
    ]


def renewed(checks: Mapping[str, Check], written: str, results: Sequence[Result]) -> str:
    """The page with the lines of `results` made anew; all others as they stand in `written`."""
    news = {result.id for result in results}
    return page(checks, [*results, *(one for one in read(written) if one.id not in news)])


def _row(check: Check, result: Result) -> str:
    cells = (check.id, check.do, check.must, f"{result.attempts:,}", result.outcome)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"
