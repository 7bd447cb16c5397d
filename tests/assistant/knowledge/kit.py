"""Small knowledge bases for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.knowledge.entry import KnowledgeEntry
from weiyin.base.clock import ManualClock

RENTAL = KnowledgeEntry(
    id="box-001",
    category="网点服务",
    question="保管箱怎么续租",
    variants=("租的保险柜到期了", "保管箱续费", "箱子租期满了怎么办"),
    answer="请在到期前带身份证和钥匙到{bank}原网点续租。",
    owner="运营管理部",
    source="保管箱业务须知",
    valid_from=date(2026, 1, 1),
)


def rental(**changes: object) -> KnowledgeEntry:
    return replace(RENTAL, **changes)  # type: ignore[arg-type]


def knowledge(clock: ManualClock) -> KnowledgeBase:
    return KnowledgeBase("示范银行", "95000", clock)
