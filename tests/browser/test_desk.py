"""A whole hand-over on two screens: the customer's phone, and the agent at the desk."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import new_page
from tests.browser.handset import Handset
from tests.browser.pictures import keep
from weiyin.demo.staff import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def console_of(address: str) -> str:
    """Where the console of the demo is, whose phone is at `address`."""
    return f"http://127.0.0.1:{(urlsplit(address).port or 0) + 1}/console"


def sign_in(page: Page, address: str, login: str) -> None:
    """By the page of the demo, which shows what to type; to the desk."""
    console = console_of(address)
    page.goto(f"{console}/login?to=/console/desk")
    code = page.locator(f"[data-code='{login}']").inner_text()
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=code]").fill(code)
    page.locator("form button.btn-primary").click()
    expect(page.locator("#desk[data-live=true]")).to_be_visible()


def test_a_hand_over_and_its_return(browser: Browser, address: str, tmp_path: Path) -> None:
    desk = new_page(browser, 1280, 800)
    sign_in(desk, address, "chen.jing")
    expect(desk.get_by_role("heading", name="客服工作台")).to_be_visible()
    keep(desk, "desk-empty")
    desk.get_by_role("button", name="在线").click()

    phone = new_page(browser, 1000, 900)
    phone.goto(address)
    wang = Handset(phone, "王小明")
    wang.bind(wang.follow().get_by_role("button", name="绑定借记卡"))
    wang.say("信用卡账单")
    expect(wang.say("转人工")).to_contain_text("已为您转接人工客服")

    row = desk.locator("#desk-rows .desk-row").first
    expect(row).to_be_visible()
    row.get_by_role("button").click()
    thread = desk.locator("#thread")
    expect(thread).to_contain_text("信用卡账单")  # what was said with 小微 before
    expect(desk.locator(".desk-head h2")).to_have_text("*小明")

    field = desk.locator("#compose textarea")
    field.fill("您好，我是客服，请问有什么可以帮您？")
    field.press("Control+Enter")
    expect(wang.theirs.last).to_contain_text("请问有什么可以帮您")
    expect(thread.locator(".fate-sent").last).to_be_visible()

    wang.keyboard()
    typing = wang.node.get_by_label("输入消息")
    typing.fill("我的卡被机器吞了 <b>急</b>")
    typing.press("Enter")
    expect(thread).to_contain_text("我的卡被机器吞了 <b>急</b>")
    expect(desk.locator(".desk-side")).to_contain_text("吞卡")
    photo = tmp_path / "slip.png"
    Image.new("RGB", (640, 400), "teal").save(photo)
    wang.give_picture(photo)
    shown = thread.locator(".said-picture img")
    expect(shown).to_have_js_property("naturalWidth", 640)
    keep(desk, "desk-talk-1280")
    desk.set_viewport_size({"width": 1920, "height": 1080})
    keep(desk, "desk-talk-1920")

    field.fill("请把验证码发给我")
    field.press("Control+Enter")
    expect(desk.get_by_role("alert")).to_contain_text("不能索要")
    keep(desk, "desk-refused")

    desk.reload()  # the browser dies: the draft and everything said are there again
    desk.locator("#desk-rows .desk-row").first.get_by_role("button").click()
    expect(desk.locator("#thread")).to_contain_text("我的卡被机器吞了")
    expect(desk.locator("#compose textarea")).to_have_value("请把验证码发给我")

    desk.keyboard.press("Alt+w")
    desk.get_by_label("小结").select_option("solved")
    desk.get_by_role("button", name="结束", exact=True).click()
    expect(wang.theirs.last).to_contain_text("智能助手小微继续为您服务")
    expect(desk.locator("#desk-main")).to_contain_text("会话已结束")
    expect(wang.say("5")).to_contain_text("感谢您的评价")
    expect(wang.say("我卡上还剩多少")).to_contain_text("可用余额")
    keep(phone, "desk-phone")
    desk.context.close()
    phone.context.close()
