"""The menu editor in a real browser: moved by keys and by pointer, seen on the phone, published."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pictures import keep
from tests.browser.test_console import _bank, _sign_in

pytestmark = pytest.mark.browser


def _drag(page: Page, handle: Locator, slot: Locator) -> None:
    """By the pointer, as a hand does: down, over, up."""
    start, end = handle.bounding_box(), slot.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=4)
    page.mouse.up()


def test_a_menu_is_moved_seen_and_published_by_two(browser: Browser, address: str) -> None:
    bank = _bank(address)
    page, _ = _sign_in(browser, bank, "zhang.min")
    page.goto(f"{bank}/console/menus")
    name = page.locator("[name=name00]")
    expect(name).to_have_value("余额查询")
    page.locator('[data-column="0"] [data-slot="0"] .menu-handle').focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=name01]")).to_have_value("余额查询")
    expect(page.locator("#menu-told")).to_contain_text("第 1 列第 2 项")
    slots = page.locator('[data-column="0"] [data-slot]')
    _drag(page, slots.nth(4).locator(".menu-handle"), slots.nth(0))
    expect(name).to_have_value("存款利率")
    expect(page.locator("[name=key00]")).to_have_value("deposit_rate_query")
    page.locator('[data-column="0"] [data-handle="column"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=name1]")).to_have_value("微金融")
    page.locator('#menu-phone [data-shows="1"]').click()
    expect(page.locator(".phone-pop span").first).to_have_text("存款利率")
    page.get_by_role("button", name="从微信读取标签").click()
    expect(page.locator("#menu-tag option").first).to_have_text("全部客户")
    keep(page, "console-menus")
    page.locator("[name=name0]").fill("标题太长的一级菜单")
    page.get_by_role("button", name="保存为新版本").click()
    expect(page.locator("[name=name0]:invalid")).to_have_count(1)
    page.locator("[name=name0]").fill("悦生活")
    page.get_by_role("button", name="保存为新版本").click()
    expect(page.get_by_role("status").first).to_contain_text("已保存")
    page.locator("[name=why]").fill("换季")
    page.get_by_role("button", name="提交发布").click()
    second, later = _sign_in(browser, bank, "li.wei")
    second.goto(f"{bank}/console/approvals")
    second.locator("[name=code]").fill(later)
    second.get_by_role("button", name="复核通过").click()
    expect(second.get_by_role("status").first).to_contain_text("已复核并生效")
    page.goto(f"{bank}/console/menus")
    expect(page.locator(".list-group-item .badge")).to_have_text(re.compile("已发布"))
