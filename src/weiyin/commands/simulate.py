"""`weiyin simulate`: seeded days one after the other, and what was wrong in them."""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path

import structlog

from weiyin.commands.show import as_json, as_table, console, working
from weiyin.simulation.day import Day, live
from weiyin.simulation.town import make_town


def simulate(first: int, seeds: int, trace: Path | None, *, json: bool) -> int:
    """Exit status: 1 when a day was not good. `trace`: where the last day's lines go."""
    _hush()
    town, bad = make_town(), list[Day]()
    faults, pages, starts = Counter[str](), 0, 0
    with working(f"{seeds} 天", show=not json) as told:
        for number in range(seeds):
            day = live(town, first + number)
            faults.update({kind.value: count for kind, count in day.faults.items()})
            pages, starts = pages + day.pages, starts + day.starts
            if day.found:
                bad.append(day)
                if not json:
                    console.print(f"seed {day.seed}: {day.found[0]}", highlight=False)
            told((number + 1) / seeds)
    if trace is not None:
        trace.write_text("\n".join(day.lines) + "\n", encoding="utf-8")
    facts = {"days": seeds, "bad": len(bad), "pages": pages, "processes": starts, **faults}
    if json:
        as_json({**facts, "seeds": {day.seed: list(day.found) for day in bad}, "trace": day.trace})
    else:
        as_table("simulate", ("what", "count"), [(n, f"{c:,}") for n, c in facts.items()])
    return int(bool(bad))


def _hush() -> None:
    """What the house says of the faults it meets is not what is looked for here."""
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
