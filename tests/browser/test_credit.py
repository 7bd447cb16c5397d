"""The credit card on a phone-sized screen: repaid with the network cut, disputed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import new_page
from tests.browser.handset import Handset, facts_of
from tests.browser.running import running_demo

_CODE_MS = 61_000
"""A phone gets one code a minute."""

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def bound(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handset]:
    """王小明's phone with both his cards bound, for all walks."""
    with running_demo(tmp_path_factory.mktemp("credit")) as address:
        page = new_page(browser, 375, 812, has_touch=True, is_mobile=True, device_scale_factor=2)
        page.goto(address)
        phone = Handset(page, "王小明")
        phone.bind(phone.follow().get_by_role("button", name="绑定借记卡"))
        with phone.opened(phone.say("绑定信用卡").get_by_role("button").first):
            phone.fill_person(facts_of("王小明"))
            phone.next()
            page.wait_for_timeout(_CODE_MS)
            phone.confirm("绑定成功")
        yield phone
        page.context.close()


@pytest.fixture
def wang(bound: Handset, request: pytest.FixtureRequest) -> Iterator[Handset]:
    """The phone; what it shows at the end is kept as a picture."""
    yield bound
    _keep(bound, request.node.name)


def _keep(phone: Handset, name: str) -> None:
    folder = Path("build/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    phone.page.screenshot(path=folder / f"{name}.png")


def test_repaid_with_a_code_and_an_answer_that_got_lost(wang: Handset) -> None:
    card = wang.say("信用卡还款100块")
    expect(card).to_contain_text("100.00")
    wang.page.wait_for_timeout(_CODE_MS)
    with wang.opened(card.get_by_role("button")) as web:
        web.get_by_label("短信验证码").fill(wang.ask_for_code())
        _keep(wang, "repay-confirm")
        with wang.answer_lost():
            web.get_by_role("button", name="确认", exact=True).click()
            wang.page.wait_for_timeout(500)
    with wang.opened(card.get_by_role("button")) as web:
        expect(web.get_by_role("heading", name="还款成功")).to_be_visible()
        _keep(wang, "repay-done")


def test_a_spend_is_chosen_and_disputed(wang: Handset) -> None:
    told = wang.say("信用卡被盗刷了")
    with wang.opened(told.get_by_role("button", name="点此修改")) as web:
        web.locator(".chip").first.click()
        _keep(wang, "dispute-form")
        wang.next()
        expect(web.locator("main")).to_contain_text("不是本人交易")
