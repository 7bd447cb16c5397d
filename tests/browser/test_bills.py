"""Bills and a cinema seat on a phone-sized screen."""

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
    """王小明's phone with his card bound."""
    with running_demo(tmp_path_factory.mktemp("bills")) as address:
        page = new_page(browser, 375, 812, has_touch=True, is_mobile=True, device_scale_factor=2)
        page.goto(address)
        phone = Handset(page, "王小明")
        phone.bind(phone.follow().get_by_role("button", name="绑定借记卡"))
        yield phone
        page.context.close()


def test_three_bills_are_paid(wang: Handset) -> None:
    bills = (("交水费", "水费"), ("交燃气费", "燃气费"), ("充100电费", "100.00"))
    for number, (said, item) in enumerate(bills, start=1):
        card = wang.say(said)
        expect(card).to_contain_text(item)
        with wang.opened(card.get_by_role("button")) as web:
            web.get_by_label("短信验证码").fill(wang.ask_for_code())
            keep(wang.page, f"bill_{said}")
            wang.confirm_plainly("已受理")
        _outcomes(wang, number)
    expect(wang.say("缴费记录")).to_contain_text("最近一笔")
    keep(wang.page, "bill_history")


def _outcomes(wang: Handset, count: int) -> None:
    """Wait until so many outcomes have been told, and the entries beside them."""
    expect(wang.node.get_by_text("业务办理提醒")).to_have_count(count, timeout=30_000)
    wang.page.wait_for_timeout(1_500)


def test_a_seat_is_tapped_on_the_map_and_paid(wang: Handset) -> None:
    card = wang.say("买电影票")
    with wang.opened(card.get_by_role("button")) as web:
        for chosen in ("北京", "示例花园影城", "远山的灯", "19:30"):
            web.get_by_text(chosen).click()
            keep(wang.page, f"movie_{chosen[:2]}")
            wang.next()
        free = web.locator(".seat:not([disabled])")
        free.nth(20).click()
        free.nth(20).press("ArrowRight")
        web.locator(".seat:focus").press("Enter")
        expect(web.locator(".seat[aria-pressed=true]")).to_have_count(2)
        keep(wang.page, "movie_seats")
        web.get_by_role("button", name="下一步").click()
        web.get_by_label("短信验证码").fill(wang.ask_for_code())
        wang.confirm_plainly("已受理")
