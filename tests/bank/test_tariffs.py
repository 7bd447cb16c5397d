"""Dated settings: what is shipped, what a bank puts in its place, and from when on."""

from __future__ import annotations

from datetime import date

import pytest

from weiyin.bank import tariffs
from weiyin.base.errors import BadInput, Misconfigured
from weiyin.storage.store import Store

RATE, JULY = "credit.daily_interest_ppm", date(2026, 7, 1)


def test_every_shipped_setting_says_what_it_is_and_whence() -> None:
    for one in tariffs.shipped().values():
        assert one.about and one.source and one.values, one.name


def test_a_banks_own_value_counts_from_its_day_on(store: Store) -> None:
    store.run(lambda tx: tariffs.put(tx, "b", RATE, JULY, 350))

    def look(book: str, day: date) -> int:
        return store.read(lambda reader: tariffs.at(reader, book, RATE, day))

    assert [look("b", date(2026, 6, 30)), look("b", JULY), look("other", JULY)] == [500, 350, 500]


def test_a_span_is_cut_where_the_value_changes(store: Store) -> None:
    store.run(lambda tx: tariffs.put(tx, "b", RATE, JULY, 350))
    known = store.read(lambda reader: tariffs.timeline(reader, "b", RATE))
    assert tariffs.spans(known, date(2026, 6, 20), date(2026, 7, 5)) == [(11, 500), (4, 350)]
    assert tariffs.spans(known, JULY, JULY) == []


def test_unknown_names_and_kinds_are_refused(store: Store) -> None:
    with pytest.raises(Misconfigured):
        store.read(lambda reader: tariffs.at(reader, "b", "credit.no_such", JULY))
    with pytest.raises(Misconfigured):
        store.read(lambda reader: tariffs.words_at(reader, "b", RATE, JULY))
    with pytest.raises(BadInput):
        store.run(lambda tx: tariffs.put(tx, "b", RATE, JULY, "much"))
