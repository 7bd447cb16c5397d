"""A phone on the screen, as a thumb uses it. Every step waits for what it should bring about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import FrameLocator, Locator, Page, Route, expect

from weiyin.demo.people import TRADE_PASSWORD, heroes

_CONFIRMATIONS = "**/p/d/*/confirm"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a binding page asks."""

    card: str
    name: str
    id_number: str
    phone: str


def facts_of(name: str) -> Facts:
    one = next(hero for hero in heroes() if hero.name == name)
    return Facts(one.debit.number, one.name, one.id_number, one.phone)


class Handset:
    """The phone of `name` on the desk that `page` shows."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.node = page.get_by_label(f"{name}的手机")
        self.glass = self.node.locator(".glass")
        self.theirs = self.node.locator(".bubbles > .row:not(.me)")
        self.web: FrameLocator = self.node.frame_locator("iframe")

    # -- the chat ----------------------------------------------------------------------------

    def follow(self) -> Locator:
        """The greeting; the chat, which was not on the screen, ends with it."""
        self.node.get_by_role("button", name="关注服务号").click()
        expect(self.theirs.last).to_contain_text("小微")
        expect(self.node.get_by_role("menubar")).to_be_visible()
        return self.theirs.last

    def unfollow(self) -> None:
        self.node.get_by_label("账号资料").click()
        self.node.get_by_role("button", name="不再关注").click()
        self.node.get_by_role("dialog").get_by_role("button", name="不再关注").click()
        expect(self.node.get_by_role("button", name="关注服务号")).to_be_visible()

    def say(self, words: str) -> Locator:
        """Type; the answer."""
        self.keyboard()
        field = self.node.get_by_label("输入消息")
        field.fill(words)
        with self._told() as told:
            field.press("Enter")
        return told[0]

    def speak(self, words: str) -> Locator:
        """Hold the voice button; the answer."""
        self.keyboard()
        self.node.get_by_label("切换到语音").click()
        self.node.get_by_role("button", name="按住 说话").click()
        self.node.get_by_role("textbox", name="要说的话").fill(words)
        with self._told() as told:
            self.node.get_by_role("button", name="松开 发送").click()
        return told[0]

    def tap(self, column: str, item: str) -> Locator:
        """Tap a menu item; the answer."""
        self.open_menu(column)
        with self._told() as told:
            self.node.get_by_role("menuitem", name=item, exact=True).click()
        return told[0]

    def open_menu(self, column: str) -> Locator:
        back = self.node.get_by_label("切换到菜单")
        if back.count():
            back.click()
        self.node.get_by_role("button", name=column, exact=True).click()
        items = self.node.get_by_role("menuitem")
        expect(items.first).to_be_visible()
        return items

    def send_place(self, place: str) -> Locator:
        self._tool("位置")
        return self.choose_place(place)

    def choose_place(self, place: str) -> Locator:
        with self._told() as told:
            self.node.get_by_role("dialog").get_by_role("button", name=place).click()
        return told[0]

    def send_picture(self, file: Path) -> Locator:
        with self._told() as told:
            self.give_picture(file)
        return told[0]

    def give_picture(self, file: Path) -> None:
        """To somebody who does not answer at once."""
        with self.page.expect_file_chooser() as chooser:
            self._tool("照片")
        chooser.value.set_files(file)

    def keyboard(self) -> None:
        keys = self.node.get_by_label("切换到键盘")
        if keys.count():
            keys.click()

    def notices(self) -> Locator:
        return self.node.locator(".template")

    @contextmanager
    def _told(self) -> Iterator[list[Locator]]:
        """What the account says next: the block provokes it."""
        told: list[Locator] = []
        number = self.theirs.count()
        yield told
        answer = self.theirs.nth(number)
        expect(answer).to_be_visible()
        told.append(answer)

    def _tool(self, name: str) -> None:
        self.keyboard()
        tool = self.node.get_by_role("button", name=name, exact=True)
        if not tool.count():
            self.node.get_by_label("更多功能").click()
        tool.click()

    # -- pages -------------------------------------------------------------------------------

    @contextmanager
    def opened(self, link: Locator) -> Iterator[FrameLocator]:
        """Tap what opens a page; the page; close it again."""
        link.click()
        expect(self.web.locator("h1")).to_be_visible()
        yield self.web
        self.node.get_by_label("关闭网页").click()
        expect(self.node.locator("iframe")).to_have_count(0)

    def back(self) -> None:
        """To the page before, when there is one."""
        self.node.get_by_label("后退").click()

    def fill_debit(self, facts: Facts) -> None:
        self.web.get_by_label("银行卡号").fill(facts.card)
        self.web.get_by_label("姓名").fill(facts.name)
        self.fill_person(facts)

    def fill_person(self, facts: Facts) -> None:
        """Identity, phone and consent: all that a credit card asks."""
        self.web.get_by_label("身份证号").fill(facts.id_number)
        self.web.get_by_label("银行预留手机号").fill(facts.phone)
        self.web.get_by_role("checkbox").check()

    def next(self) -> None:
        self.web.get_by_role("button", name="下一步").click()

    def ask_for_code(self) -> str:
        """Press 获取验证码; the code out of the text message that this phone gets."""
        self.web.get_by_role("button", name="获取验证码").click()
        # Tapped before its script was there, the button sends a form and the page comes anew.
        expect(self.web.get_by_role("button", name="秒后可获取")).to_be_visible()
        tip = self.node.locator(".code-tip b")
        expect(tip).to_be_visible()
        return tip.inner_text()

    def confirm(self, title: str) -> Locator:
        """Confirm with a fresh code; the outcome, which must be `title`."""
        code = self.ask_for_code()
        self.web.get_by_label("短信验证码").fill(code)
        return self.confirm_plainly(title)

    def type_password(self, password: str = TRADE_PASSWORD) -> None:
        """On the shuffled keypad, as a thumb finds the digits."""
        for digit in password:
            self.web.get_by_role("button", name=digit, exact=True).click()
        expect(self.web.locator(".pin-typed")).to_have_count(len(password))

    @contextmanager
    def answer_lost(self) -> Iterator[None]:
        """The network goes while a confirmation is on its way: it arrives, its answer does not."""

        def lose(route: Route) -> None:
            asked, there = route.request, urlsplit(route.request.url)
            httpx.post(
                f"http://127.0.0.1:{there.port}{there.path}",
                content=asked.post_data_buffer,
                headers=asked.all_headers() | {"host": there.netloc},
                trust_env=False,
            )
            route.abort()

        with self._cut(lose):
            yield

    @contextmanager
    def request_lost(self) -> Iterator[None]:
        """The network goes before a confirmation arrives: nobody hears of it."""
        with self._cut(lambda route: route.abort()):
            yield

    @contextmanager
    def _cut(self, lose: Callable[[Route], None]) -> Iterator[None]:
        """Until the phone has noticed that its confirmation failed, `lose` is the network."""
        self.page.route(_CONFIRMATIONS, lose)
        with self.page.expect_event("requestfailed", lambda one: one.url.endswith("/confirm")):
            yield
        self.page.unroute(_CONFIRMATIONS)

    def confirm_into_silence(self) -> None:
        """Press 确认 while the network is cut; the browser's own page of failure."""
        pressed = self.web.get_by_role("button", name="确认", exact=True)
        pressed.click()
        expect(pressed).to_have_count(0)

    def confirm_plainly(self, title: str) -> Locator:
        self.web.get_by_role("button", name="确认", exact=True).click()
        expect(self.web.get_by_role("heading", name=title)).to_be_visible()
        return self.web.locator("main")

    def bind(self, link: Locator) -> None:
        """The whole page of binding one's own debit card."""
        with self.opened(link):
            self.fill_debit(facts_of(self.name))
            self.next()
            self.confirm("绑定成功")
