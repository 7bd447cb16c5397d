"""A debit account on a phone-sized screen: locked with the network cut, looked at, proved."""

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
def wang(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handset]:
    """王小明's phone with his debit card bound, for all walks."""
    with running_demo(tmp_path_factory.mktemp("accounts")) as address:
        page = new_page(browser, 375, 812, has_touch=True, is_mobile=True, device_scale_factor=2)
        page.goto(address)
        phone = Handset(page, "王小明")
        phone.bind(phone.follow().get_by_role("button", name="绑定借记卡"))
        yield phone
        page.context.close()


def test_a_card_is_locked_though_the_answer_got_lost(wang: Handset) -> None:
    card = wang.say("一键锁卡")
    with wang.opened(card.get_by_role("button")) as web:
        expect(web.locator("main")).to_contain_text("转账、支付、取现")
        keep(wang.page, "accounts-lock-confirm")
        with wang.answer_lost():
            wang.confirm_into_silence()
    with wang.opened(card.get_by_role("button")) as web:
        expect(web.get_by_role("heading", name="已锁卡")).to_be_visible()
        keep(wang.page, "accounts-lock-done")
    with wang.opened(wang.say("帮我解锁").get_by_role("button")):
        wang.confirm("已解锁")
        keep(wang.page, "accounts-unlock-done")


def test_assets_and_the_year_are_drawn(wang: Handset) -> None:
    for words, title, name in (
        ("我的总资产", "资产总览", "assets"),
        ("今年的年度账单", "年度账单", "year"),
    ):
        said = wang.say(words)
        expect(said).to_contain_text("元")
        with wang.opened(said.get_by_role("button").first) as web:
            expect(web.locator("svg").first).to_be_visible()
            expect(web.locator("h1")).to_contain_text(title)
            keep(wang.page, f"accounts-{name}")


def test_a_proof_is_made_and_kept(wang: Handset) -> None:
    card = wang.say("开存款证明")
    with wang.opened(card.get_by_role("button")) as web:
        wang.confirm("开具成功")
        expect(web.get_by_role("link", name="下载存款证明")).to_be_visible()
        keep(wang.page, "accounts-proof")
