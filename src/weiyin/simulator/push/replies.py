"""A passive reply, judged and put on the phone."""

from __future__ import annotations

from typing import Any

from weiyin.simulator.errors import ApiError
from weiyin.simulator.push.events import Expects, Push, event
from weiyin.simulator.wire.envelope import BadReply
from weiyin.simulator.wire.xml import Fields
from weiyin.simulator.world.chat import Side
from weiyin.simulator.world.world import World

FAILURE = "该公众号提供的服务出现故障，请稍后再试"
_KF_SESSION = 1800
_ARTICLES = 8


def show_reply(world: World, push: Push, fields: Fields) -> list[Push]:
    """Draw the reply; further pushes that follow from it. Raises BadReply."""
    _check_ends(push, fields)
    kind = fields.get("MsgType")
    if kind == "transfer_customer_service":
        return _hand_over(world, push, fields)
    drawers = {
        "text": _text,
        "image": _image,
        "voice": _voice,
        "video": _video,
        "music": _music,
        "news": _news,
    }
    if kind not in drawers:
        raise BadReply(f"no such reply: MsgType {kind!r}")
    shown, content = drawers[str(kind)](world, push, fields)
    world.show(push.live, push.openid, Side.THEM, shown, "reply", **content)
    return []


def show_failure(world: World, push: Push, why: str) -> None:
    """The grey notice people see when a bot does not answer as it must."""
    if push.expects is not Expects.NOTHING:
        world.show(push.live, push.openid, Side.MIDDLE, "failure", "reply", text=FAILURE, why=why)


def _check_ends(push: Push, fields: Fields) -> None:
    if fields.get("ToUserName") != push.openid:
        raise BadReply("ToUserName is not the person's openid")
    if fields.get("FromUserName") != push.live.account.original_id:
        raise BadReply("FromUserName is not the account's original id")
    if not str(fields.get("CreateTime", "")).isdecimal():
        raise BadReply("CreateTime is not a number")


def _text(world: World, _push: Push, fields: Fields) -> tuple[str, dict[str, Any]]:
    words = fields.get("Content")
    if not isinstance(words, str) or not words:
        raise BadReply("Content is empty")
    if len(words.encode()) > world.settings.passive_text_bytes:
        raise BadReply(f"Content is over {world.settings.passive_text_bytes} bytes")
    return "text", {"text": words}


def _inner(fields: Fields, name: str) -> dict[str, Any]:
    inner = fields.get(name)
    if not isinstance(inner, dict):
        raise BadReply(f"{name} is missing")
    return inner


def _media(push: Push, inner: dict[str, Any], name: str = "MediaId") -> str:
    try:
        return push.live.media.get(inner.get(name)).media_id
    except ApiError as error:
        raise BadReply(f"{name}: {error}") from error


def _image(_world: World, push: Push, fields: Fields) -> tuple[str, dict[str, Any]]:
    return "picture", {"media": _media(push, _inner(fields, "Image"))}


def _voice(_world: World, push: Push, fields: Fields) -> tuple[str, dict[str, Any]]:
    media = push.live.media.get(_media(push, _inner(fields, "Voice")))
    return "voice", {"media": media.media_id, "spoken": media.spoken, "seconds": 3}


def _video(_world: World, push: Push, fields: Fields) -> tuple[str, dict[str, Any]]:
    inner = _inner(fields, "Video")
    words = {"title": _words(inner, "Title"), "description": _words(inner, "Description")}
    return "video", {"media": _media(push, inner), **words}


def _music(_world: World, _push: Push, fields: Fields) -> tuple[str, dict[str, Any]]:
    inner = _inner(fields, "Music")
    if not inner.get("ThumbMediaId"):
        raise BadReply("ThumbMediaId is missing")
    return "music", {
        "title": _words(inner, "Title"),
        "description": _words(inner, "Description"),
        "url": _words(inner, "MusicUrl") or _words(inner, "HQMusicUrl"),
    }


def _news(_world: World, push: Push, fields: Fields) -> tuple[str, dict[str, Any]]:
    articles = fields.get("Articles")
    items = articles.get("item") if isinstance(articles, dict) else articles
    items = [items] if isinstance(items, dict) else items
    if not isinstance(items, list) or not items:
        raise BadReply("Articles is empty")
    if str(fields.get("ArticleCount", "")) != str(len(items)):
        raise BadReply("ArticleCount does not count the articles")
    most = 1 if push.expects is Expects.MESSAGE else _ARTICLES
    return "news", {"articles": [_article(item) for item in items[:most]]}


def _article(item: Any) -> dict[str, str]:
    if not isinstance(item, dict):
        raise BadReply("an article is not a mapping")
    return {
        "title": _words(item, "Title"),
        "description": _words(item, "Description"),
        "picture": _words(item, "PicUrl"),
        "url": _words(item, "Url"),
    }


def _words(inner: dict[str, Any], name: str) -> str:
    value = inner.get(name, "")
    return value if isinstance(value, str) else ""


def _hand_over(world: World, push: Push, fields: Fields) -> list[Push]:
    """A person takes over, if one is online: until then messages still come to the bot."""
    if push.expects is not Expects.MESSAGE:
        raise BadReply("transfer_customer_service answers messages only")
    info = fields.get("TransInfo")
    named = info.get("KfAccount", "") if isinstance(info, dict) else ""
    online = push.live.account.kf_online
    taken = named or (online[0] if online else "")
    if not taken:
        return []
    chat = push.live.chat(push.openid)
    chat.kf, chat.kf_until = taken, world.clock.now().timestamp() + _KF_SESSION
    return [event(world, push.live, push.openid, "kf_create_session", KfAccount=taken)]
