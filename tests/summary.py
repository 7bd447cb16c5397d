"""A pytest plugin: after the run, say what ran, by room and by database engine."""

from __future__ import annotations

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ran = [
        report.nodeid
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, ())
    ]
    if not ran:
        return
    terminalreporter.write_sep("-", "what ran")
    for title, counts in (("rooms", _rooms(ran)), ("engines", _engines(ran))):
        words = "  ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        terminalreporter.write_line(f"{title:<8} {words}")


def _rooms(nodeids: list[str]) -> Counter[str]:
    return Counter(
        parts[1] if len(parts := nodeid.split("::")[0].split("/")) > 2 else "house"
        for nodeid in nodeids
    )


def _engines(nodeids: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for nodeid in nodeids:
        parameters = nodeid.partition("[")[2]
        named = [engine for engine in ("sqlite", "postgresql") if engine in parameters]
        counts.update(named or ["none needed"])
    return counts
