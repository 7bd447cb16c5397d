"""Money and cards on a phone-sized screen: with code and password, and with the network cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import new_page
from tests.browser.handset import Handset
from tests.browser.pictures import keep
from tests.browser.running import running_demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def bound(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handset]:
    """王小明's phone with his card bound, for all walks: each begins where the one before ended."""
    with running_demo(tmp_path_factory.mktemp("payments")) as address:
        page = new_page(browser, 375, 812, has_touch=True, is_mobile=True, device_scale_factor=2)
        page.goto(address)
        phone = Handset(page, "王小明")
        phone.bind(phone.follow().get_by_role("button", name="绑定借记卡"))
        yield phone
        page.context.close()


@pytest.fixture
def wang(bound: Handset, request: pytest.FixtureRequest) -> Iterator[Handset]:
    """The phone; what it shows at the end is kept as a picture."""
    yield bound
    keep(bound.page, request.node.name)


def test_a_large_transfer_takes_code_and_password(wang: Handset) -> None:
    card = wang.say("转6000给老李")
    expect(card).to_contain_text("6,000.00")
    with wang.opened(card.get_by_role("button")) as web:
        expect(web.locator(".notice")).to_contain_text("交易密码")
        code = wang.ask_for_code()
        web.get_by_label("短信验证码").fill(code)
        wang.type_password("135791")
        web.get_by_role("button", name="确认", exact=True).click()
        expect(web.get_by_text("交易密码不正确，今日还可以再试4次")).to_be_visible()
        web.get_by_label("短信验证码").fill(code)
        wang.type_password()
        assert "258036" not in web.locator("form.panel").inner_html()
        wang.confirm_plainly("转账成功")


def test_the_answer_is_lost_on_its_way_and_the_page_still_knows(wang: Handset) -> None:
    before = wang.say("余额").inner_text()
    card = wang.say("转66给老李")
    with wang.opened(card.get_by_role("button")) as web:
        web.get_by_label("短信验证码").fill(wang.ask_for_code())
        with wang.answer_lost():
            wang.confirm_into_silence()
    with wang.opened(card.get_by_role("button")) as web:
        expect(web.get_by_role("heading", name="转账成功")).to_be_visible()
    after = wang.say("余额").inner_text()
    assert before != after
    with wang.opened(card.get_by_role("button")) as web:
        expect(web.get_by_role("heading", name="转账成功")).to_be_visible()
    assert wang.say("余额").inner_text() == after
