"""Runs in the oracles' environment: wechatpy as a client, its traffic led to the stand-in.

Arguments: address, appid, secret, openid. Prints one JSON object of what the library said.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException
from wechatpy.oauth import WeChatOAuth


class LedTo(HTTPAdapter):
    """The library's own addresses stay in its code; only the wire ends elsewhere."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = urlsplit(base)

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        parts = urlsplit(request.url)
        request.url = urlunsplit(parts._replace(scheme="http", netloc=self._base.netloc))
        return super().send(request, *args, **kwargs)


def led(session: requests.Session, base: str) -> requests.Session:
    session.trust_env = False
    session.mount("https://", LedTo(base))
    return session


def errcode(call: Any, *args: Any) -> int:
    try:
        call(*args)
    except WeChatClientException as error:
        return int(error.errcode)
    return 0


def use(base: str, appid: str, secret: str, openid: str) -> dict[str, Any]:
    client = WeChatClient(appid, secret)
    led(client._http, base)
    found: dict[str, Any] = {"token": bool(client.access_token)}
    button = {"type": "click", "name": "余额", "key": "balance"}
    client.menu.create({"button": [button]})
    found["menu"] = client.menu.get()["menu"]["button"][0]["key"]
    found["bad_menu"] = errcode(client.menu.create, {"button": [button] * 4})
    data = {
        "character_string1": {"value": "****1234"},
        "thing2": {"value": "转账支出"},
        "amount3": {"value": "500.00元"},
        "amount4": {"value": "1.00元"},
        "time5": {"value": "2026年7月20日 10:00"},
    }
    sent = client.message.send_template(openid, "tpl-account-change", data, url="https://a.example")
    found["template"] = sent["errcode"]
    found["kf"] = client.message.send_text(openid, "您好")["errcode"]
    menu = {"head_content": "满意吗", "list": [{"id": "1", "content": "是"}]}
    found["msgmenu"] = client.message.send_msg_menu(openid, menu)["errcode"]
    picture = b"\xff\xd8\xff picture \r\n--not-a-boundary\r\n"
    uploaded = client.media.upload("image", ("p.jpg", io.BytesIO(picture), "image/jpeg"))
    found["media"] = client.media.download(uploaded["media_id"]).content == picture
    scene = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "b1"}}}
    ticket = client.qrcode.create(scene)
    shown = led(requests.Session(), base).get(client.qrcode.get_url(ticket))
    found["qr"] = shown.text.startswith("<svg")
    tag = client.tag.create("贵宾")["id"]
    client.tag.tag_user(tag, openid)
    found["tags"] = client.tag.get_user_tag(openid) == [tag]
    found["followers"] = client.user.get_followers()["data"]["openid"]
    found["subscribe"] = client.user.get(openid)["subscribe"]
    found["ticket"] = bool(client.jsapi.get_jsapi_ticket())
    found["ips"] = client.misc.get_wechat_ips()
    found["stranger"] = errcode(client.user.get, "nobody")
    found["oauth"] = oauth(base, appid, secret)
    return found


def oauth(base: str, appid: str, secret: str) -> dict[str, Any]:
    flow = WeChatOAuth(appid, secret, "http://127.0.0.1:1/back", state="s")
    led(flow._http, base)
    page = led(requests.Session(), base).get(
        flow.authorize_url, headers={"x-sim-phone": "wang"}, allow_redirects=False
    )
    handle = page.headers["location"].split("code=")[1].split("&")[0]
    bought = flow.fetch_access_token(handle)
    again = flow.refresh_access_token(bought["refresh_token"])
    return {"openid": again["openid"], "valid": flow.check_access_token(openid=bought["openid"])}


if __name__ == "__main__":
    print(json.dumps(use(*sys.argv[1:])))  # noqa: T201 - this is its answer
