"""What operators steer: functions off and on, codes, menus; each felt in the chat at once."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import httpx
import pytest

from tests.console.conftest import Browser, proposal_on, words_of
from tests.house.made import OA, House
from weiyin.bank.services.bills import Bills
from weiyin.base.clock import SystemClock
from weiyin.base.errors import NotAllowed
from weiyin.console.figures.alerts import rules
from weiyin.functions.catalogue import load_catalogue
from weiyin.functions.menu_versions import live_versions, published, withdrawn
from weiyin.functions.steering import Steering

_SOON = timedelta(seconds=31)


def test_a_function_switched_off_is_off_for_everybody(operator: Browser, house: House) -> None:
    before = house.say("o-1", "存款利率是多少")
    off = "/accounts/deposit_rate_query"
    assert operator.post(f"{off}/off", {"why": " "}).status_code == 422
    assert operator.post(f"{off}/off", {"why": "系统升级"}).status_code == 303
    house.clock.advance(_SOON)
    assert "暂停办理" in house.say("o-1", "存款利率是多少")
    assert "系统升级" in words_of(operator.get("/accounts"))
    assert operator.post(f"{off}/on").status_code == 303
    house.clock.advance(_SOON)
    assert house.say("o-1", "存款利率是多少") == before
    assert operator.post("/accounts/no_such/off", {"why": "x"}).status_code == 404


def test_a_code_opens_its_function(operator: Browser, house: House) -> None:
    form = {"code": "lv", "function_id": "deposit_rate_query"}
    assert operator.post("/commands", form).status_code == 303
    house.clock.advance(_SOON)
    assert house.say("o-1", "LV") == house.say("o-1", "存款利率是多少")
    assert operator.post("/commands", form | {"code": "太长的指令"}).status_code == 422
    assert operator.post("/commands/remove", {"code": "LV"}).status_code == 303
    assert "LV" not in words_of(operator.get("/commands"))


def test_a_menu_is_published_by_two_and_not_when_wechat_refuses(
    operator: Browser, second: Browser, house: House
) -> None:
    form = {"name0": "查询", "name00": "余额", "key00": "balance_query"}
    assert operator.post("/menus", form | {"name0": "太长的一级菜单标题"}).status_code == 422
    assert operator.post("/menus", {"name0": "空"}).status_code == 422
    assert operator.post("/menus", form).status_code == 303
    assert operator.post("/menus/1/publish", {"why": "改版"}).status_code == 303
    proposal = proposal_on(second.get("/approvals"))
    answer = second.approve("operator2", proposal)  # nothing listens where WeChat should be
    assert answer.status_code >= 500
    assert proposal_on(second.get("/approvals")) == proposal  # and so nothing is approved
    assert "已发布" not in words_of(operator.get("/menus"))


def test_a_wrong_menu_comes_back_as_it_was_filled_in(operator: Browser) -> None:
    form = {"name0": "查询", "name03": "余额", "key03": ""}
    page = operator.post("/menus", form)
    assert page.status_code == 422
    assert re.search(r'is-invalid" name="key03"', page.text)
    assert 'value="余额"' in page.text
    untitled = operator.post("/menus", {"name12": "余额", "key12": "balance_query"})
    assert re.search(r'is-invalid" name="name1"', untitled.text)


def test_an_older_version_is_gone_back_to(operator: Browser, second: Browser, house: House) -> None:
    for oldest in ("余额", "余额查询"):
        form = {"name0": "查询", "name00": oldest, "key00": "balance_query"}
        assert operator.post("/menus", form).status_code == 303
    assert operator.post("/menus", form | {"tag": "7"}).status_code == 303
    for version in (1, 2):
        house.app.store.run(partial(published, oa=OA, version=version, now=house.clock.now()))
        house.clock.advance(timedelta(seconds=1))
    page = words_of(operator.get("/menus"))
    assert "退回到此版" in page
    assert operator.post("/menus/1/publish", {"why": "客户不习惯"}).status_code == 303
    assert "退回菜单第 1 版" in words_of(second.get("/approvals"))
    assert operator.post("/menus/2/withdraw", {"why": "x"}).status_code == 422  # everybody's
    house.app.store.run(partial(published, oa=OA, version=3, now=house.clock.now()))
    live = house.app.store.read(lambda r: live_versions(r, OA))
    assert {tag: one.version for tag, one in live.items()} == {"": 2, "7": 3}
    house.app.store.run(partial(withdrawn, oa=OA, tag="7"))
    assert set(house.app.store.read(lambda r: live_versions(r, OA))) == {""}


def test_an_account_of_type_one_offers_its_groups_alone() -> None:
    steering = Steering({"card": frozenset({"credit"})}, SystemClock())
    said = {one.id: one.declaration for one in load_catalogue()}
    assert steering.belongs("card", said["cc_bill_query"])
    assert not steering.belongs("card", said["transfer_same_bank"])
    assert steering.belongs("full", said["transfer_same_bank"])


def test_the_preview_never_fetches(operator: Browser) -> None:
    assert isinstance(operator.get("/menus"), httpx.Response)
    assert "menu-phone" in operator.get("/menus").text


def test_a_biller_is_paused_and_runs_again(operator: Browser, house: House) -> None:
    page = operator.get("/billers")
    code = re.findall(r"/console/billers/([\w-]+)/pause", page.text)[0]
    assert operator.post(f"/billers/{code}/pause", {"why": " "}).status_code == 422
    assert operator.post(f"/billers/{code}/pause", {"why": "对方维护"}).status_code == 303
    assert "对方维护" in words_of(operator.get(f"/billers?q={code}"))
    with pytest.raises(NotAllowed, match="paused"):
        house.books.read(lambda r: house.core.books(r).service(Bills).find(code, "1", {}))
    assert operator.post(f"/billers/{code}/resume").status_code == 303
    assert f"/console/billers/{code}/pause" in operator.get(f"/billers?q={code}").text
    assert operator.post("/billers/no-such/pause", {"why": "x"}).status_code == 404
    assert operator.get("/tariffs?q=alert.").text.count("<details") == len(rules())
