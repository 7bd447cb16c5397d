"""W07: a page's link in other hands, outside WeChat, or too late, shows nothing of anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from tests.checks import Sabotage
from tests.e2e.phone import Browser, page_words
from tests.e2e.town import Town
from tests.house.bank import LI, WANG

SABOTAGE = {
    "W07": Sabotage(
        "src/weiyin/people/sessions.py",
        "IDLE = timedelta(minutes=10)",
        "IDLE = timedelta(minutes=100)",
    ),
}
_HIS = ("500.00", "雷", "0012", "138****", "14,874.50")


def _shows_nothing(response: httpx.Response) -> bool:
    return not any(word in response.text for word in _HIS)


def test_w07_a_link_is_worth_nothing_to_anybody_else(town: Town, record_property: Any) -> None:
    town.bind(town.wang, WANG)
    town.bind(town.li, LI)
    town.wang.say("转500给老李")
    mine = town.wang.open_last_card()
    assert "500.00" in mine.text
    cards = [one for one in town.wang.bubbles() if one["kind"] == "news"]
    links = [cards[-1]["articles"][0]["url"], str(mine.url)]
    tried = 0
    for link in links:
        forwarded = town.li.browser.get(link)
        assert forwarded.status_code == 404
        assert _shows_nothing(forwarded)
        made_up = town.li.browser.get(f"{str(mine.url)[:-8]}00000000")
        assert page_words(made_up) == page_words(forwarded)
        outside = Browser(town.bank_url)  # no WeChat here to say who it is
        shown = outside.get(link)
        assert "请在微信客户端打开链接" in shown.text
        assert _shows_nothing(shown)
        outside.close()
        tried += 3
    assert town.wang.browser.get(links[1]).text == mine.text
    record_property("attempts", tried)


def test_w07_a_page_left_open_forgets_who_it_was(town: Town) -> None:
    town.bind(town.wang, WANG)
    balance = town.wang.browser.get("/p/f/balance_query")
    assert "14,874.50" in balance.text
    copied = Browser(town.bank_url)
    copied.cookies = dict(town.wang.browser.cookies)
    assert "14,874.50" in copied.get("/p/f/balance_query").text
    town.clock.advance(timedelta(minutes=10, seconds=1))
    later = copied.get("/p/f/balance_query")
    assert _shows_nothing(later)
    copied.close()


def test_w07_a_draft_of_yesterday_is_over(town: Town) -> None:
    town.bind(town.wang, WANG)
    town.wang.say("转500给老李")
    mine = town.wang.open_last_card()
    town.clock.advance(timedelta(minutes=16))
    cards = [one for one in town.wang.bubbles() if one["kind"] == "news"]
    expired = town.wang.browser.get(cards[-1]["articles"][0]["url"])
    assert "已过期" in page_words(expired)
    assert _shows_nothing(expired)
    refused = town.wang.browser.post(f"{mine.url.path}/confirm", code="000000")
    assert refused.status_code == 409
    assert town.wang.browser.get(str(mine.url)).status_code == 200
