"""An agent with twenty chats at once, by the keyboard alone; and the supervisor who looks on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import new_page
from tests.browser.pictures import keep
from tests.browser.test_desk import console_of, sign_in
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import SystemClock
from weiyin.demo_home import OA, open_demo
from weiyin.desk import agent, lists
from weiyin.people.staff.staff import access_by_login

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHATS = 20
_MATTERS = (
    ("信用卡账单", "这期账单里有一笔 328 元的消费不是我的，麻烦查一下是哪个商户"),
    ("存款利率是多少", "三年期大额存单现在还有额度吗"),
    ("附近网点", "国贸那家网点周六上午办不办对公业务"),
    ("转账限额", "我今天转了两次都说超限，可是我才转了三万"),
    ("理财产品", "上个月买的那只理财什么时候到账，我急着用钱"),
)


def seat_with_chats(folder: Path, login: str) -> None:
    """Twenty customers who asked for a person and wrote on, all given to `login`."""
    with open_demo(folder / "home") as app:
        now = SystemClock().now()
        staff = app.store.read(lambda tx: access_by_login(tx, login))
        app.store.run(
            lambda tx: agent.enrol(
                tx, OA, staff.staff_id, name=staff.name, number="0001",
                skills=("general", "credit", "wealth", "loan"), room=CHATS,
            )
        )  # fmt: skip
        app.store.run(lambda tx: agent.set_state(tx, OA, staff.staff_id, "online", now))

        def say(openid: str, words: str, kind: AskKind = AskKind.TEXT) -> None:
            key = f"{openid}:{words}"
            app.reception.handle(Ask(OA, openid, key, kind, SystemClock().now(), words))

        for number in range(CHATS + 1):
            openid, (asked, told) = f"oWalkingCustomer{number:012d}", _MATTERS[number % 5]
            say(openid, "", AskKind.FOLLOW)
            for words in (asked, "转人工", told):
                say(openid, words)
        given = app.store.read(lambda tx: lists.mine_count(tx, OA, staff.staff_id))
        assert given == CHATS


def test_twenty_chats_by_keyboard(browser: Browser, address: str, tmp_path: Path) -> None:
    desk = new_page(browser, 1280, 800)
    sign_in(desk, address, "chen.jing")
    seat_with_chats(tmp_path, "chen.jing")
    rows = desk.locator("#desk-rows .desk-row")
    expect(rows).to_have_count(CHATS)
    expect(rows.first).to_contain_text("不是我的")
    desk.keyboard.press("Alt+2")
    expect(desk.locator("#thread")).to_contain_text("大额存单")
    expect(rows.nth(1)).to_have_class("desk-row is-unanswered is-open")
    field = desk.locator("#compose textarea")
    expect(field).to_be_focused()
    expect(desk.locator("#desk-suggested .desk-use").first).to_be_visible()
    keep(desk, "desk-twenty-1280")

    desk.keyboard.type("/wa")
    expect(desk.locator("#desk-canned .desk-use:visible")).to_have_count(1)
    desk.keyboard.type("it ")
    expect(field).to_have_value("好的，我马上为您核实，请稍候。")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#thread .said-agent")).to_contain_text("马上为您核实")
    expect(desk.locator("#desk-room")).to_contain_text("还可发送")

    desk.keyboard.press("Alt+ArrowDown")
    expect(desk.locator("#thread")).not_to_contain_text("马上为您核实")
    desk.keyboard.press("Alt+t")
    expect(desk.get_by_label("转给", exact=True)).to_be_focused()
    keep(desk, "desk-passing-1280")
    desk.keyboard.press("Escape")
    expect(desk.locator("#panel-pass")).to_be_hidden()
    desk.keyboard.press("Alt+k")
    desk.keyboard.type("大额")
    expect(desk.locator("#desk-found .desk-use").first).to_be_visible()
    desk.set_viewport_size({"width": 1920, "height": 1080})
    keep(desk, "desk-twenty-1920")
    desk.keyboard.press("Alt+q")
    expect(rows).to_have_count(1)
    keep(desk, "desk-waiting-1920")
    desk.locator("#thread").focus()
    desk.keyboard.press("?")
    expect(desk.locator("#desk-keys")).to_be_visible()
    keep(desk, "desk-keys-1920")
    desk.keyboard.press("Escape")
    expect(desk.locator("#desk-keys")).to_be_hidden()

    _supervisor(browser, address)
    desk.context.close()


def _supervisor(browser: Browser, address: str) -> None:
    """Looks at the team, watches a talk, reads the figures, in either language."""
    chief = new_page(browser, 1280, 800)
    console = console_of(address)
    sign_in(chief, address, "sun.fang")
    chief.keyboard.press("Alt+g")
    expect(chief.locator("#desk-rows .desk-row")).to_have_count(CHATS)
    chief.keyboard.press("Alt+1")
    expect(chief.locator(".desk-head")).to_contain_text("旁观")
    expect(chief.locator("#desk-rows")).to_have_attribute("data-tab", "team")
    keep(chief, "desk-watching-1280")
    pages: dict[str, Callable[[Page], object]] = {
        "figures": lambda page: expect(page.locator("td", has_text="陈静")).to_be_visible(),
        "seats": lambda page: expect(page.get_by_text("20/20")).to_be_visible(),
        "canned": lambda page: expect(page.get_by_text("/wait")).to_be_visible(),
        "cases": lambda page: expect(page.locator(".page-title")).to_be_visible(),
    }
    for name, shown in pages.items():
        chief.goto(f"{console}/desk/{name}")
        shown(chief)
        keep(chief, f"desk-{name}-1280")
    chief.get_by_role("button", name="English").click()
    chief.goto(f"{console}/desk")
    expect(chief.get_by_role("heading", name="Service desk")).to_be_visible()
    expect(chief.locator("#desk[data-live=true]")).to_be_visible()
    chief.keyboard.press("Alt+g")
    expect(chief.locator("#desk-rows .desk-row")).to_have_count(CHATS)
    chief.keyboard.press("Alt+1")
    expect(chief.locator(".desk-head")).to_contain_text("Watching")
    keep(chief, "desk-english-1280")
    chief.context.close()
