"""Pictures of what a walk saw, kept to be looked at."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.source import ROOT

FOLDER = ROOT / "build/screenshots"


def keep(page: Page, name: str) -> None:
    """A picture of the page as it stands, in place of the last run's."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png")
