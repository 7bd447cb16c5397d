"""Every page of the console at two widths, in both languages: none is cut off or complains."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pictures import keep
from tests.browser.test_console import _bank, _sign_in
from weiyin.console.catalogue import console_pages

pytestmark = pytest.mark.browser

SIZES = ((1280, 900), (1920, 1080))


def _opened(page: Page, bank: str, path: str, complaints: list[str]) -> bool:
    """Whether this person may open it; with its charts drawn."""
    complaints.clear()
    answer = page.goto(f"{bank}/console{path}")
    assert answer is not None
    if answer.status == 404:
        return False
    assert answer.status == 200, path
    for place in page.locator("[data-chart]").all():
        place.locator("canvas").wait_for()
    return True


@pytest.mark.parametrize("login", ["zhang.min", "zhou.yan"])
def test_every_page_is_whole_at_both_widths(browser: Browser, address: str, login: str) -> None:
    bank = _bank(address)
    page, _ = _sign_in(browser, bank, login)
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    paths = [one.path for one in console_pages() if one.place and "desk" not in one.path]
    for language in ("zh", "en"):
        for path in paths:
            if not _opened(page, bank, path, complaints):
                continue
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, (path, width)
                keep(page, f"console{path.replace('/', '-')}-{width}-{language}")
            assert complaints == [], path
        page.goto(f"{bank}/console/")
        page.locator('form[action="/console/lang"] button').click()
        page.wait_for_load_state()
