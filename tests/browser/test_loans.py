"""A loan on a small screen: applied for, its progress, worked out, drawn and looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import new_page
from tests.browser.handset import Handset
from tests.browser.pictures import keep
from tests.browser.running import running_demo

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def bound(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handset]:
    """王小明's phone with his debit card bound, for all walks."""
    with running_demo(tmp_path_factory.mktemp("loans")) as address:
        page = new_page(browser, 375, 812, has_touch=True, is_mobile=True, device_scale_factor=2)
        page.goto(address)
        phone = Handset(page, "王小明")
        phone.bind(phone.follow().get_by_role("button", name="绑定借记卡"))
        yield phone
        page.context.close()


def _to(phone: Handset, words: str) -> None:
    phone.web.get_by_text(words).first.scroll_into_view_if_needed()


def test_a_loan_is_applied_for_and_its_progress_looked_at(bound: Handset) -> None:
    told = bound.say("申请住房贷款")
    with bound.opened(told.get_by_role("button")) as web:
        web.get_by_text("住房贷款", exact=True).click()
        web.get_by_label("申请金额").fill("800000")
        web.get_by_label("期限").select_option("360")
        web.get_by_label("贷款用途").select_option("购房")
        web.get_by_label("税后月收入").fill("21500")
        web.get_by_role("checkbox").check()
        keep(bound.page, "loan-form")
        bound.next()
        expect(web.locator("main")).to_contain_text("参考年化利率")
        expect(web.locator("main")).to_contain_text("3.30%")
        keep(bound.page, "loan-terms")
        done = bound.confirm("贷款申请已受理")
        expect(done).to_contain_text("还差2项")
        keep(bound.page, "loan-received")
    told = bound.say("我的贷款申请到哪一步了")
    expect(told).to_contain_text("还差：购房合同、首付款凭证")
    with bound.opened(told.get_by_role("button", name="打开查看")) as web:
        expect(web.locator("main")).to_contain_text("待补充：请带原件到任一网点")
        keep(bound.page, "loan-progress")


def test_drawn_by_the_day_and_shown_with_its_plan(bound: Handset) -> None:
    card = bound.say("随借随还借5000元分6期")
    expect(card).to_contain_text("折合年化利率")
    with bound.opened(card.get_by_role("button")):
        keep(bound.page, "loan-draw-confirm")
        bound.confirm("提款成功")
        keep(bound.page, "loan-drawn")
    told = bound.say("我的贷款还剩多少")
    expect(told).to_contain_text("5,000.00")
    with bound.opened(told.get_by_role("button", name="查看更多")) as web:
        expect(web.locator("svg").first).to_be_visible()
        keep(bound.page, "loan-mine")
        _to(bound, "期次")
        keep(bound.page, "loan-plan")


def test_a_price_is_looked_at_as_a_chart(bound: Handset) -> None:
    told = bound.say("美元汇率多少")
    with bound.opened(told.get_by_role("button", name="打开查看")) as web:
        expect(web.locator("h1")).to_be_visible()
        keep(bound.page, "fx-rate")
    told = bound.say("今天金价")
    with bound.opened(told.get_by_role("button", name="打开查看")) as web:
        expect(web.locator("svg").first).to_be_visible()
        keep(bound.page, "metal-price")
