"""Every kind of passive reply, within the platform's limits."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.phone import Platform
from tests.simulator.served import Bot, reply


def _last(platform: Platform) -> dict[str, Any]:
    found: dict[str, Any] = platform.act("say", text="来")["messages"][-1]
    return found


def _answers(bot: Bot, kind: str, **inner: Any) -> None:
    bot.answer = lambda pushed: reply(pushed.fields, kind, **inner)


def _articles(count: int) -> dict[str, Any]:
    item = {"Title": "标题", "Description": "说明", "PicUrl": "", "Url": "https://a.example/"}
    return {"ArticleCount": count, "Articles": [item] * count}


def _media(platform: Platform, kind: str = "image") -> str:
    files = {"media": ("x.jpg", b"\xff\xd8bytes", "image/jpeg")}
    query = {"access_token": platform.access(), "type": kind}
    return str(
        platform.http.post("/cgi-bin/media/upload", params=query, files=files).json()["media_id"]
    )


def test_text_up_to_the_limit(bot: Bot, platform: Platform) -> None:
    _answers(bot, "text", Content="字" * 682)
    assert _last(platform)["kind"] == "text"
    _answers(bot, "text", Content="字" * 683)
    assert _last(platform)["kind"] == "failure"


def test_news_one_to_a_message_eight_to_a_tap(bot: Bot, platform: Platform) -> None:
    menu = {"button": [{"type": "click", "name": "文章", "key": "news"}]}
    platform.post("/cgi-bin/menu/create", menu)
    _answers(bot, "news", **_articles(10))
    assert len(_last(platform)["articles"]) == 1
    tapped = platform.act("tap", key="news")["messages"][-1]
    assert len(tapped["articles"]) == 8
    assert tapped["articles"][0]["url"] == "https://a.example/"


@pytest.mark.parametrize(
    "inner",
    [
        {"ArticleCount": 0, "Articles": ""},
        {"ArticleCount": 2, "Articles": [{"Title": "只有一篇"}]},
        {"ArticleCount": 1},
    ],
)
def test_bad_news(bot: Bot, platform: Platform, inner: dict[str, Any]) -> None:
    _answers(bot, "news", **inner)
    assert _last(platform)["kind"] == "failure"


def test_media_replies(bot: Bot, platform: Platform) -> None:
    picture = _media(platform)
    _answers(bot, "image", Image={"MediaId": picture})
    assert _last(platform)["media"] == picture
    _answers(bot, "voice", Voice={"MediaId": picture})
    assert _last(platform)["kind"] == "voice"
    _answers(bot, "video", Video={"MediaId": picture, "Title": "片", "Description": ""})
    assert _last(platform)["title"] == "片"
    _answers(bot, "image", Image={"MediaId": "unknown"})
    assert _last(platform)["kind"] == "failure"


def test_music(bot: Bot, platform: Platform) -> None:
    inner = {"Title": "曲", "Description": "", "MusicUrl": "https://a.example/a.mp3"}
    _answers(bot, "music", Music={**inner, "ThumbMediaId": "x"})
    assert _last(platform)["url"] == "https://a.example/a.mp3"
    _answers(bot, "music", Music=inner)
    assert _last(platform)["kind"] == "failure"


@pytest.mark.parametrize("end", ["ToUserName", "FromUserName", "CreateTime", "MsgType"])
def test_wrong_ends(bot: Bot, platform: Platform, end: str) -> None:
    bot.answer = lambda pushed: reply(pushed.fields, "text", Content="x", **{end: "other"})
    assert _last(platform)["kind"] == "failure"
