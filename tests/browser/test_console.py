"""The console in a real browser: two operators, one change, and the charts drawn."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import new_page

pytestmark = pytest.mark.browser


def _bank(address: str) -> str:
    base, _, port = address.rpartition(":")
    return f"{base}:{int(port) + 1}"


def _sign_in(browser: Browser, bank: str, login: str) -> tuple[Page, str]:
    """A signed-in page, and the code that comes after the one just used."""
    page = new_page(browser, 1280, 900)
    page.goto(f"{bank}/console/login")
    code = page.locator(f'[data-code="{login}"]').inner_text()
    later = page.locator(f'[data-next-code="{login}"]').inner_text()
    password = page.locator(".card-footer code").inner_text()
    page.fill("#login", login)
    page.fill("#password", password)
    page.fill("#code", code)
    page.click("button.btn-primary")
    page.wait_for_url("**/console/")
    return page, later


def test_a_limit_is_changed_by_two_people(browser: Browser, address: str) -> None:
    bank = _bank(address)
    first, _ = _sign_in(browser, bank, "zhang.min")
    first.goto(f"{bank}/console/tariffs")
    setting = first.locator("details", has_text="credit.grace_days")
    setting.locator("summary").click()
    setting.locator("[name=value]").fill("3")
    setting.locator("[name=why]").fill("年度调整")
    setting.locator("button").click()
    expect(first.get_by_role("status")).to_contain_text("等待另一位同事复核")
    second, later = _sign_in(browser, bank, "li.wei")
    second.goto(f"{bank}/console/approvals")
    second.locator("[name=code]").fill(later)
    second.get_by_role("button", name="复核通过").click()
    expect(second.get_by_role("status")).to_contain_text("已复核并生效")
    first.goto(f"{bank}/console/tariffs")
    expect(setting.locator("summary .badge")).to_have_text("3")
    first.goto(f"{bank}/console/today")
    expect(first.locator("[data-chart] canvas")).to_have_count(4)
