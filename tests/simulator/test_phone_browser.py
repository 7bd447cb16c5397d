"""The phone in a real browser: follow, menu, words, pages with their own cookies, texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.simulator.phone import Platform
from tests.simulator.served import Bot, Pushed, reply, serving
from weiyin.simulator.app import create
from weiyin.simulator.settings import Account, Settings

pytestmark = pytest.mark.browser


@dataclass
class Bank:
    """A page that must know who looks: OAuth once, then a cookie."""

    platform: str = ""
    account: Account = Account()  # noqa: RUF009 - frozen

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/who", self.who)])

    async def who(self, request: Request) -> Response:
        known = request.cookies.get("who")
        if known:
            return HTMLResponse(f"<p id=who>{known}</p><a href='/who?again'>下一步</a>")
        handle = request.query_params.get("code")
        if handle:
            answer = RedirectResponse("/who", 302)
            answer.set_cookie("who", await self._redeem(handle), httponly=True, samesite="lax")
            return answer
        query = {
            "appid": self.account.appid,
            "redirect_uri": f"http://127.0.0.1:{request.url.port}/who",
            "response_type": "code",
            "scope": "snsapi_base",
            "state": "s",
        }
        return RedirectResponse(f"{self.platform}/connect/oauth2/authorize?{urlencode(query)}")

    async def _redeem(self, handle: str) -> str:
        query = {
            "appid": self.account.appid,
            "secret": self.account.secret,
            "grant_type": "authorization_code",
            "code": handle,
        }
        async with httpx.AsyncClient(trust_env=False) as client:
            found = await client.get(f"{self.platform}/sns/oauth2/access_token", params=query)
        return str(found.json()["openid"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture
def street() -> Iterator[tuple[Platform, Bot, str]]:
    """A platform, its bot, and the address of the bank's page."""
    bot, bank = Bot(), Bank()
    with serving(bot.app()) as bot_url, serving(bank.app()) as bank_url:
        settings = Settings(accounts=(Account(callback_url=f"{bot_url}/"),), push_seconds=2)
        with serving(create(settings)) as url:
            bank.platform = url
            platform = Platform(url, settings)
            yield platform, bot, f"{bank_url}/who"
            platform.http.close()


def _open(browser: Browser, platform: Platform, width: int = 1300) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="zh-CN")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(platform.url)
    page.wait_for_selector(".phone")
    return page, wrong


def _phone(page: Page, name: str) -> Locator:
    return page.get_by_label(f"{name}的手机")


def _say(phone: Locator, words: str) -> None:
    keyboard = phone.get_by_label("切换到键盘")
    if keyboard.count():
        keyboard.click()
    field = phone.get_by_label("输入消息")
    field.fill(words)
    field.press("Enter")


def _answer(bank_url: str) -> object:
    def answer(pushed: Pushed) -> bytes:
        fields = pushed.fields
        asked = fields.get("Content") or fields.get("EventKey") or fields.get("Event")
        words = {
            "hack": "<img src=x onerror=alert(1)> & <b>粗</b>",
            "choose": '<a href="weixin://bizmsgmenu?msgmenucontent=one&msgmenuid=7">1. 第一</a>',
        }.get(str(asked), f'收到 {asked} <a href="{bank_url}">办理</a>')
        return reply(fields, "text", Content=words)

    return answer


def test_the_whole_road(browser: Browser, street: tuple[Platform, Bot, str]) -> None:
    platform, bot, bank_url = street
    bot.answer = _answer(bank_url)  # type: ignore[assignment]
    menu = [{"name": "微金融", "sub_button": [{"type": "click", "name": "余额", "key": "balance"}]}]
    platform.post("/cgi-bin/menu/create", {"button": menu})
    page, wrong = _open(browser, platform)
    assert page.url.startswith("http://weiyin.localhost:")
    wang, li = _phone(page, "王小明"), _phone(page, "李雷")
    for phone in (wang, li):
        phone.get_by_role("button", name="关注服务号").click()
        expect(phone.get_by_text("收到 subscribe")).to_be_visible()
    wang.get_by_role("button", name="微金融").click()
    wang.get_by_role("menuitem", name="余额").press("Enter")
    expect(wang.get_by_text("收到 balance")).to_be_visible()

    _say(wang, "hack")
    expect(wang.get_by_text("<img src=x onerror=alert(1)> & <b>粗</b>")).to_be_visible()
    _say(wang, "choose")
    wang.get_by_role("button", name="1. 第一").click()
    expect(wang.get_by_text("收到 one")).to_be_visible()
    assert bot.of("text")[-1]["bizmsgmenuid"] == "7"

    for phone, handset in ((wang, "wang"), (li, "li")):
        phone.get_by_role("button", name="办理").last.click()
        openid = platform.http.get(f"/sim/phones/{handset}").json()["accounts"][0]["openid"]
        inside = phone.frame_locator("iframe")
        expect(inside.locator("#who")).to_have_text(openid)
        inside.get_by_role("link", name="下一步").click()
        expect(inside.locator("#who")).to_have_text(openid)
    wang.get_by_label("关闭网页").click()
    expect(wang.locator("iframe")).to_have_count(0)

    key = {"authorization": "Bearer demo-sms-key"}
    text = {"phone": "13900005678", "body": "【示范银行】验证码 839201，请勿告知他人", "key": "1"}
    platform.http.post("/sms/send", json=text, headers=key)
    expect(li.get_by_role("button", name="点击复制验证码 839201")).to_be_visible()
    expect(wang.get_by_text("839201")).to_have_count(0)
    assert wrong == []
    page.close()


def test_voice_place_failure_and_leaving(
    browser: Browser, street: tuple[Platform, Bot, str]
) -> None:
    platform, bot, _ = street
    page, wrong = _open(browser, platform)
    wang = _phone(page, "王小明")
    wang.get_by_role("button", name="关注服务号").click()
    wang.get_by_label("切换到语音").click()
    wang.get_by_role("button", name="按住 说话").click()
    wang.get_by_role("textbox", name="要说的话").fill("我还剩多少钱")
    wang.get_by_role("button", name="松开 发送").click()
    expect(wang.get_by_label("语音 2 秒")).to_be_visible()
    wang.get_by_label("更多功能").click()
    wang.get_by_role("button", name="位置").click()
    wang.get_by_role("button", name="上海 · 人民广场").click()
    expect(wang.locator(".place .map")).to_be_visible()
    assert bot.of("location")[0]["Label"].startswith("上海市")
    bot.answer = lambda _: b"garbage"
    _say(wang, "坏")
    expect(wang.get_by_text("该公众号提供的服务出现故障")).to_be_visible()
    wang.get_by_label("账号资料").click()
    wang.get_by_role("button", name="不再关注").click()
    wang.get_by_role("dialog").get_by_role("button", name="不再关注").click()
    expect(wang.get_by_role("button", name="关注服务号")).to_be_visible()
    assert bot.of("unsubscribe")
    page.get_by_role("button", name="开发者").click()
    expect(page.locator(".wire li").first).to_contain_text("unsubscribe")
    assert wrong == []
    page.close()


def test_on_a_narrow_screen_the_phone_is_the_screen(
    browser: Browser, street: tuple[Platform, Bot, str]
) -> None:
    platform, _, _ = street
    page, _ = _open(browser, platform, width=390)
    expect(page.locator(".phone")).to_have_count(1)
    box = page.locator(".glass").bounding_box()
    assert box is not None
    assert box["width"] == 390
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()
