"""The daily close: in sequence, once, and going on where it was cut off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from weiyin.bank.close import machine
from weiyin.bank.close.machine import close_day, close_in, close_through, last_closed
from weiyin.bank.close.step import Step, _sequence
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.service import Office
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput, Broken, Misconfigured
from weiyin.storage.store import Store

DAY = date(2026, 7, 19)


class Diary:
    """A step that writes down what it did, and breaks at a subject until mended."""

    def __init__(self, count: int, breaks_at: int = -1) -> None:
        self.names = [f"{number:04d}" for number in range(count)]
        self.breaks_at = breaks_at
        self.done: list[str] = []

    def subjects(self, _office: Office, _day: date, after: str, room: int) -> Sequence[str]:
        return [name for name in self.names if name > after][:room]

    def close(self, _office: Office, _day: date, subject: str) -> int:
        if subject == f"{self.breaks_at:04d}":
            raise Broken("cut off")
        self.done.append(subject)
        return 1


@pytest.fixture
def core(clock: ManualClock, sealer: object) -> EmbeddedCore:
    return EmbeddedCore("test", clock, sealer)  # type: ignore[arg-type]


def _only(monkeypatch: pytest.MonkeyPatch, *steps: Step) -> None:
    monkeypatch.setattr(machine, "steps", lambda: steps)


def test_a_close_that_was_cut_off_goes_on(
    store: Store, core: EmbeddedCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary = Diary(250, breaks_at=150)
    _only(monkeypatch, Step("diary", "记", diary.subjects, diary.close))
    with pytest.raises(Broken):
        close_day(store, core, DAY)
    assert store.read(lambda reader: last_closed(reader, "test")) is None
    diary.breaks_at = -1
    before = len(diary.done)
    assert close_day(store, core, DAY).done == (("diary", 250),)
    assert diary.done[before:] == diary.names[100:]  # the unit that was lost is done anew
    assert close_day(store, core, DAY).done == (("diary", 250),)
    assert len(diary.done) == before + 150


def test_days_are_caught_up_in_their_sequence(
    store: Store, core: EmbeddedCore, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[date] = []

    def close(_office: Office, day: date, _subject: str) -> int:
        seen.append(day)
        return 1

    _only(monkeypatch, Step("one", "一", lambda *a: () if a[2] else ("x",), close))
    assert close_through(store, core, DAY, first=DAY - timedelta(days=2)) == 3
    assert close_through(store, core, DAY, first=DAY) == 0
    clock.advance(timedelta(days=2))
    assert close_through(store, core, DAY + timedelta(days=2), first=DAY) == 2
    assert seen == [DAY + timedelta(days=one) for one in range(-2, 3)]
    with pytest.raises(BadInput):
        close_day(store, core, DAY - timedelta(days=3))
    assert store.run(lambda tx: close_in(tx, core, DAY)).done == (("one", 1),)


def test_a_day_that_has_not_ended_is_not_closed(store: Store, core: EmbeddedCore) -> None:
    with pytest.raises(BadInput):
        close_day(store, core, DAY + timedelta(days=1))


def test_steps_come_after_those_they_name() -> None:
    def step(name: str, *after: str) -> Step:
        diary = Diary(0)
        return Step(name, name, diary.subjects, diary.close, after)

    ordered = _sequence({s.name: s for s in (step("a", "c"), step("b"), step("c"))})
    assert sorted(ordered) == ["a", "b", "c"]
    assert ordered.index("c") < ordered.index("a")
    with pytest.raises(Misconfigured):
        _sequence({"a": step("a", "b"), "b": step("b", "a")})
    with pytest.raises(Misconfigured):
        _sequence({"a": step("a", "nobody")})
