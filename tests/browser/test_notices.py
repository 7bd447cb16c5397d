"""Notices on a phone-sized screen: the settings, the message centre, a switch turned off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import new_page
from tests.browser.handset import Handset
from tests.browser.pictures import keep
from tests.browser.running import running_demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def wang(browser: Browser, tmp_path: Path) -> Iterator[Handset]:
    """王小明's phone with his debit card bound."""
    with running_demo(tmp_path) as address:
        page = new_page(browser, 375, 812, has_touch=True, is_mobile=True, device_scale_factor=2)
        page.goto(address)
        phone = Handset(page, "王小明")
        phone.bind(phone.follow().get_by_role("button", name="绑定借记卡"))
        yield phone
        page.context.close()


def test_settings_and_the_message_centre(wang: Handset) -> None:
    shown = wang.say("通知设置")
    expect(shown).to_contain_text("不设免打扰")
    with wang.opened(shown.get_by_text("点此修改")) as web:
        expect(web.get_by_role("heading", name="通知设置")).to_be_visible()
        keep(wang.page, "notice-settings")
        web.get_by_label("免打扰时段").select_option(label="22:00–次日7:00")
        wang.next()
        keep(wang.page, "notice-settings-confirm")
        wang.confirm_plainly("设置成功")
    expect(wang.say("通知设置")).to_contain_text("22:00–次日7:00")
    _told_of_a_transfer(wang)
    centre = wang.say("消息中心")
    expect(centre).to_contain_text("账户变动通知")
    keep(wang.page, "message-centre-chat")
    with wang.opened(centre.get_by_text("通知设置").last) as web:
        web.locator("body").evaluate("() => location.assign('/p/f/message_center')")
        expect(web.get_by_role("heading", name="消息中心")).to_be_visible()
        expect(web.locator("main")).to_contain_text("-12.00元")
        keep(wang.page, "message-centre")


def _told_of_a_transfer(wang: Handset) -> None:
    with wang.opened(wang.say("转12元给老李").get_by_role("button")):
        wang.confirm("转账成功")
    expect(wang.notices().last).to_contain_text("-12.00元")
