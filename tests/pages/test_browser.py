"""What only a real browser can tell: nothing too wide, one payment for many taps, keys alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.checks import Sabotage
from tests.pages.browser import AtOnce, free_socket, serving
from tests.pages.till import KEPT, Till
from tests.people.conftest import People
from weiyin.pages.app import create_pages
from weiyin.pages.listing import PART
from weiyin.pages.ports import PagesDeps, PagesSettings

pytestmark = [pytest.mark.browser]

_COUNTING = ".code-button:has-text('秒后可获取')"
"""The code was sent, whether the script asked for it or, tapped before it was there, the form."""

SABOTAGE = {
    "W08": Sabotage(
        "src/weiyin/pages/confirming.py",
        '"result.html" if draft.result is not None else',
        '"result.html" if draft.result is None else',
    ),
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[BrowserContext]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser.new_context(viewport={"width": 375, "height": 740}, locale="zh-CN")
        browser.close()


@pytest.fixture
def origin(people: People, till: Till) -> Iterator[str]:
    listener = free_socket()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings = PagesSettings(origins=(address,), default_oa="main", oas=("main",))
    deps = PagesDeps(people.store, people.clock, AtOnce("o-lei"), till, till, settings)
    with serving(Starlette(routes=[Mount("/p", create_pages(deps))]), listener):
        yield address


@pytest.fixture
def page(chromium: BrowserContext) -> Iterator[Page]:
    """A page whose scripts and policy raised no objection in the end."""
    chromium.clear_cookies()
    opened = chromium.new_page()
    said: list[str] = []
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("console", lambda message: said.append(message.text))
    yield opened
    opened.close()
    assert [words for words in said if "status of" not in words] == []


def _fill_transfer(page: Page, origin: str) -> None:
    page.goto(f"{origin}/p/f/transfer_same_bank")
    page.fill("#name", "李小雷")
    page.type("#account", "6222021234561234")
    assert page.input_value("#account") == "6222 0212 3456 1234"
    page.type("#amount", "500.009")
    assert page.input_value("#amount") == "500.00"
    page.click(".act")


def test_w08_many_taps_pay_once(page: Page, origin: str, people: People, till: Till) -> None:
    _fill_transfer(page, origin)
    page.click(".code-button")
    page.wait_for_selector(_COUNTING)
    assert "138****5678" in page.inner_text("#code-words")
    page.fill("#code", people.last_code())
    page.evaluate("for (let i = 0; i < 5; i++) document.querySelector('.act').click()")
    page.wait_for_selector(".outcome")
    assert "转账成功" in page.inner_text("main")
    address = page.url
    page.reload()
    assert "转账成功" in page.inner_text("main")
    page.go_back()
    page.goto(address)
    assert "转账成功" in page.inner_text("main")
    assert len(till.paid) == 1


def test_by_keys_alone(page: Page, origin: str, people: People, till: Till) -> None:
    page.goto(f"{origin}/p/f/transfer_same_bank")
    page.focus("#name")
    for words, offered in (("李小雷", 1), ("6222021234561234", 0), ("500", 0)):
        page.keyboard.type(words)
        for _ in range(1 + offered):
            page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#code")
    page.focus("#code")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(_COUNTING)
    page.wait_for_selector("#code:focus")
    page.keyboard.type(people.last_code())
    page.keyboard.press("Enter")
    page.wait_for_selector(".outcome-ok")
    assert len(till.paid) == 1


def test_a_tap_on_what_is_offered_fills_the_field(page: Page, origin: str) -> None:
    page.goto(f"{origin}/p/f/transfer_same_bank")
    chip = page.get_by_role("button", name="小雷（4321）")
    assert chip.get_attribute("aria-pressed") == "false"
    chip.click()
    assert page.input_value("#name") == "小雷"
    assert chip.get_attribute("aria-pressed") == "true"
    page.fill("#name", "李四")
    assert chip.get_attribute("aria-pressed") == "false"


def test_what_is_missing_is_said_in_chinese_and_can_be_mended(page: Page, origin: str) -> None:
    page.goto(f"{origin}/p/f/account_bind_debit")
    page.click(".act")
    said = "document.activeElement.validationMessage"
    assert page.evaluate(said) == "请填写银行卡号"
    for name, words in (("card", "6222021234561234"), ("name", "李"), ("id", "1"), ("phone", "1")):
        page.fill(f"#{name}", words)
    page.click(".act")
    assert page.evaluate(said) == "请阅读并勾选同意"
    page.check("[name=consent]")
    assert page.evaluate("document.querySelector('form.panel').checkValidity()")


def test_nothing_is_wider_than_the_phone(page: Page, origin: str) -> None:
    for size in ("ordinary", "large"):
        for path in ("balance_query", "transaction_query", "account_bind_debit", "mobile_topup"):
            page.goto(f"{origin}/p/f/{path}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 375, (size, path)
        with page.expect_navigation():
            page.click(".masthead-size")


def test_every_field_has_a_name_for_those_who_do_not_see(page: Page, origin: str) -> None:
    for path in ("transfer_same_bank", "account_bind_debit", "mobile_topup", "transaction_query"):
        page.goto(f"{origin}/p/f/{path}")
        for field in page.query_selector_all("main input, main select"):
            named = field.evaluate("e => e.labels?.length || e.getAttribute('aria-label')")
            assert named, field.get_attribute("name")


def test_the_wrong_field_has_the_focus(page: Page, origin: str) -> None:
    page.goto(f"{origin}/p/f/transfer_same_bank")
    page.fill("#name", "李小雷")
    page.fill("#account", "6222021234561234")
    page.fill("#amount", "0")
    page.click(".act")
    page.wait_for_selector("#amount[aria-invalid]:focus")


def test_it_works_without_scripts(
    chromium: BrowserContext, origin: str, people: People, till: Till
) -> None:
    assert chromium.browser is not None
    plain = chromium.browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = plain.new_page()
    page.goto(f"{origin}/p/f/transfer_same_bank")
    page.fill("#name", "李小雷")
    page.fill("#account", "6222021234561234")
    page.fill("#amount", "500")
    page.click(".act")
    page.click(".code-button")
    page.wait_for_selector(_COUNTING)
    page.fill("#code", people.last_code())
    page.click(".act")
    page.wait_for_selector(".outcome-ok")
    assert "转账成功" in page.inner_text("main")
    assert len(till.paid) == 1
    plain.close()


def test_rows_come_as_they_are_scrolled_to(page: Page, origin: str, people: People) -> None:
    del people
    page.goto(f"{origin}/p/f/message_center")
    rows = page.locator("tbody tr:not(.more)")
    assert rows.count() >= PART
    for seen in (2 * PART, KEPT):
        page.keyboard.press("End")
        page.wait_for_function(
            "least => document.querySelectorAll('tbody tr:not(.more)').length >= least", arg=seen
        )
    assert rows.count() == KEPT
    assert page.locator(".more").count() == 0
