"""Debian's Chromium, quiet: no calls home, no first run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

PATH = "/usr/bin/chromium"
_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE_MS = 30_000
"""A page of ours takes a tenth of a second; a machine that others use too may take seconds."""


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=PATH, args=list(_ARGS))
        expect.set_options(timeout=PATIENCE_MS)
        yield opened
        opened.close()


def new_page(browser: Browser, width: int, height: int, **more: object) -> Page:
    """A page as a mainland customer's browser would show it."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        **more,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page
