"""How a day's traffic is spread over its hours."""

from __future__ import annotations

HOURS = (8, 5, 3, 2, 2, 4, 12, 30, 62, 82, 84, 70, 52, 50, 60, 62, 58, 52, 54, 60, 66, 58, 40, 24)
"""Of a thousand, from midnight. An assumption: the working day's two peaks, and the evening's,
as banks publish the calls of a telephone centre; nobody publishes those of a WeChat account."""


def spread(total: int) -> list[int]:
    """`total` over the 24 hours, not one lost: the largest remainders are rounded up."""
    parts = [divmod(total * share, sum(HOURS)) for share in HOURS]
    counts = [whole for whole, _ in parts]
    by_remainder = sorted(range(len(HOURS)), key=lambda hour: -parts[hour][1])
    for hour in by_remainder[: total - sum(counts)]:
        counts[hour] += 1
    return counts
