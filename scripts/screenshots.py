"""Make the pictures of docs/screenshots: a demo is started, walked through, photographed, ended.

Run `.venv/bin/python -m scripts.screenshots`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Page, expect
from tests.browser.chromium import chromium, new_page
from tests.browser.handset import Handset, facts_of
from tests.browser.running import running_demo

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
MOST_BYTES = 200_000
LOWER = 470
"""CSS pixels of both phones that one picture shows."""
_PLAIN = """
body { background: #fff !important; }
.glass, .sms-banner { box-shadow: none !important; }
.sms-banner { backdrop-filter: none !important; background: #f2f3f5 !important; }
"""
"""Shades of shades take most of a picture's bytes."""
_AT_REST = """Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished))"""


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        running_demo(Path(home)) as address,
        chromium() as browser,
    ):
        for path in take(browser, address):
            size = path.stat().st_size
            assert size < MOST_BYTES, f"{path.name} has {size} bytes"
            print(f"{path.name:14} {size:7,} bytes")


def take(browser: Browser, address: str) -> list[Path]:
    """Walk with one phone and then two; every picture at twice the phone's own scale."""
    page = new_page(browser, 1000, 910, device_scale_factor=2)
    page.goto(address)
    page.wait_for_selector(".phone")
    page.add_style_tag(content=_PLAIN)
    wang, li = Handset(page, "王小明"), Handset(page, "李雷")
    taken: list[Path] = []

    def shoot(phone: Handset, name: str) -> None:
        taken.append(_at_rest(page, name))
        phone.glass.screenshot(path=taken[-1], animations="disabled", caret="hide")

    def shoot_both(name: str) -> None:
        """The lower parts of both phones, where the newest is."""
        taken.append(_at_rest(page, name))
        one, other = wang.glass.bounding_box(), li.glass.bounding_box()
        assert one is not None
        assert other is not None
        area = FloatRect(
            x=one["x"],
            y=one["y"] + one["height"] - LOWER,
            width=other["x"] + other["width"] - one["x"],
            height=LOWER,
        )
        page.screenshot(path=taken[-1], clip=area, animations="disabled", caret="hide")

    welcome = wang.follow()
    wang.open_menu("微金融")
    shoot(wang, "menu")
    page.keyboard.press("Escape")
    with wang.opened(welcome.get_by_role("button", name="绑定借记卡")):
        wang.fill_debit(facts_of("王小明"))
        wang.web.locator("h1").scroll_into_view_if_needed()
        shoot(wang, "bind")
        wang.next()
        wang.confirm("绑定成功")
    li.bind(li.follow().get_by_role("button", name="绑定借记卡"))
    wang.say("我卡上还剩多少")
    shoot(wang, "chat")
    with wang.opened(wang.say("转500给老李").get_by_role("button")):
        wang.web.get_by_label("短信验证码").fill(wang.ask_for_code())
        expect(page.locator(".sms-banner")).to_have_count(0)
        wang.web.locator(".facts").evaluate("facts => scrollTo(0, facts.offsetTop - 12)")
        shoot(wang, "confirm")
        wang.confirm_plainly("转账成功")
    expect(wang.notices()).to_be_visible()
    expect(li.notices()).to_be_visible()
    shoot_both("notices")
    with wang.opened(wang.say("信用卡账单").get_by_role("button")):
        wang.fill_person(facts_of("王小明"))
        wang.next()
        wang.confirm("绑定成功")
    with wang.opened(wang.say("信用卡账单").get_by_role("button", name="查看全部")):
        shoot(wang, "bill")
    wang.send_place("国贸")
    shoot(wang, "nearby")
    page.context.close()
    return taken


def _at_rest(page: Page, name: str) -> Path:
    """Wait until nothing moves; where the picture goes."""
    page.mouse.move(0, 0)
    page.evaluate(_AT_REST)
    return FOLDER / f"{name}.png"


if __name__ == "__main__":
    main()
