"""Articles in the draft box, which mass messages are made of. Source: 新增草稿, 新增永久素材."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weiyin.base.errors import BadInput
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.media import Media

MAX_TITLE, MAX_DIGEST, MAX_ARTICLES = 32, 120, 8
_MAX_PICTURE = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class DraftArticle:
    """`content` is HTML as the platform allows it, `url` what 阅读原文 opens."""

    title: str
    digest: str
    content: str
    url: str
    cover: str
    """The media id of a picture that stays."""


class Articles:
    """The draft box of one account."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def add_cover(self, name: str, picture: Media) -> str:
        """A picture that stays; its media id. Raises `BadInput`."""
        if picture.type not in {"image/jpeg", "image/png"}:
            raise BadInput("cover", "封面须为 JPG 或 PNG 图片")
        if not 0 < len(picture.content) <= _MAX_PICTURE:
            raise BadInput("cover", "封面图片不超过 10 MB")
        files = {"media": (name, picture.content, picture.type)}
        found = self._client.upload("/cgi-bin/material/add_material", files, type="image")
        return str(found["media_id"])

    def add(self, articles: Sequence[DraftArticle]) -> str:
        """A draft of up to eight; its media id. Raises `BadInput`."""
        if not 1 <= len(articles) <= MAX_ARTICLES:
            raise BadInput("articles", f"一次 1 至 {MAX_ARTICLES} 篇")
        for one in articles:
            if not one.title or len(one.title) > MAX_TITLE or len(one.digest) > MAX_DIGEST:
                raise BadInput("title", f"标题最多 {MAX_TITLE} 字，摘要最多 {MAX_DIGEST} 字")
        body = {
            "articles": [
                {
                    "title": one.title,
                    "digest": one.digest,
                    "content": one.content,
                    "content_source_url": one.url,
                    "thumb_media_id": one.cover,
                    "need_open_comment": 0,
                }
                for one in articles
            ]
        }
        return str(self._client.post("/cgi-bin/draft/add", body)["media_id"])
