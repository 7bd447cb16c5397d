"""What happens to an account: each event as a typed value, by its lower-case name.

Sources: the manual's 接收事件推送, 自定义菜单事件推送, 模板消息 and 订阅通知; the names of the
privacy and account families as public SDKs carry them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from weiyin.base.ask import Point
from weiyin.channel.wechat.fields import Look
from weiyin.channel.wechat.messages import Head, Push, Reader


class Event(Push, frozen=True, kw_only=True):
    event: str
    """Lower-case: WeChat writes SCAN, CLICK and LOCATION in capitals, others not."""


class Subscribe(Event, frozen=True, kw_only=True):
    """A follow; `scene` of the QR code that led here, or empty."""

    scene: str
    ticket: str


class Unsubscribe(Event, frozen=True, kw_only=True):
    pass


class Scan(Event, frozen=True, kw_only=True):
    scene: str
    ticket: str


class Whereabouts(Event, frozen=True, kw_only=True):
    """LOCATION: the phone tells where it is by itself. `precision` in metres."""

    point: Point
    precision: float


class Click(Event, frozen=True, kw_only=True):
    key: str


class View(Event, frozen=True, kw_only=True):
    """A menu item that opens a page (`view`) or a mini-program (`view_miniprogram`)."""

    target: str
    menu_id: str
    """Which conditional menu it was tapped in."""


class ScanCode(Event, frozen=True, kw_only=True):
    """scancode_push, scancode_waitmsg: a code scanned from the menu."""

    key: str
    scan_type: str
    result: str


class Pictures(Event, frozen=True, kw_only=True):
    """pic_sysphoto, pic_photo_or_album, pic_weixin: the pictures follow as messages."""

    key: str
    count: int
    md5_sums: tuple[str, ...]


class LocationSelect(Event, frozen=True, kw_only=True):
    """A place chosen from the menu: a location message follows."""

    key: str
    point: Point
    poi: str


class JobFinished(Event, frozen=True, kw_only=True):
    """TEMPLATESENDJOBFINISH, MASSSENDJOBFINISH: the fate of what we sent under `job`."""

    job: str
    status: str

    @property
    def arrived(self) -> bool:
        return not self.status.startswith(("fail", "err"))


class Published(Event, frozen=True, kw_only=True):
    """PUBLISHJOBFINISH: an article is out, or not (`status` 0 is success)."""

    publish_id: str
    status: str


class Choice(Struct, frozen=True, kw_only=True):
    """What a person decided about one template of 订阅通知, or what became of one sending."""

    template_id: str
    status: str
    """`accept` or `reject`; of a sending `success` or `failed`."""
    msg_id: str = ""
    why: str = ""


class SubscribeMsg(Event, frozen=True, kw_only=True):
    """subscribe_msg_popup_event, _change_event, _sent_event."""

    choices: tuple[Choice, ...]


class KfSession(Event, frozen=True, kw_only=True):
    """kf_create_session, kf_close_session, kf_switch_session."""

    account: str
    previous: str


class Privacy(Event, frozen=True, kw_only=True):
    """user_info_modified, user_authorization_revoke, user_authorization_cancellation."""

    person: str
    revoked: str


class AccountNews(Event, frozen=True, kw_only=True):
    """Verification of the account itself: passed, failed, to renew, expired."""

    at: int
    why: str


class Old(Event, frozen=True, kw_only=True):
    """A known event that a bank has no use for; its fields are all there."""

    family: str


def _event(make: Callable[..., Event], read: Callable[[Look], dict[str, Any]]) -> Reader:
    return lambda look, head: make(**head, **read(look))


def _subscribe(look: Look) -> dict[str, Any]:
    return {
        "scene": look.text("eventkey").removeprefix("qrscene_"),
        "ticket": look.text("ticket"),
    }


def _scan(look: Look) -> dict[str, Any]:
    return {"scene": look.text("eventkey"), "ticket": look.text("ticket")}


def _whereabouts(look: Look) -> dict[str, Any]:
    precision = look.degrees("precision", 1e7) if look.text("precision") else 0.0
    return {"point": look.point("latitude", "longitude"), "precision": precision}


def _view(look: Look) -> dict[str, Any]:
    return {"target": look.text("eventkey"), "menu_id": look.text("menuid")}


def _scan_code(look: Look) -> dict[str, Any]:
    info = look.within("scancodeinfo")
    return {
        "key": look.text("eventkey"),
        "scan_type": info.text("scantype"),
        "result": info.text("scanresult"),
    }


def _pictures(look: Look) -> dict[str, Any]:
    info = look.within("sendpicsinfo")
    pictures = info.within("piclist").items("item") or info.items("piclist")
    sums = tuple(picture.text("picmd5sum") for picture in pictures)
    return {"key": look.text("eventkey"), "count": info.count("count"), "md5_sums": sums}


def _location_select(look: Look) -> dict[str, Any]:
    info = look.within("sendlocationinfo")
    return {
        "key": look.text("eventkey"),
        "point": info.point("location_x", "location_y", info.text("label")),
        "poi": info.text("poiname"),
    }


def _job_finished(look: Look) -> dict[str, Any]:
    return {"job": look.text("msgid"), "status": look.text("status")}


def _published(look: Look) -> dict[str, Any]:
    info = look.within("publisheventinfo")
    return {"publish_id": info.text("publish_id"), "status": info.text("publish_status")}


def _subscribe_msg(look: Look) -> dict[str, Any]:
    inside = look
    for name in ("subscribemsgpopupevent", "subscribemsgchangeevent", "subscribemsgsentevent"):
        if look.fields.get(name):
            inside = look.within(name)
    items = inside.items("list")
    return {"choices": tuple(_choice(item) for item in items)}


def _choice(item: Look) -> Choice:
    return Choice(
        template_id=item.text("templateid"),
        status=item.text("subscribestatusstring") or item.text("errorstatus"),
        msg_id=item.text("msgid"),
        why=item.text("errorcode"),
    )


def _kf_session(look: Look) -> dict[str, Any]:
    account = look.text("kfaccount") or look.text("tokfaccount")
    return {"account": account, "previous": look.text("fromkfaccount")}


def _privacy(look: Look) -> dict[str, Any]:
    return {"person": look.text("openid"), "revoked": look.text("revokeinfo")}


def _account_news(look: Look) -> dict[str, Any]:
    at = look.count("expiredtime") or look.count("failtime")
    return {"at": at, "why": look.text("failreason")}


def _family(family: str) -> Reader:
    return lambda _look, head: Old(**head, family=family)


_FAMILIES = {
    "session": "enter user_enter_tempsession",
    "card": "card_pass_check card_not_pass_check user_get_card user_gifting_card user_del_card"
    " user_consume_card user_pay_from_pay_cell user_view_card user_enter_session_from_card"
    " update_member_card card_sku_remind card_pay_order submit_membercard_user_info"
    " giftcard_pay_done giftcard_send_to_friend giftcard_user_accept",
    "invoice": "user_authorize_invoice update_invoice_status submit_invoice_title",
    "wifi": "wificonnected",
    "poi": "poi_check_notify add_store_audit_info modify_store_audit_info"
    " create_map_poi_audit_info apply_merchant_audit_info",
    "shakearound": "shakearoundusershake shakearoundlotterybind",
    "product": "user_scan_product user_scan_product_enter_session user_scan_product_async"
    " user_scan_product_verify_action",
    "shop": "merchant_order",
    "device": "bind unbind subscribe_status unsubscribe_status",
}

EVENTS: dict[str, Reader] = {
    **{name: _family(family) for family, names in _FAMILIES.items() for name in names.split()},
    "subscribe": _event(Subscribe, _subscribe),
    "unsubscribe": _event(Unsubscribe, lambda _: {}),
    "scan": _event(Scan, _scan),
    "location": _event(Whereabouts, _whereabouts),
    "click": _event(Click, lambda look: {"key": look.text("eventkey")}),
    **dict.fromkeys(("view", "view_miniprogram"), _event(View, _view)),
    **dict.fromkeys(("scancode_push", "scancode_waitmsg"), _event(ScanCode, _scan_code)),
    **dict.fromkeys(
        ("pic_sysphoto", "pic_photo_or_album", "pic_weixin"), _event(Pictures, _pictures)
    ),
    "location_select": _event(LocationSelect, _location_select),
    **dict.fromkeys(
        ("templatesendjobfinish", "masssendjobfinish"), _event(JobFinished, _job_finished)
    ),
    "publishjobfinish": _event(Published, _published),
    **dict.fromkeys(
        ("subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event"),
        _event(SubscribeMsg, _subscribe_msg),
    ),
    **dict.fromkeys(
        ("kf_create_session", "kf_close_session", "kf_switch_session"),
        _event(KfSession, _kf_session),
    ),
    **dict.fromkeys(
        ("user_info_modified", "user_authorization_revoke", "user_authorization_cancellation"),
        _event(Privacy, _privacy),
    ),
    **dict.fromkeys(
        (
            "qualification_verify_success",
            "qualification_verify_fail",
            "naming_verify_success",
            "naming_verify_fail",
            "annual_renew",
            "verify_expired",
        ),
        _event(AccountNews, _account_news),
    ),
}
"""Readers by lower-case Event."""

EVENT_TYPES = frozenset({"event", "device_event"})
"""The lower-case MsgTypes under which events come."""


def head_of_event(head: Head, name: str) -> Head:
    return {**head, "event": name}
