"""Made customers: always the same ones, in all shades that rules speak of, counted as they are."""

from __future__ import annotations

from datetime import date

from tests.house.made import OA, House
from weiyin.demo.crowd import make_crowd
from weiyin.outreach.segments.audience import Refresh, count
from weiyin.storage.sql import sql

MANY = 3_000
DAY = date(2026, 7, 20)
_ROWS = sql("SELECT openid, born, has_credit, deposit_fen, debt_fen, status FROM audience")
_TAGS = sql("SELECT tag, count(*) FROM audience_tags GROUP BY tag")


def test_a_crowd_is_made_once_and_counted_as_it_is(house: House) -> None:
    store, now, done = house.app.store, house.clock.now(), list[float]()
    assert make_crowd(store, OA, MANY, now, done.append) == MANY
    assert make_crowd(store, OA, MANY, now, done.append) == 0
    assert done[-1] == 1.0
    rows = store.read(lambda r: r.all(_ROWS))
    assert len({row[0] for row in rows}) == MANY
    assert all(date.fromisoformat(row[1]) < DAY for row in rows)
    for rule, means in (
        ("存款 ≥ 50000", lambda row: row[3] >= 5_000_000),
        ("有信用卡 = 是 且 信用卡欠款 > 100", lambda row: row[2] == 1 and row[4] > 10_000),
        ("年龄 ≥ 40 或 存款 < 100", lambda row: row[1] <= "1986-07-20" or row[3] < 10_000),
    ):
        found = store.read(lambda r, rule=rule: count(r, OA, rule, DAY))
        assert found == sum(map(means, rows))
        assert 0 < found < MANY
    tags = dict(store.read(lambda r: r.all(_TAGS)))
    assert store.read(lambda r: count(r, OA, '标签 "VIP"', DAY)) == tags["VIP"] > 0


def test_the_daily_renewal_leaves_them(house: House) -> None:
    store, now = house.app.store, house.clock.now()
    make_crowd(store, OA, 50, now, lambda _: None)
    Refresh(store, house.clock, house.app.cores, lambda _: (OA,))()
    assert store.read(lambda r: count(r, OA, "有借记卡 = 是", DAY)) == 50
