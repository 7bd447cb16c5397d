"""Passive replies: what may go back as the answer to a push, within WeChat's limits.

Source: 被动回复用户消息. The 2,048 bytes are quoted from older pages; the news limit is 1 card when
a message is answered and 8 when an event is.
"""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from weiyin.base.text import cut_utf8
from weiyin.channel.wechat.xml import Written, legal

MAX_TEXT_BYTES = 2048
MAX_ARTICLES = 8
_MAX_TITLE_BYTES = 192
_MAX_DESCRIPTION_BYTES = 1024

Body = dict[str, Written]


class TextReply(Struct, frozen=True):
    kind: ClassVar = "text"
    content: str

    def body(self) -> Body:
        return {"Content": _cut(self.content, MAX_TEXT_BYTES)}


class ImageReply(Struct, frozen=True):
    kind: ClassVar = "image"
    media_id: str

    def body(self) -> Body:
        return {"Image": {"MediaId": self.media_id}}


class VoiceReply(Struct, frozen=True):
    kind: ClassVar = "voice"
    media_id: str

    def body(self) -> Body:
        return {"Voice": {"MediaId": self.media_id}}


class VideoReply(Struct, frozen=True):
    kind: ClassVar = "video"
    media_id: str
    title: str = ""
    description: str = ""

    def body(self) -> Body:
        return {"Video": {"MediaId": self.media_id, **_titled(self.title, self.description)}}


class MusicReply(Struct, frozen=True):
    kind: ClassVar = "music"
    thumb_media_id: str
    title: str = ""
    description: str = ""
    url: str = ""
    hq_url: str = ""

    def body(self) -> Body:
        links: Body = {"MusicUrl": self.url, "HQMusicUrl": self.hq_url}
        thumb = {"ThumbMediaId": self.thumb_media_id}
        return {"Music": {**_titled(self.title, self.description), **links, **thumb}}


class Card(Struct, frozen=True):
    """One card of a news reply; `picture` and `url` are absolute."""

    title: str
    description: str = ""
    picture: str = ""
    url: str = ""


class NewsReply(Struct, frozen=True):
    kind: ClassVar = "news"
    cards: tuple[Card, ...]

    def body(self) -> Body:
        cards = self.cards[:MAX_ARTICLES]
        items: list[Body] = [
            {**_titled(card.title, card.description), "PicUrl": card.picture, "Url": card.url}
            for card in cards
        ]
        return {"ArticleCount": len(cards), "Articles": {"item": items}}


class TransferReply(Struct, frozen=True):
    """The conversation moves to WeChat's own customer-service client."""

    kind: ClassVar = "transfer_customer_service"
    kf_account: str = ""

    def body(self) -> Body:
        return {"TransInfo": {"KfAccount": self.kf_account}} if self.kf_account else {}


class NoReply(Struct, frozen=True):
    """The bare word `success`: received, nothing to say."""


Spoken = TextReply | ImageReply | VoiceReply | VideoReply | MusicReply | NewsReply | TransferReply
Passive = Spoken | NoReply


def fields_of(reply: Spoken, *, to: str, sender: str, at: int) -> Body:
    """The reply to `to` (an openid) from `sender` (our `gh_…`), ready to be XML or JSON."""
    head: Body = {
        "ToUserName": to,
        "FromUserName": sender,
        "CreateTime": at,
        "MsgType": reply.kind,
    }
    return {**head, **reply.body()}


def _titled(title: str, description: str) -> Body:
    return {
        "Title": _cut(title, _MAX_TITLE_BYTES),
        "Description": _cut(description, _MAX_DESCRIPTION_BYTES),
    }


def _cut(text: str, limit: int) -> str:
    return cut_utf8(legal(text), limit)
