"""What operators send by the command line: campaigns, tags and their menus, articles to many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.e2e.sockets import until
from tests.e2e.town import Town, open_town
from tests.house.bank import LI, WANG
from tests.house.made import OA
from weiyin.base.clock import ManualClock
from weiyin.cli import app as cli
from weiyin.outreach.campaigns.campaign import State, access_campaign
from weiyin.outreach.segments.audience import Refresh
from weiyin.people.consents import Purpose, give_consent

PLAN = """
name = "夏日礼遇"
rule = "存款 ≥ 10000"
goal = "有信用卡 = 是"
holdout = 0
starts = 2020-01-01T00:00:00+08:00
ends = 2100-01-01T00:00:00+08:00

[[arms]]
name = "A"
title = "夏日礼遇"
words = "周边商户满100减30"
path = "/p/f/offers_nearby"
"""
MENU = {"button": [{"type": "click", "name": "贵宾", "key": "balance_query"}]}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "606060600000000500010d0a2db40000000049454e44ae426082"
)


@pytest.fixture
def town(sqlite_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """王小明 and 李雷 bound and agreed; the command line has the town's settings."""
    with open_town(sqlite_url, clock) as made:
        monkeypatch.setattr("weiyin.settings.load_settings", lambda: made.app.settings)
        for phone, person in ((made.wang, WANG), (made.li, LI)):
            made.bind(phone, person)
            _agree(made, phone.openid())
        Refresh(made.app.store, clock, made.app.cores, lambda _: (OA,))()
        yield made


def _agree(town: Town, openid: str) -> None:
    town.app.store.run(
        lambda tx: give_consent(
            tx, oa=OA, openid=openid, purpose=Purpose.MARKETING, version="2026-11", text="x",
            at=town.clock.now(),
        )
    )  # fmt: skip


def run(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(cli, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def refused(*words: str) -> str:
    done = CliRunner().invoke(cli, list(words))
    assert done.exit_code == 1
    return done.output


def test_a_campaign_from_its_file_to_the_phone(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    made = run("campaign", "draft", str(file), "--by", "ann")
    assert (made["state"], made["people"]) == ("draft", 1)
    assert "另一位同事" in refused("campaign", "approve", made["campaign"], "--by", "ann")
    run("campaign", "approve", made["campaign"], "--by", "ben")
    town.wang.say("你好")
    town.clock.advance(timedelta(minutes=2))
    until(lambda: "夏日礼遇" in str(town.wang.bubbles("custom")))
    assert "夏日礼遇" not in str(town.li.bubbles("custom"))
    shown = run("campaign", "show", made["campaign"])
    assert (shown["made_by"], shown["reviewed_by"]) == ("ann", "ben")
    assert shown["arms"]["A"]["people"] == 1
    run("campaign", "stop", made["campaign"], "--by", "eve")
    [listed] = run("campaign", "list")
    assert listed["state"] == "stopped"
    found = town.app.store.read(lambda r: access_campaign(r, OA, made["campaign"]))
    assert found.state is State.STOPPED


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("存款", "身高", "没有“身高”这一项"),
        ("holdout = 0", "holdout = 90", "对照组最多一半"),
        ('name = "夏日礼遇"', "name = 3", "name"),
        ("ends = 2100", "ends = 2019", "结束时间"),
        ("/p/f/", "https://evil.example/", "只能打开本行页面"),
        ("holdout", "hold out", "不是 TOML"),
    ],
)  # fmt: skip
def test_a_plan_is_judged_before_it_is_written_down(
    town: Town, tmp_path: Path, old: str, new: str, why: str
) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN.replace(old, new, 1), encoding="utf-8")
    assert why in refused("campaign", "draft", str(file), "--by", "ann").replace("\n", "")


def test_a_tag_by_rule_and_the_menu_of_who_has_it(town: Town, tmp_path: Path) -> None:
    town.publish_menu()
    told = run("campaign", "tag", "贵宾", "存款 > 10000")
    assert (told["people"], told["added"], told["removed"]) == (1, 1, 0)
    assert run("campaign", "tag", "贵宾", "存款 > 10000")["added"] == 0
    file = tmp_path / "menu.json"
    file.write_text(json.dumps(MENU), encoding="utf-8")
    run("campaign", "menu", "贵宾", str(file))
    client = town.app.clients[OA]

    def sees(openid: str) -> str:
        body = {"user_id": openid}
        return client.post("/cgi-bin/menu/trymatch", body, repeatable=True)["button"][0]["name"]

    assert sees(town.wang.openid()) == "贵宾"
    assert sees(town.li.openid()) != "贵宾"
    told = run("campaign", "tag", "贵宾", "存款 < 10000")
    assert (told["added"], told["removed"]) == (1, 1)
    assert sees(town.li.openid()) == "贵宾"
    assert "没有标签" in refused("campaign", "menu", "没有", str(file))


def test_articles_to_a_tester_then_to_a_tag(town: Town, tmp_path: Path) -> None:
    (tmp_path / "cover.png").write_bytes(PIXEL)
    file = tmp_path / "article.json"
    article = {"title": "七月理财月刊", "digest": "本月利率", "content": "<p>正文</p>",
               "url": town.bank_url, "cover": "cover.png"}  # fmt: skip
    file.write_text(json.dumps(article), encoding="utf-8")
    draft = run("mass", "draft", str(file))["media_id"]
    run("mass", "preview", draft, town.li.openid())
    assert "七月理财月刊" in str(town.li.bubbles("preview"))
    assert town.wang.bubbles("preview") == []
    run("campaign", "tag", "贵宾", "存款 > 10000")
    sent = run("mass", "send", draft, "--key", "2026-07", "--tag", "贵宾")
    assert sent["sent_today"] == 1
    assert len(town.wang.bubbles("mass")) == 1
    assert town.li.bubbles("mass") == []
    assert "45065" in refused("mass", "send", draft, "--key", "2026-07")
    assert run("mass", "status", sent["msg_id"])["status"] == "SEND_SUCCESS"
    for turn in range(3):
        run("mass", "send", draft, "--key", f"more-{turn}", "--tag", "贵宾")
    assert "45028" in refused("mass", "send", draft, "--key", "fifth", "--tag", "贵宾")
    run("mass", "send", draft, "--key", "all")
    assert (len(town.wang.bubbles("mass")), len(town.li.bubbles("mass"))) == (4, 1)
    run("mass", "stop", sent["msg_id"])
    assert run("mass", "status", sent["msg_id"])["status"] == "DELETE"
