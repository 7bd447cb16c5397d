"""What a person does on a phone: each act changes the chat and tells what to push."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from weiyin.base.errors import BadInput, Conflict, NotFound
from weiyin.simulator.control.samples import seconds, sound
from weiyin.simulator.errors import ApiError
from weiyin.simulator.push.events import Expects, Push, event, message
from weiyin.simulator.settings import Recognition
from weiyin.simulator.world.chat import Chat, Side
from weiyin.simulator.world.followers import Follower
from weiyin.simulator.world.live import LiveAccount
from weiyin.simulator.world.windows import Opener
from weiyin.simulator.world.world import World

_KF_SESSION = 1800


@dataclass(frozen=True, slots=True)
class Person:
    """One handset looking at one account. `base` is the stand-in's own address."""

    world: World
    live: LiveAccount
    handset_id: str
    base: str = ""

    @property
    def openid(self) -> str:
        return self.live.openids[self.handset_id]

    @property
    def chat(self) -> Chat:
        return self.live.chats[self.handset_id]

    def check_following(self) -> Follower:
        follower = self.live.followers.get(self.openid)
        if follower is None:
            raise Conflict("not a follower", heard="请先关注")
        return follower

    def show(self, kind: str, **content: Any) -> None:
        self.world.show(self.live, self.openid, Side.ME, kind, "said", **content)

    def event(self, name: str, expects: Expects = Expects.NOTHING, **facts: Any) -> Push:
        return event(self.world, self.live, self.openid, name, expects, **facts)


def follow(person: Person, scene: str = "") -> list[Push]:
    """Also a second time, as WeChat does after a lost answer: the event is pushed again."""
    world, live, openid = person.world, person.live, person.openid
    scene = scene or person.chat.pending_scene
    person.chat.pending_scene = ""
    found = live.qrcodes.by_scene(scene) if scene else None
    how = "ADD_SCENE_QR_CODE" if scene else "ADD_SCENE_SEARCH"
    live.followers.follow(Follower(openid, world.clock.stamp(), how, scene))
    live.windows.grant(openid, Opener.FOLLOW)
    world.changed(live, openid)
    facts = {"EventKey": f"qrscene_{scene}" if scene else ""}
    if found is not None:
        facts["Ticket"] = found.ticket
    return [person.event("subscribe", Expects.TAP, **facts)]


def unfollow(person: Person) -> list[Push]:
    person.check_following()
    person.live.followers.unfollow(person.openid)
    person.live.windows.close(person.openid)
    person.chat.kf = ""
    person.world.changed(person.live, person.openid)
    return [person.event("unsubscribe", EventKey="")]


def say(person: Person, text: str, menu_id: str = "") -> list[Push]:
    """`menu_id` when the words were tapped in an msgmenu."""
    if not text.strip():
        raise BadInput("text", "请输入内容")
    person.check_following()
    person.show("text", text=text)
    facts = {"bizmsgmenuid": menu_id} if menu_id else {}
    return _message(person, "text", Content=text, **facts)


def speak(person: Person, words: str) -> list[Push]:
    person.check_following()
    put = person.live.media.put
    narrow = put("voice", "audio/amr", sound(words, wide=False), words)
    wide = put("voice", "audio/amr-wb", sound(words, wide=True), words)
    person.show("voice", media=narrow.media_id, spoken=words, seconds=seconds(words))
    facts: dict[str, Any] = {
        "MediaId": narrow.media_id,
        "Format": "amr",
        "MediaId16K": wide.media_id,
    }
    recognition = person.live.account.recognition
    if recognition is not Recognition.ABSENT:
        facts["Recognition"] = words if recognition is Recognition.WORDS else ""
    return _message(person, "voice", **facts)


def send_picture(person: Person, content_type: str, body: bytes) -> list[Push]:
    person.check_following()
    try:
        media = person.live.media.put("image", content_type, body)
    except ApiError as error:
        raise BadInput("picture", "图片为空或超过 10 MB") from error
    person.show("picture", media=media.media_id)
    address = f"{person.base}/sim/media/{media.media_id}"
    return _message(person, "image", PicUrl=address, MediaId=media.media_id)


def send_location(
    person: Person, latitude: float, longitude: float, label: str, scale: int = 16
) -> list[Push]:
    person.check_following()
    _check_point(latitude, longitude)
    person.show("location", latitude=latitude, longitude=longitude, label=label)
    return _message(
        person, "location", Location_X=latitude, Location_Y=longitude, Scale=scale, Label=label
    )


def scan(person: Person, code: str, *, and_follow: bool) -> list[Push]:
    """`code` is a ticket, what a picture says, or a scene. A stranger sees the follow page."""
    found = person.live.qrcodes.find(code) or person.live.qrcodes.by_scene(code)
    if found is None:
        raise NotFound("no such QR code", heard="二维码无效或已过期")
    if person.live.followers.get(person.openid) is None:
        person.chat.pending_scene = found.scene
        person.world.changed(person.live, person.openid)
        return follow(person) if and_follow else []
    person.live.windows.grant(person.openid, Opener.SCAN)
    return [person.event("SCAN", Expects.TAP, EventKey=found.scene, Ticket=found.ticket)]


def tell_place(person: Person, latitude: float, longitude: float, precision: float) -> list[Push]:
    """The phone reports by itself where it is."""
    person.check_following()
    _check_point(latitude, longitude)
    return [person.event("LOCATION", Latitude=latitude, Longitude=longitude, Precision=precision)]


def subscribe(person: Person, template_id: str, *, accept: bool, forever: bool) -> list[Push]:
    """The pop-up that asks for a subscription notice: one more sending, or without end."""
    templates = person.live.templates
    if template_id not in templates.by_id:
        raise NotFound("no such template")
    grants = person.chat.grants
    if accept:
        had = grants.get(template_id, 0)
        grants[template_id] = -1 if forever or had < 0 else had + 1
    answer = {
        "TemplateId": template_id,
        "SubscribeStatusString": "accept" if accept else "reject",
        "PopupScene": 2,
    }
    return [person.event("subscribe_msg_popup_event", SubscribeMsgPopupEvent={"List": (answer,)})]


def close_kf(person: Person) -> list[Push]:
    """The customer-service conversation ends: messages go to the bot again."""
    taken, person.chat.kf = person.chat.kf, ""
    return [person.event("kf_close_session", KfAccount=taken)] if taken else []


def _message(person: Person, kind: str, **facts: Any) -> list[Push]:
    """A message, unless a person of customer service has the conversation."""
    world, live, openid = person.world, person.live, person.openid
    live.windows.grant(openid, Opener.MESSAGE)
    chat, now = person.chat, world.clock.now().timestamp()
    closing: list[Push] = []
    if chat.kf and chat.kf_until > now:
        chat.kf_until = now + _KF_SESSION
        return []
    if chat.kf:
        closing = close_kf(person)
    return [*closing, message(world, live, openid, kind, **facts)]


def _check_point(latitude: float, longitude: float) -> None:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadInput("latitude", "经纬度不正确")


def md5(body: bytes) -> str:
    """What the platform calls a picture in `PicMd5Sum`."""
    return hashlib.md5(body, usedforsecurity=False).hexdigest()
