"""/cgi-bin/message/custom/*: customer-service messages, within their windows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weiyin.simulator.api.call import OK, Answer, Call, Endpoint
from weiyin.simulator.errors import ApiError
from weiyin.simulator.world.chat import Side

_TEXT_BYTES = 2048
Content = dict[str, Any]


def _send(call: Call) -> Answer:
    openid = call.live.followers.check_openid(call.body.get("touser"))
    kind = call.body.get("msgtype")
    drawer = _DRAWERS.get(str(kind))
    if drawer is None:
        raise ApiError(40008)
    _check_kf_account(call)
    inner = call.body.get(str(kind))
    if not isinstance(inner, dict):
        raise ApiError(44004)
    shown, content = drawer(call, inner)
    if call.live.followers.get(openid) is None:
        raise ApiError(45015)
    call.live.windows.check(openid).left -= 1
    call.world.typing(call.live, openid, on=False)
    call.world.show(call.live, openid, Side.THEM, shown, "custom", **content)
    return OK


def _check_kf_account(call: Call) -> None:
    service = call.body.get("customservice")
    if service is None:
        return
    named = service.get("kf_account") if isinstance(service, dict) else None
    if named not in call.live.account.kf_online:
        raise ApiError(65401)


def _text(_call: Call, inner: Content) -> tuple[str, Content]:
    words = inner.get("content")
    if not isinstance(words, str) or not words:
        raise ApiError(44004)
    if len(words.encode()) > _TEXT_BYTES:
        raise ApiError(45002)
    return "text", {"text": words}


def _image(call: Call, inner: Content) -> tuple[str, Content]:
    return "picture", {"media": call.live.media.get(inner.get("media_id")).media_id}


def _voice(call: Call, inner: Content) -> tuple[str, Content]:
    media = call.live.media.get(inner.get("media_id"))
    return "voice", {"media": media.media_id, "spoken": media.spoken, "seconds": 3}


def _video(call: Call, inner: Content) -> tuple[str, Content]:
    media = call.live.media.get(inner.get("media_id"))
    return "video", {"media": media.media_id, **_words(inner, "title", "description")}


def _music(_call: Call, inner: Content) -> tuple[str, Content]:
    if not inner.get("thumb_media_id"):
        raise ApiError(41006)
    return "music", {**_words(inner, "title", "description"), "url": inner.get("musicurl", "")}


def _news(_call: Call, inner: Content) -> tuple[str, Content]:
    articles = inner.get("articles")
    if not isinstance(articles, list) or not articles:
        raise ApiError(44004)
    if len(articles) > 1:
        raise ApiError(45008)
    first = articles[0]
    if not isinstance(first, dict) or not first.get("title"):
        raise ApiError(44004)
    shown = {**_words(first, "title", "description", "url"), "picture": first.get("picurl", "")}
    return "news", {"articles": [shown]}


def _menu(_call: Call, inner: Content) -> tuple[str, Content]:
    choices = inner.get("list")
    if not isinstance(choices, list) or not choices:
        raise ApiError(44004)
    if not all(isinstance(one, dict) and one.get("id") and one.get("content") for one in choices):
        raise ApiError(40035)
    return "msgmenu", {
        "head": str(inner.get("head_content", "")),
        "choices": [{"id": str(one["id"]), "content": str(one["content"])} for one in choices],
        "tail": str(inner.get("tail_content", "")),
    }


def _mini_program(_call: Call, inner: Content) -> tuple[str, Content]:
    if not inner.get("appid") or not inner.get("pagepath"):
        raise ApiError(40035)
    return "miniprogram", _words(inner, "title", "appid", "pagepath")


def _article(_call: Call, inner: Content) -> tuple[str, Content]:
    name = str(inner.get("media_id") or inner.get("article_id") or "")
    if not name:
        raise ApiError(40007)
    return "card", {"title": f"图文 {name}"}


def _card(_call: Call, inner: Content) -> tuple[str, Content]:
    if not inner.get("card_id"):
        raise ApiError(40035)
    return "card", {"title": f"卡券 {inner['card_id']}"}


def _words(inner: Content, *names: str) -> Content:
    return {name: str(inner.get(name, "")) for name in names}


_DRAWERS: dict[str, Callable[[Call, Content], tuple[str, Content]]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "music": _music,
    "news": _news,
    "msgmenu": _menu,
    "miniprogrampage": _mini_program,
    "mpnews": _article,
    "mpnewsarticle": _article,
    "wxcard": _card,
}


def _typing(call: Call) -> Answer:
    openid = call.live.followers.check_openid(call.body.get("touser"))
    command = call.body.get("command")
    if command not in ("Typing", "CancelTyping"):
        raise ApiError(40035)
    call.live.windows.check(openid)
    call.world.typing(call.live, openid, on=command == "Typing")
    return OK


def _kf_list(call: Call) -> Answer:
    names = call.live.account.kf_online
    return {"kf_list": [_kf(name, number) for number, name in enumerate(names, 1001)]}


def _kf_online(call: Call) -> Answer:
    names = call.live.account.kf_online
    busy = [chat.kf for chat in call.live.chats.values() if chat.kf]
    return {
        "kf_online_list": [
            {**_kf(name, number), "status": 1, "accepted_case": busy.count(name)}
            for number, name in enumerate(names, 1001)
        ]
    }


def _kf(name: str, number: int) -> Content:
    return {
        "kf_account": name,
        "kf_nick": name.split("@", maxsplit=1)[0],
        "kf_id": number,
        "kf_headimgurl": "",
    }


def _uniform(call: Call) -> Answer:
    del call
    raise ApiError(45109)


ENDPOINTS = (
    Endpoint("/cgi-bin/message/custom/send", "POST", _send),
    Endpoint("/cgi-bin/message/custom/typing", "POST", _typing),
    Endpoint("/cgi-bin/customservice/getkflist", "GET", _kf_list),
    Endpoint("/cgi-bin/customservice/getonlinekflist", "GET", _kf_online),
    Endpoint("/cgi-bin/message/wxopen/template/uniform_send", "POST", _uniform),
)
