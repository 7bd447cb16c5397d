"""`weiyin bench`: the benches, shown as a table or as JSON."""

from __future__ import annotations

from typing import Any

from weiyin.bench.ask import bench_ask
from weiyin.bench.transfer import bench_transfer
from weiyin.commands.show import as_json, as_table, console


def ask(*, json: bool) -> None:
    _show(bench_ask(), json=json)


def transfer(*, json: bool) -> None:
    _show(bench_transfer(), json=json)


def _show(result: dict[str, Any], *, json: bool) -> None:
    if json:
        as_json(result)
        return
    rows = [("ours", result["ours"]), *result["peers"].items()]
    as_table(f"bench {result['name']}", ("what", "measured"), rows)
    for name, ratio in result["ratios"].items():
        aim = result.get("aim", {}).get(name)
        console.print(f"{name}: {ratio}" + (f" (aim {aim})" if aim else ""), highlight=False)
