"""Temporary media: pictures, voice and video that live three days. Source: 新增临时素材."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.base.errors import BadInput
from weiyin.channel.wechat.client import WechatClient

_KB = 1024
_LIMITS = {
    "image": (10 * _KB * _KB, ("image/jpeg", "image/png", "image/gif", "image/bmp")),
    "voice": (2 * _KB * _KB, ("audio/amr", "audio/mpeg", "audio/mp3")),
    "video": (10 * _KB * _KB, ("video/mp4",)),
    "thumb": (64 * _KB, ("image/jpeg",)),
}


@dataclass(frozen=True, slots=True)
class Media:
    """A file and its content type (`audio/amr`)."""

    content: bytes
    type: str


class MediaShelf:
    """The media of one account."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def upload(self, kind: str, name: str, media: Media) -> str:
        """`kind` is image, voice, video or thumb; the media id. Raises `BadInput`."""
        limit, types = _LIMITS.get(kind, (0, ()))
        if media.type not in types:
            raise BadInput("media", "不支持的素材格式")
        if not 0 < len(media.content) <= limit:
            raise BadInput("media", f"素材大小不超过 {limit // _KB} KB")
        files = {"media": (name, media.content, media.type)}
        answer = self._client.upload("/cgi-bin/media/upload", files, type=kind)
        return str(answer.get("media_id") or answer["thumb_media_id"])

    def upload_picture(self, name: str, media: Media) -> str:
        """A picture for use inside articles; its address at WeChat."""
        files = {"media": (name, media.content, media.type)}
        return str(self._client.upload("/cgi-bin/media/uploadimg", files)["url"])

    def get(self, media_id: str) -> Media:
        """What a person sent, by its MediaId (pictures, voice; video comes as an address)."""
        return Media(*self._client.download("/cgi-bin/media/get", media_id=media_id))
