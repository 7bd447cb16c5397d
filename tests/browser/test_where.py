"""附近网点 by WeChat's JS-SDK: the page proves itself, the person is asked, the list is near."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import new_page
from tests.browser.handset import Handset
from tests.browser.pictures import keep

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_phone_says_where_it_is_once_it_may(browser: Browser, address: str) -> None:
    page = new_page(browser, 375, 812, has_touch=True, is_mobile=True, device_scale_factor=2)
    page.goto(address)
    wang = Handset(page, "王小明")
    wang.follow()
    answer = wang.say("国贸附近的网点")
    with wang.opened(answer.get_by_role("button", name="打开查看")) as web:
        button = web.get_by_role("button", name="用我的位置")
        button.click()
        asked = wang.node.get_by_role("dialog", name="网页想获取您的位置")
        asked.get_by_role("button", name="不允许").click()
        expect(web.locator(".here-button")).to_contain_text("未授权")
        web.locator(".here-button").click()
        asked.get_by_role("button", name="国贸").click()
        expect(web.get_by_label("位置")).to_have_value("当前位置（39.908700,116.460200）")
        web.get_by_role("button", name="查询", exact=True).click()
        expect(web.locator(".pin")).to_have_count(5)
        expect(web.locator("main")).to_contain_text("北京国贸")
        keep(page, "where")
    page.context.close()
