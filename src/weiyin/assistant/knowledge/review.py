"""What an editor should look at: dead links, answers out of force, questions asked twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from weiyin.assistant.knowledge.entry import KnowledgeEntry
from weiyin.assistant.knowledge.features import features

_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Finding:
    """`wrong`: to be mended; else worth a look."""

    entry_id: str
    field: str
    why: str
    wrong: bool = False


def review(
    entries: Sequence[KnowledgeEntry], functions: Container[str], today: date
) -> list[Finding]:
    """What is wrong first. `functions`: the ids that a link may name."""
    found = [finding for one in entries for finding in _of_one(one, functions, today)]
    found += _asked_twice(entries)
    return sorted(found, key=lambda one: not one.wrong)


def _of_one(entry: KnowledgeEntry, functions: Container[str], today: date) -> Iterable[Finding]:
    if entry.function is not None and entry.function not in functions:
        yield Finding(entry.id, "link", f"没有安装功能 {entry.function}，答案将不带链接")
    if entry.valid_until is not None and entry.valid_until < today:
        yield Finding(entry.id, "valid_until", f"已于 {entry.valid_until} 失效", wrong=True)
    elif entry.valid_until is not None and entry.valid_until - today < _SOON:
        yield Finding(entry.id, "valid_until", f"将于 {entry.valid_until} 失效")
    if len(entry.variants) < 3:
        yield Finding(entry.id, "variants", "问法少于 3 种，不易找到")


def _asked_twice(entries: Iterable[KnowledgeEntry]) -> list[Finding]:
    """Ways to ask that are the same once they are read."""
    owners: dict[frozenset[str], dict[str, str]] = defaultdict(dict)
    for entry in entries:
        for asked in entry.asked:
            owners[frozenset(features(asked))][entry.id] = asked
    return [
        Finding(ids[1], "variants", f"“{same[ids[1]]}”与 {ids[0]} 的问法相同", wrong=True)
        for same in owners.values()
        if len(ids := list(same)) > 1
    ]
