"""Long lists, a part at a time: the next rows come when the last of those shown come into view.

Nothing is kept between two parts: the function is asked again, with what was posted, for as many
rows as have been seen and one part more. Values travel in the body of a post, never in an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.responses import Response

from weiyin.base.errors import BadInput
from weiyin.base.views import Form, ResultView, Table
from weiyin.pages.visit import Visit

PART = 20
_MOST = 2_000
AFTER = "rows_after"
"""The field of a post that says how many rows have been seen."""


@dataclass(frozen=True, slots=True)
class More:
    """How the next rows are asked for: posted to `path`, with `values`."""

    path: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of `table` from `first` on, and the way to the next ones, if there are any."""

    table: Table
    first: int
    more: More | None


def asked(first: int = 0) -> int:
    """How many rows a function is asked for, to show a part and to know whether more follow."""
    return first + PART + 1


def part_of(
    form: Form, function_id: str, values: Mapping[str, str], result: ResultView, first: int = 0
) -> Part | None:
    """What is shown of a result's table: all of it, where the question must not be repeated."""
    table = result.table
    if table is None:
        return None
    if not form.reads or form.seal is not None or table.beside:
        return Part(table, 0, None)
    last = first + PART
    shown = replace(table, rows=table.rows[first:last], keys=table.keys[first:last])
    if len(table.rows) <= last or last >= _MOST:
        return Part(shown, first, None)
    more = More(f"/p/f/{function_id}/rows", {**values, AFTER: str(last)})
    return Part(shown, first, more)


def seen_rows(visit: Visit) -> int:
    """How many rows the browser has. Raises BadInput."""
    typed = visit.posted.get(AFTER, "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 4 and int(typed) <= _MOST):
        raise BadInput(AFTER, "请返回上一页重新查询")
    return int(typed)


def rows_alone(visit: Visit, part: Part | None) -> Response:
    """For htmx: the rows that take the place of the way to them."""
    return visit.renderer.part("rows.html", look=visit.look, part=part)
