"""The bodies of customer-service messages, by msgtype. Source: 发送客服消息."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weiyin.base.text import cut_utf8
from weiyin.channel.wechat.replies import MAX_TEXT_BYTES, Card
from weiyin.channel.wechat.xml import legal

Body = dict[str, Any]
"""`msgtype` and the object of that name: all of the message but its receiver."""


def text(content: str) -> Body:
    return _body("text", content=cut_utf8(legal(content), MAX_TEXT_BYTES))


def image(media_id: str) -> Body:
    return _body("image", media_id=media_id)


def voice(media_id: str) -> Body:
    return _body("voice", media_id=media_id)


def video(media_id: str, thumb_media_id: str, title: str = "", description: str = "") -> Body:
    return _body(
        "video",
        media_id=media_id,
        thumb_media_id=thumb_media_id,
        title=title,
        description=description,
    )


def music(
    url: str, hq_url: str, thumb_media_id: str, title: str = "", description: str = ""
) -> Body:
    return _body(
        "music",
        title=title,
        description=description,
        musicurl=url,
        hqmusicurl=hq_url,
        thumb_media_id=thumb_media_id,
    )


def news(card: Card) -> Body:
    """One card: more are refused with 45008 since October 2018."""
    article = {
        "title": card.title,
        "description": card.description,
        "url": card.url,
        "picurl": card.picture,
    }
    return _body("news", articles=[article])


def mpnews(media_id: str) -> Body:
    return _body("mpnews", media_id=media_id)


def mpnews_article(article_id: str) -> Body:
    return _body("mpnewsarticle", article_id=article_id)


def menu(head: str, options: Sequence[tuple[str, str]], tail: str = "") -> Body:
    """Options to tap; the answer comes back as text with `bizmsgmenuid`."""
    items = [{"id": key, "content": label} for key, label in options]
    return _body("msgmenu", head_content=head, list=items, tail_content=tail)


def mini_program_page(title: str, appid: str, page_path: str, thumb_media_id: str) -> Body:
    return _body(
        "miniprogrampage",
        title=title,
        appid=appid,
        pagepath=page_path,
        thumb_media_id=thumb_media_id,
    )


def _body(msgtype: str, **words: object) -> Body:
    return {"msgtype": msgtype, msgtype: words}
