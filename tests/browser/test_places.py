"""Places in a real browser: a map and a list in step, cash booked, a coupon redeemed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import new_page
from tests.browser.handset import Handset
from tests.browser.pictures import keep
from weiyin.demo.street import DESK_PIN

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_near_booked_claimed_and_redeemed(browser: Browser, address: str) -> None:
    page = new_page(browser, 375, 812, has_touch=True, is_mobile=True, device_scale_factor=2)
    page.goto(address)
    wang = Handset(page, "王小明")
    wang.bind(wang.follow().get_by_role("button", name="绑定借记卡"))
    _near(wang)
    _large_cash(wang)
    code = _claim(wang)
    page.context.close()
    _redeem(browser, address, code)


def _near(wang: Handset) -> None:
    """Tapping a pin marks its line, and the other way round."""
    answer = wang.say("国贸附近的网点")
    with wang.opened(answer.get_by_role("button", name="打开查看")) as web:
        web.get_by_label("位置").fill("国贸")
        web.get_by_role("button", name="查询").click()
        expect(web.locator(".pin")).to_have_count(5)
        web.locator("#pin-2").click(force=True)
        expect(web.locator("#spot-2:target")).to_be_visible()
        web.locator("#spot-3 .spot-number").click()
        expect(web.locator("#pin-3:target")).to_have_count(1)
        expect(web.locator("#spot-1 .spot-route")).to_have_attribute("href", re.compile("coord:39"))
        _fits(wang.page, "near")


def _large_cash(wang: Handset) -> None:
    card = wang.say("预约取10万现金")
    expect(card).to_contain_text("网点")
    expect(wang.say("北京分行营业部")).to_contain_text("哪一天")
    draft = wang.say("下周三")
    with wang.opened(draft.get_by_role("button")) as web:
        expect(web.locator("main")).to_contain_text("人民币 100,000 元")
        _fits(wang.page, "large-cash")
        wang.confirm_plainly("预约成功")
    expect(wang.say("我的预约")).to_contain_text("人民币现钞 100,000")


def _claim(wang: Handset) -> str:
    """Also at night, when nobody is open: by the number of the offer. The coupon's code."""
    answer = wang.say("国贸附近有什么优惠")
    with wang.opened(answer.get_by_role("button", name="优惠券")) as web:
        web.get_by_label("优惠编号或券码").fill("Y0002")
        wang.next()
        expect(web.locator("main")).to_contain_text("每人限领1张")
        wang.confirm_plainly("领取成功")
        expect(web.locator(".qr svg")).to_be_visible()
        _fits(wang.page, "coupon")
        return web.locator(".fact", has_text="券码").locator("dd").inner_text()


def _redeem(browser: Browser, address: str, code: str) -> None:
    """At the merchant's desk, which is no phone of ours; once."""
    port = int(address.rpartition(":")[2]) + 1
    page = new_page(browser, 375, 812)
    for heard in ("核销成功", "不能使用"):
        page.goto(f"http://127.0.0.1:{port}/p/redeem")
        page.get_by_label("商户号").fill("M0002")
        page.get_by_label("核销密码").fill(DESK_PIN)
        page.get_by_label("券码").fill(code)
        page.get_by_role("button", name="核销").click()
        expect(page.locator("main")).to_contain_text(heard)
        _fits(page, f"redeemed-{heard}")
    page.context.close()


def _fits(page: Page, name: str) -> None:
    """Nothing stands out of the screen, of which a picture is kept to be looked at."""
    keep(page, name)
    for frame in page.frames:
        assert frame.evaluate("document.documentElement.scrollWidth") <= 375, frame.url
