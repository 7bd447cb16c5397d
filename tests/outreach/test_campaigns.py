"""Segments and campaigns: who is meant, who may be told, what it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from tests.checks import Sabotage
from tests.house.bank import LI, WANG
from tests.house.made import OA, House
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.reply import Reply
from weiyin.base.sender import Fate, Never, Notice, Sent
from weiyin.outreach.campaigns import members as people
from weiyin.outreach.campaigns.campaign import (
    Arm,
    Plan,
    State,
    access_campaign,
    approve,
    draft,
    stop,
)
from weiyin.outreach.campaigns.lift import Group, lift
from weiyin.outreach.campaigns.members import arm_of, outcome
from weiyin.outreach.campaigns.runner import TOPIC, CampaignTeller, Runner
from weiyin.outreach.delivery.courier import Courier, one_by_one
from weiyin.outreach.segments.audience import Refresh, count, members, tag, untag
from weiyin.outreach.segments.rule import compile_rule
from weiyin.people.consents import Purpose, end_consent, give_consent
from weiyin.storage.sql import sql

SABOTAGE = {
    "D09": Sabotage(
        "src/weiyin/outreach/campaigns/members.py",
        "standing_consent(reader, oa, openid, Purpose.MARKETING) is not None",
        "True",
    ),
    "G03": Sabotage(
        "src/weiyin/outreach/campaigns/campaign.py",
        "if access_campaign(tx, oa, campaign_id).made_by == who:",
        "if access_campaign(tx, oa, campaign_id).made_by == '':",
    ),
}
DAY = date(2026, 7, 20)
RULES = [
    ("存款 ≥ 0", {"o-wang", "o-li"}),
    ("存款 > 10000", {"o-wang"}),
    ("有信用卡 = 是", {"o-wang"}),
    ("非 有信用卡 = 是", {"o-li"}),
    ("有借记卡 = 是 且 (有信用卡 = 否 或 信用卡欠款 > 5000)", {"o-wang", "o-li"}),
    ('标签 "VIP" 或 存款 > 10000', {"o-wang", "o-li"}),
    ("标签“VIP” 且 非 标签“员工”", {"o-li"}),
    ("年龄 ≥ 18", {"o-wang", "o-li"}),
    ("年龄 < 18", set()),
    ("关注天数 < 1", {"o-wang", "o-li"}),
]


@pytest.fixture
def town(house: House) -> House:
    """王小明 with both cards and 李雷 with one, both agreed to marketing; 李雷 is a VIP."""
    house.bind("o-wang", WANG)
    house.bind_credit("o-wang", WANG)
    house.bind("o-li", LI)
    app = house.app
    for openid in ("o-wang", "o-li"):
        app.store.run(lambda tx, openid=openid: _agree(tx, openid, house))
    app.store.run(lambda tx: tag(tx, OA, "o-li", "VIP"))
    assert Refresh(app.store, house.clock, app.cores, lambda _: (OA,))() == 2
    return house


def _agree(tx: Any, openid: str, house: House) -> None:
    give_consent(
        tx, oa=OA, openid=openid, purpose=Purpose.MARKETING, version="1", text="x",
        at=house.clock.now(),
    )  # fmt: skip


def test_rules_mean_whom_they_say(town: House) -> None:
    for rule, whom in RULES:
        found = town.app.store.read(
            lambda r, rule=rule: members(r, OA, rule, DAY, after="", most=9)
        )
        assert set(found) == whom, rule
        assert town.app.store.read(lambda r, rule=rule: count(r, OA, rule, DAY)) == len(whom)
    town.app.store.run(lambda tx: untag(tx, OA, "o-li", "VIP"))
    assert town.app.store.read(lambda r: count(r, OA, '标签 "VIP"', DAY)) == 0


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("", "没有写完"),
        ("存款", "缺少比较符号"),
        ("存款 ≥", "缺少值"),
        ("身高 ≥ 180", "没有“身高”这一项"),
        ("存款 ≥ 1 存款 < 2", "缺少“且”或“或”"),
        ("(存款 ≥ 1", "缺少）"),
        ("年龄 = 30", "不能用“=”"),
        ("有信用卡 = 1", "请写“是”或“否”"),
        ("存款 ≥ 很多", "金额"),
        ("存款 ≥ 1; DROP TABLE audience", "金额"),
        ("(" * 50, "层数太多"),
        ("非 " * 50 + "存款 ≥ 1", "层数太多"),
        ("字" * 2_000, "最多1000个字"),
    ],
)
def test_a_rule_is_checked_before_it_runs(rule: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        compile_rule(rule, DAY)


@given(st.text(max_size=60), st.sampled_from(["存款 ≥ ", '标签 "', "年龄 < ", "非 ", ""]))
def test_whatever_is_written_is_a_condition_or_a_refusal(text: str, start: str) -> None:
    try:
        made = compile_rule(start + text, DAY)
    except BadInput:
        return
    assert set(made.sql) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.:=<>()' 0123456789"
    )


@dataclass
class Heard:
    told: list[tuple[str, Reply]]
    fate: Fate

    def notify(self, _oa: str, _openid: str, _notice: Notice, _key: str) -> Fate:
        raise AssertionError("marketing never goes by template")

    def reply_later(self, _oa: str, openid: str, reply: Reply, _key: str) -> Fate:
        self.told.append((openid, reply))
        return self.fate


def plan(house: House, **more: Any) -> Plan:
    now = house.clock.now()
    arms = (Arm("A", "夏日礼遇", "点此查看", "/p/f/offers_nearby"),)
    until = now + timedelta(days=7)
    made = Plan("夏日", "存款 ≥ 0", "有信用卡 = 是", arms, 0, now, until)
    return replace(made, **more)


def launch(house: House, made: Plan) -> str:
    now, store = house.clock.now(), house.app.store
    id_ = store.run(lambda tx: draft(tx, OA, made, who="staff-1", at=now))
    store.run(lambda tx: approve(tx, OA, id_, who="staff-2", at=now))
    return id_


def deliver(house: House, fate: Fate | None = None) -> list[str]:
    heard = Heard([], fate or Sent("1"))
    store, clock = house.app.store, house.clock
    Runner(store, clock)()
    handlers = {TOPIC: one_by_one(CampaignTeller(store, clock, heard))}
    Courier(store, clock, handlers).drain()
    return sorted(openid for openid, _ in heard.told)


def test_it_reaches_who_is_meant_once(town: House) -> None:
    id_ = launch(town, plan(town))
    assert deliver(town) == ["o-li", "o-wang"]
    assert deliver(town) == []
    assert town.app.store.read(lambda r: access_campaign(r, OA, id_)).state is State.DONE


@pytest.mark.parametrize("fate", [Never("no window"), Sent("1")])
def test_it_stands_in_the_message_centre_in_any_case(town: House, fate: Fate) -> None:
    launch(town, plan(town))
    deliver(town, fate)
    assert "夏日礼遇" in town.say("o-li", "消息中心")


def test_g03_who_made_it_cannot_approve_it(town: House) -> None:
    now, store = town.clock.now(), town.app.store
    id_ = store.run(lambda tx: draft(tx, OA, plan(town), who="staff-1", at=now))
    with pytest.raises(NotAllowed):
        store.run(lambda tx: approve(tx, OA, id_, who="staff-1", at=now))
    assert deliver(town) == []


def _opts_out(house: House) -> None:
    now = house.clock.now()
    house.app.store.run(lambda tx: end_consent(tx, OA, "o-li", Purpose.MARKETING, now))


def _set(words: str) -> Callable[[House], object]:
    statement = sql(f"UPDATE audience SET {words} WHERE openid = 'o-li'")
    return lambda house: house.app.store.run(lambda tx: tx.run(statement))


NOT_TOLD = {
    "opted out": _opts_out,
    "left": lambda house: house.unfollow("o-li"),
    "closed": _set("status = 'closed'"),
    "a minor": _set("born = '2012-01-01'"),
    "of unknown age": _set("born = ''"),
}


@pytest.mark.parametrize("why", NOT_TOLD)
@pytest.mark.parametrize("when", ["before", "while it waits"])
def test_d09_nobody_is_told_who_should_not_be(town: House, why: str, when: str) -> None:
    if when == "before":
        NOT_TOLD[why](town)
    launch(town, plan(town))
    Runner(town.app.store, town.clock)()
    if when != "before":
        NOT_TOLD[why](town)
    assert deliver(town) == ["o-wang"]


def test_d09_nobody_is_told_too_often(town: House) -> None:
    told = []
    for _ in range(people.A_MONTH + 2):
        launch(town, plan(town))
        told += deliver(town)
    assert told.count("o-li") == people.A_MONTH
    town.clock.advance(timedelta(days=31))
    launch(town, plan(town))
    assert deliver(town) == ["o-li", "o-wang"]


def test_a_stop_holds_for_what_waits(town: House) -> None:
    id_ = launch(town, plan(town))
    Runner(town.app.store, town.clock)()
    now = town.clock.now()
    town.app.store.run(lambda tx: stop(tx, OA, id_, who="staff-3", at=now))
    assert deliver(town) == []


def test_a_part_is_held_out_and_the_rest_parted_evenly(town: House) -> None:
    arms = (Arm("A", "甲", "x", "/p/a"), Arm("B", "乙", "x", "/p/b"))
    id_ = launch(town, plan(town, arms=arms, holdout_bp=2_000))
    made = town.app.store.read(lambda r: access_campaign(r, OA, id_))
    drawn = [arm_of(made, f"o-{number}") for number in range(4_000)]
    assert abs(drawn.count(None) - 800) < 120
    assert abs(drawn.count(arms[0]) - drawn.count(arms[1])) < 250
    assert [arm_of(made, f"o-{number}") for number in range(9)] == drawn[:9]


def test_the_outcome_counts_who_reached_the_goal(town: House) -> None:
    id_ = launch(town, plan(town))
    deliver(town)
    made = town.app.store.read(lambda r: access_campaign(r, OA, id_))
    now = town.clock.now()
    group, gained = town.app.store.read(lambda r: outcome(r, made, now))["A"]
    assert group == Group(2, 1)
    assert not gained.is_clear


@pytest.mark.parametrize(
    ("told", "held", "low", "high"),
    [
        # Newcombe 1998, table II, method 10: (a) and (b).
        (Group(70, 56), Group(80, 48), 0.0524, 0.3339),
        (Group(10, 9), Group(10, 3), 0.1705, 0.8090),
    ],
)
def test_the_interval_is_newcombes(told: Group, held: Group, low: float, high: float) -> None:
    found = lift(told, held)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)
    assert found.is_clear


def test_nothing_is_claimed_of_nobody() -> None:
    assert not lift(Group(0, 0), Group(10, 3)).is_clear


@pytest.mark.parametrize(
    "wrong",
    [
        {"rule": "身高 > 3"},
        {"goal": ""},
        {"arms": ()},
        {"arms": (Arm("A", "x", "x", "https://elsewhere.example/"),)},
        {"holdout_bp": 9_000},
    ],
)
def test_what_could_not_run_is_no_draft(town: House, wrong: dict[str, Any]) -> None:
    now = town.clock.now()
    with pytest.raises(BadInput):
        town.app.store.run(lambda tx: draft(tx, OA, plan(town, **wrong), who="s", at=now))
