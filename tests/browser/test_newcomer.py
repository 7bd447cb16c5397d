"""A newcomer's whole walk with two phones, in a real browser, over the processes of the demo."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chromium import new_page
from tests.browser.handset import Handset, facts_of
from tests.browser.pictures import keep

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MENUS = {
    "微金融": {
        "余额查询": "可用余额",
        "交易明细": "笔交易",
        "行内转账": "实时到账",
        "理财产品": "不是对收益的承诺",
        "存款利率": "年",
    },
    "悦生活": {
        "手机充值": "充话费",
        "附近网点": "最近的 5 个网点",
        "动账通知": "已开启",
        "我的绑定": "已绑定 1 张卡",
        "绑定借记卡": "验证身份",
    },
    "信用卡": {
        "信用卡账单": "请先绑定信用卡",
        "绑定信用卡": "验证身份",
        "解除绑定": "解绑卡片",
        "全部服务": "余额查询",
        "人工客服": "人工客服",
    },
}
"""Every item of the menus, and words of its answer to somebody with a debit card bound."""
ASKED_AT_MOST = 60
"""How often the balance is asked for until the carrier has answered."""


def test_the_walk(browser: Browser, address: str, tmp_path: Path) -> None:
    page = new_page(browser, 1300, 900)
    faults = _listen(page)
    page.goto(address)
    wang, li = Handset(page, "王小明"), Handset(page, "李雷")

    _follow_and_bind(wang, li)
    before = _ask(wang)
    after = _transfer(wang, li)
    assert round(before - after, 2) == 500.00
    _menus(wang)
    expect(wang.say("返回小微")).to_contain_text("小微继续为您服务")  # the last item was 人工客服
    _place_and_picture(wang, tmp_path)
    _credit_bill(wang)
    _top_up(wang)
    _notice_settings(wang)
    _leave(wang)

    assert faults == []
    page.context.close()


def test_on_a_narrow_phone_nothing_is_wider_than_the_screen(browser: Browser, address: str) -> None:
    page = new_page(browser, 375, 812, has_touch=True, is_mobile=True, device_scale_factor=2)
    faults = _listen(page)
    page.goto(address)
    wang = Handset(page, "王小明")
    _bind_with_the_network_cut(wang, wang.follow().get_by_role("button", name="绑定借记卡"))
    answer = wang.say("我卡上还剩多少")
    with wang.opened(answer.get_by_role("button", name="交易明细")) as web:
        expect(web.locator(".rows tbody tr").nth(9)).to_be_visible()
        _fits(page)
    for words, item in (("微金融", "行内转账"), ("悦生活", "手机充值")):
        with wang.opened(wang.tap(words, item).get_by_role("button")) as web:
            expect(web.locator(".chip").first).to_be_visible()
            _fits(page)
    with wang.opened(wang.say("转500给老李").get_by_role("button")) as web:
        code = wang.ask_for_code()
        expect(web.get_by_role("button", name="秒后可获取")).to_be_disabled()
        _fits(page)
        web.get_by_label("短信验证码").fill(code)
        wang.confirm_plainly("转账成功")
        _fits(page)
    assert faults == []
    page.context.close()


def _listen(page: Page) -> list[str]:
    """What goes wrong behind the pictures. Refused forms are answers; a fault of ours is not."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda got: faults.append(got.url) if got.status >= 500 else None)
    return faults


def _fits(page: Page) -> None:
    for frame in page.frames:
        assert frame.evaluate("document.documentElement.scrollWidth") <= 375, frame.url


def _follow_and_bind(wang: Handset, li: Handset) -> None:
    wang.follow()
    unknown = wang.say("我卡上还剩多少")
    expect(unknown).to_contain_text("请先绑定银行卡")
    with wang.opened(unknown.get_by_role("button")) as web:
        mine = facts_of("王小明")
        wang.fill_debit(facts_of("李雷"))
        web.get_by_label("姓名").fill(mine.name)
        wang.next()
        expect(web.get_by_role("alert")).to_contain_text("与银行留存的不一致")
        wang.fill_debit(mine)
        wang.next()
        expect(web.locator("main")).to_contain_text("154****0001")
        wang.confirm("绑定成功")
    li.bind(li.follow().get_by_role("button", name="绑定借记卡"))


def _bind_with_the_network_cut(wang: Handset, link: Locator) -> None:
    """Cut twice: the confirmation never arrives; sent again, it does, and its answer gets lost."""
    with wang.opened(link) as web:
        wang.fill_debit(facts_of(wang.name))
        wang.next()
        code = wang.ask_for_code()
        web.get_by_label("短信验证码").fill(code)
        with wang.request_lost():
            wang.confirm_into_silence()
        keep(wang.page, "bind-cut")
        wang.back()
        expect(web.get_by_role("heading", name="绑定借记卡确认")).to_be_visible()
        web.get_by_label("短信验证码").fill(code)
        keep(wang.page, "bind-again")
        with wang.answer_lost():
            wang.confirm_into_silence()
        wang.back()
        expect(web.get_by_role("heading", name="绑定成功")).to_be_visible()
        keep(wang.page, "bind-done")
    expect(wang.say("我的绑定")).to_contain_text("已绑定 1 张卡")


def _ask(wang: Handset) -> float:
    """By text and by voice the same balance."""
    typed = wang.say("我卡上还剩多少")
    expect(typed).to_contain_text("可用余额")
    spoken = wang.speak("我卡上还剩多少")
    expect(spoken).to_contain_text("可用余额")
    heard = "听到：我卡上还剩多少"
    expect(spoken).to_contain_text(heard)
    words = [one for one in spoken.inner_text().split("\n") if one]
    assert [one for one in words if one != heard] == [
        one for one in typed.inner_text().split("\n") if one
    ]
    return _balance(typed.inner_text())


def _balance(words: str) -> float:
    found = re.search(r"可用余额 ([\d,]+\.\d\d) 元", words)
    assert found is not None, words
    return float(found[1].replace(",", ""))


def _transfer(wang: Handset, li: Handset) -> float:
    """Said, confirmed on a page with a code, told on both phones; the balance afterwards."""
    card = wang.say("转500给老李")
    expect(card).to_contain_text("500.00")
    expect(card).to_contain_text("*雷")
    with wang.opened(card.get_by_role("button")) as web:
        code = wang.ask_for_code()
        web.get_by_label("短信验证码").fill(f"{(int(code) + 1) % 10**6:06d}")
        web.get_by_role("button", name="确认", exact=True).click()
        expect(web.get_by_text("验证码不正确，还可以再试4次")).to_be_visible()
        web.get_by_label("短信验证码").fill(code)
        wang.confirm_plainly("转账成功")
    expect(wang.notices()).to_contain_text("-500.00元")
    expect(li.notices()).to_contain_text("+500.00元")
    with wang.opened(card.get_by_role("button")) as web:  # the same card later: the same result
        expect(web.get_by_role("heading", name="转账成功")).to_be_visible()
    return _balance(wang.say("余额").inner_text())


def _menus(wang: Handset) -> None:
    for column, items in MENUS.items():
        shown = wang.open_menu(column)
        assert shown.all_inner_texts() == list(items)
        wang.page.keyboard.press("Escape")
        for item, words in items.items():
            if item == "附近网点":
                wang.open_menu(column)
                wang.node.get_by_role("menuitem", name=item).click()
                answer = wang.choose_place("国贸")
            else:
                answer = wang.tap(column, item)
            expect(answer).to_contain_text(words)


def _place_and_picture(wang: Handset, folder: Path) -> None:
    around = wang.send_place("人民广场")
    expect(around).to_contain_text("上海")
    expect(around).to_contain_text("米")
    picture = folder / "picture.png"
    picture.write_bytes(_png())
    expect(wang.send_picture(picture)).to_contain_text("图片已收到")


def _credit_bill(wang: Handset) -> None:
    asked = wang.say("这个月信用卡要还多少")
    with wang.opened(asked.get_by_role("button")) as web:
        expect(web.get_by_role("heading", name="绑定信用卡")).to_be_visible()
        wang.fill_person(facts_of("王小明"))
        wang.next()
        wang.confirm("绑定成功")
        web.get_by_role("link", name="信用卡账单").click()
        expect(web.locator(".fact-first")).to_contain_text("剩余应还")
    expect(wang.say("这个月信用卡要还多少")).to_contain_text("到期还款日")


def _top_up(wang: Handset) -> None:
    told = wang.notices().count()
    card = wang.say("充100话费")
    with wang.opened(card.get_by_role("button")):
        wang.confirm("充值已受理")
    for _ in range(ASKED_AT_MOST):
        if "冻结" not in wang.say("余额").inner_text():
            break
    if "手机充值" not in wang.say("交易明细").inner_text():
        return  # the demo's carrier refuses a few, and nothing was paid
    expect(wang.notices()).to_have_count(told + 1)
    expect(wang.notices().last).to_contain_text("手机充值")


def _notice_settings(wang: Handset) -> None:
    now = wang.say("动账通知")
    with wang.opened(now.get_by_role("button", name="点此修改")) as web:
        expect(web.get_by_label("开启")).to_be_checked()
        web.get_by_label("不显示余额").check()
        wang.next()
        wang.confirm_plainly("设置成功")
    expect(wang.say("动账通知")).to_contain_text("显示余额：否")
    told = wang.notices().count()
    with wang.opened(wang.say("转8块8给老李").get_by_role("button")):
        wang.confirm("转账成功")
    expect(wang.notices()).to_have_count(told + 1)
    expect(wang.notices().last).to_contain_text("-8.80元")
    expect(wang.notices().last).not_to_contain_text("余额")


def _leave(wang: Handset) -> None:
    """Unbind one card; unfollow ends the rest; coming back takes fresh proof."""
    tail = facts_of("王小明").card[-4:]
    expect(wang.say("解除绑定")).to_contain_text("后四位")
    with wang.opened(wang.say(tail).get_by_role("button")):
        wang.confirm_plainly("解绑成功")
    expect(wang.say("余额")).to_contain_text("请先绑定借记卡")
    wang.unfollow()
    expect(wang.follow()).to_contain_text("重新验证")
    expect(wang.say("信用卡账单")).to_contain_text("请先绑定")


def _png() -> bytes:
    """A small blue picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checked = kind + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x20\x80\xc0" * 64) * 64)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
