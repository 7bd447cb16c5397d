"""Campaigns that wait: something happens to a person, and only then they are told, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.checks import Sabotage
from tests.house.made import OA, House
from tests.outreach.test_campaigns import deliver, launch, plan, town
from weiyin.base.ask import AskKind, Point
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import BadInput
from weiyin.outreach.campaigns.happening import (
    TOPIC,
    Birthdays,
    Happenings,
    happened_in,
    put_happened,
)
from weiyin.outreach.campaigns.occasion import Happened, What, read_occasion
from weiyin.outreach.delivery.courier import Courier, one_by_one
from weiyin.outreach.segments.audience import members
from weiyin.people.consents import Purpose, end_consent, give_consent
from weiyin.places.stays import areas_of
from weiyin.storage.sql import sql

__all__ = ["town"]

SABOTAGE = {
    "D06": Sabotage(
        "src/weiyin/reception/whereabouts.py",
        "marketing is None or marketing.version < STAYS_SINCE",
        "marketing is ...",
    ),
}
GUOMAO, BUND = Point(39.9090, 116.4600), Point(31.2397, 121.4900)


def consents(house: House, version: str = "2026-11", *purposes: Purpose) -> None:
    now = house.clock.now()
    for purpose in purposes or (Purpose.LOCATION, Purpose.MARKETING):
        house.app.store.run(
            lambda tx, purpose=purpose: give_consent(
                tx, oa=OA, openid="o-wang", purpose=purpose, version=version, text="x", at=now
            )
        )


def stays(house: House) -> set[str]:
    return house.app.store.read(lambda r: areas_of(r, OA, "o-wang"))


def comes(house: House, point: Point = GUOMAO) -> None:
    house.ask("o-wang", AskKind.WHEREABOUTS, place=point)


def happens(house: House, one: Happened) -> None:
    now = house.clock.now()
    key = f"{one.what}:{one.fen}:{now}"
    house.app.store.run(lambda tx: put_happened(tx, OA, "o-wang", one, key=key, at=now))


def tell(house: House) -> list[str]:
    """A minute passes: the courier's chores, what happened, and whom it was told."""
    store, clock = house.app.store, house.clock
    Courier(store, clock, {TOPIC: one_by_one(Happenings(store, clock))}).drain()
    return deliver(house)


MET: dict[str, Callable[[House], None]] = {
    "工资到账": lambda house: happens(house, Happened(What.SALARY)),
    "账单 ≥ 5000": lambda house: happens(house, Happened(What.BILL, 500_000)),
    "产品到期": lambda house: happens(house, Happened(What.MATURES)),
    "进入 “国贸”": comes,
}
"""What meets each occasion."""
NOT_MET: dict[str, Callable[[House], None]] = {
    "工资到账": lambda house: happens(house, Happened(What.MATURES)),
    "账单 ≥ 5000": lambda house: happens(house, Happened(What.BILL, 499_999)),
    "产品到期": lambda house: happens(house, Happened(What.SALARY)),
    "进入 “国贸”": lambda house: comes(house, BUND),
}


@pytest.mark.parametrize("occasion", MET)
def test_it_waits_until_it_happens_and_goes_once(town: House, occasion: str) -> None:
    consents(town)
    launch(town, plan(town, occasion=occasion))
    assert deliver(town) == []
    NOT_MET[occasion](town)
    assert tell(town) == []
    MET[occasion](town)
    assert tell(town) == ["o-wang"]
    town.clock.advance(timedelta(hours=7))
    MET[occasion](town)
    assert tell(town) == []


def test_a_birthday_sets_it_off(town: House) -> None:
    launch(town, plan(town, occasion="生日"))
    deliver(town)
    store, clock = town.app.store, town.clock
    today = shanghai_day(clock.now()).strftime("%m-%d")
    store.run(lambda tx: tx.run(sql("UPDATE audience SET born = '1990-01-01'")))
    chore = Birthdays(store, clock, (OA,))
    assert chore() == 0
    born = sql("UPDATE audience SET born = :born WHERE openid = 'o-wang'")
    store.run(lambda tx: tx.run(born, born=f"1990-{today}"))
    chore = Birthdays(store, clock, (OA,))
    assert (chore(), chore()) == (1, 0)
    assert tell(town) == ["o-wang"]


def test_only_whom_the_rule_means(town: House) -> None:
    launch(town, plan(town, occasion="工资到账", rule="有信用卡 = 否"))
    deliver(town)
    happens(town, Happened(What.SALARY))
    assert tell(town) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("发工资", "看不懂"),
        ("工资到账 ≥ 5", "应写作"),
        ("进入", "应写作"),
        ("生日 “国贸”", "应写作"),
        ("进入 “火星”", "没有唯一的商圈"),
        ("账单 ≥ 很多", "金额"),
    ],
)
def test_an_occasion_is_checked_before_it_runs(town: House, text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        launch(town, plan(town, occasion=text))


def test_what_the_books_tell_is_what_happened() -> None:
    salary = {"kind": "salary", "amount_fen": 800_000}
    bill = {"kind": "cc_bill_ready", "facts": [["本期应还", "8,214.55元"]]}
    assert happened_in(salary) == Happened(What.SALARY)
    assert happened_in(bill) == Happened(What.BILL, 821_455)
    assert happened_in({"kind": "purchase", "amount_fen": -5}) is None
    assert happened_in({"kind": "wealth_maturing"}) == Happened(What.MATURES)
    assert happened_in({"kind": "wealth_paid", "memo": "稳利90天到期兑付"}) == Happened(
        What.MATURES
    )
    assert happened_in({"kind": "wealth_paid", "memo": "现金宝赎回到账"}) is None
    occasion = read_occasion("账单 ≥ 8,214.55")
    assert occasion is not None
    assert occasion.is_met_by(Happened(What.BILL, 821_455))


# -- places in rules -------------------------------------------------------------------------


def test_segments_by_where_people_are_and_have_been(town: House) -> None:
    consents(town)
    comes(town)
    today = date(2026, 7, 20)

    def whom(rule: str, day: date = today) -> list[str]:
        return town.app.store.read(lambda r: members(r, OA, rule, day, after="", most=9))

    assert whom("在 “国贸”") == whom("靠近 “北京三里屯”") == whom("到过 “国贸”") == ["o-wang"]
    assert whom("在 “三里屯”") == whom("到过 “陆家嘴”") == []
    assert whom("非 到过 “国贸” 且 存款 ≥ 0") == ["o-li"]
    later = today + timedelta(days=9)
    assert whom("在 “国贸”", later) == []
    assert whom("到过 “国贸”", later) == ["o-wang"]


def test_d06_areas_are_kept_only_for_who_agreed_to_that(town: House) -> None:
    consents(town, "2026-11", Purpose.LOCATION)
    now = town.clock.now()
    town.app.store.run(
        lambda tx: give_consent(
            tx, oa=OA, openid="o-wang", purpose=Purpose.MARKETING, version="2026-01", text="",
            at=now,
        )
    )  # fmt: skip
    comes(town)
    assert stays(town) == set()  # the old words did not speak of areas
    consents(town)
    comes(town)
    assert stays(town) == {"北京国贸"}


@pytest.mark.parametrize("purpose", [Purpose.LOCATION, Purpose.MARKETING])
def test_d06_areas_go_with_either_consent_and_after_thirty_days(
    town: House, purpose: Purpose
) -> None:
    consents(town)
    comes(town)
    town.app.store.run(lambda tx: end_consent(tx, OA, "o-wang", purpose, town.clock.now()))
    assert stays(town) == set()
    consents(town)
    comes(town)
    assert stays(town)
    town.clock.advance(timedelta(days=31))
    town.app.courier.tidy()
    assert stays(town) == set()
