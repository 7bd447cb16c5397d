from __future__ import annotations

from datetime import timedelta

import pytest

from weiyin.base.errors import BadInput
from weiyin.places.queues import FRESH, Queue, queue_at, report


def test_the_newest_report_counts(store, clock) -> None:
    def tell(waiting: int, at) -> None:
        store.run(lambda tx: report(tx, "demo", "B1", waiting=waiting, windows=3, at=at))

    now = clock.now()
    tell(8, now)
    tell(20, now - timedelta(minutes=1))
    look = lambda at: store.read(lambda r: queue_at(r, "demo", "B1", at))  # noqa: E731
    assert look(now) == Queue(8, 3, now)
    assert look(now).words() == "等候8人，约需16分钟"
    tell(0, now + timedelta(minutes=1))
    assert look(now + timedelta(minutes=1)).words() == "无需等候"
    assert look(now + timedelta(minutes=2) + FRESH) is None


def test_an_unknown_branch_has_no_queue(store, clock) -> None:
    assert store.read(lambda r: queue_at(r, "demo", "nowhere", clock.now())) is None


@pytest.mark.parametrize(("waiting", "windows"), [(-1, 1), (1, -1), (10**6, 1)])
def test_nonsense_is_refused(store, clock, waiting: int, windows: int) -> None:
    with pytest.raises(BadInput):
        store.run(
            lambda tx: report(tx, "demo", "B1", waiting=waiting, windows=windows, at=clock.now())
        )
