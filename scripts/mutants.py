"""What became of the mutants of the last run, file by file; the exit status is 1 below nine in ten.

Read from what mutmut leaves beside each mutated file. Those that no chosen test reaches count as
alive.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

_ENDS = {None: "not tried", 0: "alive", 33: "alive", 1: "killed"}
_LEAST = 0.9


def main() -> int:
    """Print the table of the run in the present folder."""
    total = Counter[str]()
    for path in sorted(Path("mutants").rglob("*.meta")):
        ends = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        if ends:
            counts = Counter(_ENDS.get(code, "killed") for code in ends.values())
            total += counts
            _say(str(path.relative_to("mutants/src/weiyin")).removesuffix(".meta"), counts)
    _say("all", total)
    return int(_part(total) < _LEAST)


def _say(name: str, counts: Counter[str]) -> None:
    words = "  ".join(f"{end} {count}" for end, count in sorted(counts.items()))
    sys.stdout.write(f"{name:<28} {_part(counts):7.1%}  {words}\n")


def _part(counts: Counter[str]) -> float:
    """Killed, of those that were tried."""
    return counts["killed"] / max(counts["killed"] + counts["alive"], 1)


if __name__ == "__main__":
    sys.exit(main())
