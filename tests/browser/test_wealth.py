"""Wealth on a small screen: the shelf, the suitability test, a purchase, and what is held."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import new_page
from tests.browser.handset import Handset
from tests.browser.pictures import keep
from tests.browser.running import running_demo

_PRODUCT = "示范·安心季季"

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def bound(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handset]:
    """李雷's phone, whom nobody has tested yet, with his debit card bound."""
    with running_demo(tmp_path_factory.mktemp("wealth")) as address:
        page = new_page(browser, 375, 812, has_touch=True, is_mobile=True, device_scale_factor=2)
        page.goto(address)
        page.locator(".desk-phones").get_by_role("button", name="李雷").click()
        phone = Handset(page, "李雷")
        phone.bind(phone.follow().get_by_role("button", name="绑定借记卡"))
        yield phone
        page.context.close()


def _end(phone: Handset) -> None:
    phone.web.locator(".ways").last.scroll_into_view_if_needed()


def test_told_to_be_tested_first_and_then_bought(bound: Handset) -> None:
    """The shelf, a product, the test that buying asks for, the purchase, and what is held."""
    told = bound.say("有什么理财产品")
    with bound.opened(told.get_by_role("button", name="查看全部")) as web:
        expect(web.locator("main")).to_contain_text("不是对收益的承诺")
        keep(bound.page, "wealth-shelf")
        _compare(bound)
        web.get_by_role("link", name=_PRODUCT).click()
        expect(web.get_by_role("heading", name=_PRODUCT)).to_be_visible()
        expect(web.locator("svg").first).to_be_visible()
        keep(bound.page, "wealth-product")
        _end(bound)
        keep(bound.page, "wealth-product-curve")
        web.get_by_role("link", name="理财购买").click()
        expect(web.get_by_label("产品")).to_have_value(_PRODUCT)
        _ask_to_buy(bound)
        expect(web.get_by_role("alert")).to_contain_text("请先完成风险测评")
        keep(bound.page, "wealth-test-first")
        web.get_by_role("link", name="去做风险测评").click()
        _answer_the_test(bound)
        web.get_by_role("link", name="理财购买").click()
        _ask_to_buy(bound)
        expect(web.get_by_role("heading", name=f"购买{_PRODUCT}确认")).to_be_visible()
        expect(web.locator(".notice")).to_contain_text("您可能损失本金")
        keep(bound.page, "wealth-buy-confirm")
        done = bound.confirm("购买委托已受理")
        expect(done).to_contain_text("2,000.00 元")
        keep(bound.page, "wealth-bought")
        web.get_by_role("link", name="我的理财").click()
        expect(web.locator("main")).to_contain_text("另有 2,000.00 元待确认份额")
        keep(bound.page, "wealth-holdings")
    expect(bound.notices().last).to_contain_text(f"购买{_PRODUCT}")
    keep(bound.page, "wealth-notice")


def test_in_the_chat_the_grade_is_kept_to(bound: Handset) -> None:
    """After the walk above: what is above the grade is refused in words, with what may be had."""
    bound.say("买10万理财")
    expect(bound.say("权益先锋")).to_contain_text("高于您的风险承受能力（C3 平衡型）")
    keep(bound.page, "wealth-above-grade")


def _compare(phone: Handset) -> None:
    """By keys alone: two products ticked stand side by side, and fit the phone."""
    web = phone.web
    button = web.get_by_role("button", name="比较所选产品")
    for name in (_PRODUCT, "示范·固收增强两年"):
        box = web.get_by_role("checkbox", name=name)
        expect(button).to_be_disabled()
        box.focus()
        box.press("Space")
    button.press("Enter")
    beside = web.locator(".rows-beside")
    expect(beside.get_by_role("row", name="风险等级")).to_contain_text("R3")
    assert beside.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")
    keep(phone.page, "wealth-compared")


def _ask_to_buy(phone: Handset) -> None:
    """The product is the one whose page led here, until another is tapped."""
    product = phone.web.get_by_label("产品")
    if product.input_value() != _PRODUCT:
        phone.web.get_by_role("button", name=_PRODUCT).click()
    phone.web.get_by_label("购买金额").fill("2000")
    phone.next()


def _answer_the_test(phone: Handset) -> None:
    """As somebody of the middle: the second answer to everything, 41 points."""
    web = phone.web
    expect(web.get_by_role("group")).to_have_count(9)
    for group in web.get_by_role("group").all():
        group.locator("label").nth(1).click()
    web.get_by_label("一年内最大亏损").select_option("5%以内")
    keep(phone.page, "wealth-test")
    web.get_by_role("checkbox").check()
    phone.next()
    expect(web.get_by_role("heading", name="风险测评结果确认")).to_be_visible()
    keep(phone.page, "wealth-test-confirm")
    expect(phone.confirm("风险测评完成")).to_contain_text("C3 平衡型")
    keep(phone.page, "wealth-tested")
