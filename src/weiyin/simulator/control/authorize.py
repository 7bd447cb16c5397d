"""open.weixin.qq.com/connect/oauth2/authorize: the page tells the site who looks at it.

A real phone is known by its network stack; here it is known by the header `X-Sim-Phone`, by the
host name `<handset>.weiyin.localhost`, or by the frame that asks the phone's face.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from weiyin.base.ids import opaque_token
from weiyin.simulator.settings import Handset
from weiyin.simulator.wire.envelope import with_query
from weiyin.simulator.world.live import LiveAccount
from weiyin.simulator.world.world import World

LOCAL_SUFFIX = ".weiyin.localhost"
_SCOPES = ("snsapi_base", "snsapi_userinfo")
_STYLE = (
    "body{font:16px/1.6 -apple-system,'PingFang SC','Noto Sans CJK SC',sans-serif;margin:0;"
    "padding:64px 24px;text-align:center;color:#191919;background:#fff}"
    "a{display:block;margin:16px auto;max-width:240px;padding:10px;border-radius:8px;"
    "text-decoration:none}a.yes{background:#07c160;color:#fff}a.no{background:#f2f2f2;color:#06ae56}"
    "p{color:#888}"
)
# The phone's face goes on for the page: coming from this address, the site's cookies would count
# as a stranger's (SameSite) and be left out.
_WHO_SCRIPT = (
    "if(window.name.startsWith('weiyin-phone:')&&parent!==window)"
    "parent.postMessage({weiyin:'authorize',query:location.search},'*');"
    "else document.body.hidden=false;"
)


class Authorize:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        return [Route("/connect/oauth2/authorize", self.page, methods=["GET"])]

    async def page(self, request: Request) -> Response:
        query = request.query_params
        live = self._world.by_appid(query.get("appid", ""))
        target = query.get("redirect_uri", "")
        if live is None:
            return _say("appid 参数错误", "10013")
        if urlsplit(target).scheme not in ("http", "https"):
            return _say("redirect_uri 参数错误", "10003")
        if query.get("scope") not in _SCOPES or query.get("response_type") != "code":
            return _say("Scope 参数错误或没有 Scope 权限", "10005")
        handset = self._who(request)
        if handset is None:
            words = "<body hidden><h3>请在微信客户端打开链接</h3>"
            return _html(f"{words}<script>{_WHO_SCRIPT}</script>")
        asks = query["scope"] == "snsapi_userinfo" and "x-sim-phone" not in request.headers
        if asks and query.get("sim_allow") != "1":
            return _ask(request, live, handset)
        return self._back(request, live, handset, target)

    def _who(self, request: Request) -> Handset | None:
        host = request.url.hostname or ""
        named = request.headers.get("x-sim-phone") or request.query_params.get("sim_phone")
        if not named and host.endswith(LOCAL_SUFFIX):
            named = host.removesuffix(LOCAL_SUFFIX)
        return self._world.handsets.get(named or "")

    def _back(self, request: Request, live: LiveAccount, handset: Handset, target: str) -> Response:
        query = request.query_params
        with self._world.lock:
            chat = live.chats[handset.id]
            snapshot = chat.snapshot
            openid = f"oSNAP{opaque_token(self._world.rng)[:23]}" if snapshot else chat.openid
            handle = live.grants.allow(openid, query["scope"], snapshot=snapshot)
        if (request.url.hostname or "").endswith(LOCAL_SUFFIX):
            target = own_host(target, handset.id)
        back = {"code": handle, "state": query.get("state", "")}
        return RedirectResponse(with_query(target, back), status_code=302)


def own_host(url: str, handset_id: str) -> str:
    """An address of this machine under the handset's own name, so that cookies stay apart."""
    parts = urlsplit(url)
    if parts.hostname not in ("127.0.0.1", "localhost"):
        return url
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"{handset_id}{LOCAL_SUFFIX}{port}"))


def _ask(request: Request, live: LiveAccount, handset: Handset) -> Response:
    given = {**request.query_params, "sim_phone": handset.id, "sim_allow": "1"}
    yes = escape(f"{request.url.path}?{urlencode(given)}")
    name = escape(live.account.name)
    return _html(
        f"<body><h3>{name} 申请</h3><p>获取你的昵称、头像</p>"
        f'<a class="yes" href="{yes}">允许</a>'
        '<a class="no" href="javascript:history.back()">拒绝</a>'
    )


def _say(words: str, number: str) -> Response:
    return _html(f"<body><h3>{escape(words)}</h3><p>错误码：{number}</p>", 200)


def _html(body: str, status: int = 200) -> Response:
    head = '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
    sized = '<meta name="viewport" content="width=device-width">'
    return HTMLResponse(f"{head}{sized}<style>{_STYLE}</style>{body}", status)
