"""The credit card on a small screen: bound, repaid, spread, disputed, with the network cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import new_page
from tests.browser.handset import Handset, facts_of
from tests.browser.pictures import keep
from tests.browser.running import running_demo

_CODE_MS = 61_000
"""A phone gets one code a minute, unless the last one was used."""

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def bound(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handset]:
    """王小明's phone with both his cards bound, for all walks."""
    with running_demo(tmp_path_factory.mktemp("credit")) as address:
        page = new_page(browser, 375, 812, has_touch=True, is_mobile=True, device_scale_factor=2)
        page.goto(address)
        phone = Handset(page, "王小明")
        phone.bind(phone.follow().get_by_role("button", name="绑定借记卡"))
        _bind_credit(phone)
        yield phone
        page.context.close()


def _bind_credit(phone: Handset) -> None:
    """The answer to the confirmation is lost on its way: the card is bound all the same."""
    link = phone.say("绑定信用卡").get_by_role("button").first
    with phone.opened(link) as web:
        phone.fill_person(facts_of("王小明"))
        phone.next()
        web.get_by_label("短信验证码").fill(phone.ask_for_code())
        keep(phone.page, "bind-confirm")
        with phone.answer_lost():
            phone.confirm_into_silence()
    expect(phone.say("我的绑定")).to_contain_text("信用卡")
    keep(phone.page, "bind-done")


@pytest.fixture
def wang(bound: Handset, request: pytest.FixtureRequest) -> Iterator[Handset]:
    """The phone; what it shows at the end is kept as a picture."""
    yield bound
    keep(bound.page, request.node.name)


def test_repaid_with_a_code_and_an_answer_that_got_lost(wang: Handset) -> None:
    card = wang.say("信用卡还款100块")
    expect(card).to_contain_text("100.00")
    with wang.opened(card.get_by_role("button")) as web:
        web.get_by_label("短信验证码").fill(wang.ask_for_code())
        keep(wang.page, "repay-confirm")
        with wang.answer_lost():
            wang.confirm_into_silence()
    with wang.opened(card.get_by_role("button")) as web:
        expect(web.get_by_role("heading", name="还款成功")).to_be_visible()
        keep(wang.page, "repay-done")


def test_cash_in_instalments_though_the_first_try_never_arrived(wang: Handset) -> None:
    card = wang.say("现金分期2000块分12期")
    expect(card).to_contain_text("2,000.00")
    with wang.opened(card.get_by_role("button")) as web:
        expect(web.locator("main")).to_contain_text("年化")
        web.get_by_label("短信验证码").fill(wang.ask_for_code())
        keep(wang.page, "instalment-confirm")
        with wang.request_lost():
            wang.confirm_into_silence()
    wang.page.wait_for_timeout(_CODE_MS)
    with wang.opened(card.get_by_role("button")) as web:
        web.get_by_label("短信验证码").fill(wang.ask_for_code())
        with wang.answer_lost():
            wang.confirm_into_silence()
    with wang.opened(card.get_by_role("button")) as web:
        expect(web.get_by_role("heading", name="分期办理成功")).to_be_visible()
        keep(wang.page, "instalment-done")
    expect(wang.say("我的分期")).to_contain_text("12")


def test_a_spend_is_chosen_and_disputed_though_the_answer_got_lost(wang: Handset) -> None:
    told = wang.say("信用卡被盗刷了")
    with wang.opened(told.get_by_role("button", name="点此修改")) as web:
        web.locator(".chip").first.click()
        keep(wang.page, "dispute-form")
        wang.next()
        expect(web.locator("main")).to_contain_text("不是本人交易")
        web.get_by_label("短信验证码").fill(wang.ask_for_code())
        keep(wang.page, "dispute-confirm")
        with wang.answer_lost():
            wang.confirm_into_silence()
    expect(wang.say("争议进度")).to_contain_text("已受理")


def test_a_password_leaves_the_phone_sealed(wang: Handset) -> None:
    posted: list[str] = []
    wang.page.on("request", lambda one: posted.append(one.post_data or ""))
    told = wang.say("重置查询密码")
    with wang.opened(told.get_by_role("button").first) as web:
        web.get_by_label("身份证号").fill(facts_of("王小明").id_number)
        web.get_by_label("新查询密码").fill("385027")
        web.get_by_label("再输入一次").fill("385028")
        wang.next()
        expect(web.get_by_text("两次输入的密码不一致")).to_be_visible()
        keep(wang.page, "sealed-form")
        web.get_by_label("新查询密码").fill("385027")
        web.get_by_label("再输入一次").fill("385027")
        wang.next()
        expect(web.get_by_role("heading", name="查询密码重置确认")).to_be_visible()
    assert any("password=" in one for one in posted)
    assert not any("385027" in one or "385028" in one for one in posted)
