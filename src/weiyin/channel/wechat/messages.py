"""What people send: each type of message as a typed value. Source: 接收普通消息 of the manual."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from weiyin.base.ask import Point
from weiyin.channel.wechat.fields import Look
from weiyin.channel.wechat.xml import Fields


class Push(Struct, frozen=True, kw_only=True):
    """What every push says. `fields` are all of them, by lower-case name."""

    to: str
    openid: str
    created: int
    """Seconds since 1970, as WeChat counts them."""
    msg_type: str
    msg_id: str
    fields: Fields


class Message(Push, frozen=True, kw_only=True):
    """A message; the last two are filled only when it was sent from an article."""

    msg_data_id: str
    idx: str


class Text(Message, frozen=True, kw_only=True):
    content: str
    menu_id: str
    """The option tapped, when it answers a menu sent as a customer-service message."""


class Image(Message, frozen=True, kw_only=True):
    media_id: str
    pic_url: str


class Voice(Message, frozen=True, kw_only=True):
    """`recognition` is retired and mostly empty: recognise from `media_id_16k` ourselves."""

    media_id: str
    media_id_16k: str
    format: str
    recognition: str


class Video(Message, frozen=True, kw_only=True):
    """`video` and `shortvideo`."""

    media_id: str
    thumb_media_id: str


class Location(Message, frozen=True, kw_only=True):
    point: Point
    scale: int


class Link(Message, frozen=True, kw_only=True):
    title: str
    description: str
    url: str


class MiniProgramPage(Message, frozen=True, kw_only=True):
    title: str
    appid: str
    page_path: str
    thumb_url: str
    thumb_media_id: str


class File(Message, frozen=True, kw_only=True):
    title: str
    description: str
    media_id: str


class Unrecognised(Push, frozen=True, kw_only=True):
    """A type we do not know (yet), or know but cannot read: answered politely and counted."""

    event: str
    why: str


Head = dict[str, Any]
"""The fields of `Push`, ready to make any of its kinds."""
Reader = Callable[[Look, Head], Push]


def _message(make: Callable[..., Message], read: Callable[[Look], dict[str, Any]]) -> Reader:
    def reader(look: Look, head: Head) -> Push:
        article = {"msg_data_id": look.text("msgdataid"), "idx": look.text("idx")}
        return make(**head, **article, **read(look))

    return reader


def _text(look: Look) -> dict[str, Any]:
    return {"content": look.words("content"), "menu_id": look.text("bizmsgmenuid")}


def _image(look: Look) -> dict[str, Any]:
    return {"media_id": look.text("mediaid"), "pic_url": look.text("picurl")}


def _voice(look: Look) -> dict[str, Any]:
    return {
        "media_id": look.text("mediaid"),
        "media_id_16k": look.text("mediaid16k"),
        "format": look.text("format"),
        "recognition": look.text("recognition"),
    }


def _video(look: Look) -> dict[str, Any]:
    return {"media_id": look.text("mediaid"), "thumb_media_id": look.text("thumbmediaid")}


def _location(look: Look) -> dict[str, Any]:
    point = look.point("location_x", "location_y", look.text("label"))
    return {"point": point, "scale": look.count("scale")}


def _link(look: Look) -> dict[str, Any]:
    return {name: look.text(name) for name in ("title", "description", "url")}


def _mini_program_page(look: Look) -> dict[str, Any]:
    return {
        "title": look.text("title"),
        "appid": look.text("appid"),
        "page_path": look.text("pagepath"),
        "thumb_url": look.text("thumburl"),
        "thumb_media_id": look.text("thumbmediaid"),
    }


def _file(look: Look) -> dict[str, Any]:
    return {
        "title": look.text("title"),
        "description": look.text("description"),
        "media_id": look.text("mediaid"),
    }


MESSAGES: dict[str, Reader] = {
    "text": _message(Text, _text),
    "image": _message(Image, _image),
    "voice": _message(Voice, _voice),
    "video": _message(Video, _video),
    "shortvideo": _message(Video, _video),
    "location": _message(Location, _location),
    "link": _message(Link, _link),
    "miniprogrampage": _message(MiniProgramPage, _mini_program_page),
    "file": _message(File, _file),
}
"""Readers by lower-case MsgType."""
