"""A number taken from home and called, on the pages of a bank whose clock says ten o'clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.browser.chromium import new_page
from tests.browser.pictures import keep
from tests.house.bank import BOOK, WANG
from tests.house.made import OA, House, open_house
from tests.pages.browser import AtOnce, free_socket, serving
from weiyin.base.clock import ManualClock
from weiyin.pages.app import create_pages
from weiyin.pages.ports import PagesDeps, PagesSettings
from weiyin.places.queues.business import Business
from weiyin.places.queues.report import LineReport, Report, TicketReport, apply_reports
from weiyin.places.queues.ticket import TicketState
from weiyin.reception.forms import FunctionForms

pytestmark = [pytest.mark.browser]


@pytest.fixture
def bank(sqlite_url: str, clock: ManualClock) -> Iterator[House]:
    """王小明 is bound; before him two people stand at 国贸支行."""
    house = open_house(sqlite_url, clock)
    house.stock()
    house.bind("o-wang", WANG)
    now = clock.now()
    hall = [
        TicketReport(n, now, f"A00{n}", Business.PERSONAL, TicketState.WAITING, now, now)
        for n in (2, 3)
    ]
    _said(house, LineReport(1, now, Business.PERSONAL, 2), *hall)
    yield house
    house.app.close()


@pytest.fixture
def origin(bank: House) -> Iterator[str]:
    listener = free_socket()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings = PagesSettings(origins=(address,), default_oa=OA, oas=(OA,))
    app = bank.app
    forms = FunctionForms(app.catalogue)
    deps = PagesDeps(app.store, app.clock, AtOnce("o-wang"), forms, app.counter, settings)
    with serving(Starlette(routes=[Mount("/p", create_pages(deps))]), listener):
        yield address


def _said(house: House, *reports: Report) -> None:
    house.app.store.run(lambda tx: apply_reports(tx, BOOK, "B1", reports))


def test_a_number_taken_and_called(browser: Browser, bank: House, origin: str) -> None:
    page = new_page(browser, 375, 812)
    page.goto(f"{origin}/p/f/queue_take_number")
    page.get_by_label("网点").fill("国贸支行")
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("main")).to_contain_text("等候2人")
    page.get_by_role("button", name="确认", exact=True).click()
    expect(page.get_by_role("heading", name="取号成功")).to_be_visible()
    expect(page.locator("main")).to_contain_text("W001")
    keep(page, "queue-taken")

    page.goto(f"{origin}/p/f/queue_status")
    expect(page.locator("main")).to_contain_text("前面还有 2 人")
    now = bank.clock.now()
    called = TicketReport(
        9, now, "W001", Business.PERSONAL, TicketState.CALLED, now, now, counter="3"
    )
    _said(bank, called)
    page.reload()
    expect(page.locator("main")).to_contain_text("请到3号窗口办理")
    keep(page, "queue-called")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    _said(bank, replace(called, seq=10, state=TicketState.DONE))
    page.reload()
    expect(page.locator("main")).to_contain_text("已办理")
    page.context.close()
