"""Calling WeChat: one token for all, errors by remedy, nothing told to strangers."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.channel import kit
from tests.channel.conftest import on_sqlite
from tests.channel.served import Asked, WechatApi
from tests.checks import Sabotage
from weiyin.base.clock import ManualClock
from weiyin.base.errors import Misconfigured, NeedsStepUp, TryLater, Unknown, WeiyinError
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.errors import ApiRefused, Busy, Spent, Unreachable
from weiyin.channel.wechat.kf import Kf
from weiyin.channel.wechat.kf_messages import text
from weiyin.channel.wechat.oauth import WechatSignIn
from weiyin.channel.wechat.platform import Platform
from weiyin.channel.wechat.tokens import Fetched, SharedToken
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

SABOTAGE = {
    "O01": Sabotage(
        "src/weiyin/channel/wechat/client.py",
        'return call({"access_token": self._access.renewed(token)})',
        'return call({"access_token": token})',
    ),
    "O02": Sabotage(
        "src/weiyin/channel/wechat/tokens.py",
        " WHERE oa=:oa AND kind=:kind AND issued_us <= :issued_us",
        " WHERE oa=:oa AND kind=:kind AND 0 <= :issued_us",
    ),
}
SEND = "/cgi-bin/message/custom/send"
IPS = "/cgi-bin/getcallbackip"


def guarded(api: WechatApi, answer: Any) -> Callable[[Asked], Any]:
    """Says `answer` only to the token given out last, as WeChat does."""

    def judge(asked: Asked) -> Any:
        if asked.query.get("access_token") != f"token-{api.tokens}":
            return {"errcode": 40001, "errmsg": "invalid credential"}
        return answer

    return judge


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
@on_sqlite
def test_o01_a_token_that_expires_is_renewed_once(
    errcode: int, client: WechatClient, api: WechatApi
) -> None:
    sent: list[str] = []

    def send(asked: Asked) -> Any:
        if asked.query["access_token"] == "token-1":
            return {"errcode": errcode, "errmsg": "expired"}
        sent.append(asked.json["text"]["content"])
        return {"errcode": 0}

    api.on(SEND, send)
    Kf(client).send("openid", text("余额 100 元"))
    Kf(client).send("openid", text("再见"))
    assert sent == ["余额 100 元", "再见"]
    assert api.tokens == 2
    assert len(api.calls(SEND)) == 3


@on_sqlite
def test_a_token_that_is_always_refused_ends_in_one_clear_error(
    client: WechatClient, api: WechatApi
) -> None:
    api.on(SEND, {"errcode": 40001, "errmsg": "invalid credential"})
    for _ in range(3):
        with pytest.raises(Misconfigured, match=r"accounts\.main\.secret"):
            Kf(client).send("openid", text("好"))
    assert len(api.calls(SEND)) == 6
    assert api.tokens <= 4


def test_o02_eight_workers_share_one_token(
    new_client: Callable[[], WechatClient], api: WechatApi, clock: ManualClock
) -> None:
    clients = [new_client() for _ in range(8)]
    api.on(IPS, guarded(api, {"ip_list": ["1.1.1.1"]}))
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda one: Platform(one).callback_ips(), clients))
        assert got == [["1.1.1.1"]] * 8
        assert api.tokens == 1
        clock.advance(timedelta(hours=2))
        list(pool.map(lambda one: Platform(one).callback_ips(), clients))
        assert api.tokens == 2
    assert len(api.calls(IPS)) == 16


def test_o02_a_slow_older_answer_does_not_overwrite_the_newer(
    store: Store, sealer: Sealer, clock: ManualClock
) -> None:
    asked, release = threading.Event(), threading.Event()

    def slow(_: bool) -> Fetched:
        asked.set()
        assert release.wait(10)
        return Fetched("old", 7200)

    def quick(_: bool) -> Fetched:
        return Fetched("new", 7200)

    def token(fetch: Callable[[bool], Fetched]) -> SharedToken:
        return SharedToken("main", "access", fetch, store=store, sealer=sealer, clock=clock)

    late = token(slow)
    thread = threading.Thread(target=late.value)
    thread.start()
    assert asked.wait(10)
    clock.advance(timedelta(seconds=20))  # the lease of the slow one is over
    assert token(quick).value() == "new"
    release.set()
    thread.join()
    assert token(quick).value() == "new"
    assert late.value() == "new"


class PausedClock(ManualClock):
    """Calls `meanwhile` once, in the middle of the next look at the time."""

    meanwhile: Callable[[], object] | None = None

    def now(self) -> datetime:
        moment = super().now()
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return moment


@on_sqlite
def test_o02_who_looked_before_another_renewed_does_not_ask_again(
    store: Store, sealer: Sealer, clock: ManualClock
) -> None:
    paused = PausedClock(clock.now())
    fetches = itertools.count(1)

    def token() -> SharedToken:
        def fetch(_: bool) -> Fetched:
            return Fetched(f"token-{next(fetches)}", 7200)

        return SharedToken("main", "access", fetch, store=store, sealer=sealer, clock=paused)

    assert token().value() == "token-1"
    paused.advance(timedelta(hours=2))
    paused.meanwhile = token().value
    assert token().value() == "token-2"
    assert next(fetches) == 3


@on_sqlite
def test_the_token_in_the_store_is_sealed(client: WechatClient, store: Store) -> None:
    with pytest.raises(Misconfigured):
        Platform(client).callback_ips()  # the stand-in has no such page, but gave a token
    rows = store.read(lambda reader: reader.all(sql("SELECT value FROM wechat_tokens")))
    assert len(rows) == 1
    assert b"token-1" not in rows[0][0]


FAULTS: list[tuple[int, type[WeiyinError]]] = [
    (-1, Busy), (45011, Busy), (45009, Spent), (48006, Spent), (40003, Unreachable),
    (43004, Unreachable), (43019, Unreachable), (43101, Unreachable), (45015, Unreachable),
    (45047, Unreachable), (48001, Misconfigured), (40013, Misconfigured), (40125, Misconfigured),
    (40164, Misconfigured), (47003, ApiRefused), (45008, ApiRefused), (65400, ApiRefused),
    (99999, ApiRefused),
]  # fmt: skip


@pytest.mark.parametrize(("errcode", "kind"), FAULTS)
@on_sqlite
def test_each_code_has_its_remedy(
    errcode: int, kind: type[WeiyinError], client: WechatClient, api: WechatApi
) -> None:
    api.on(SEND, {"errcode": errcode, "errmsg": "说明 rid: 1"})
    with pytest.raises(kind):
        Kf(client).send("openid", text("好"))
    assert len(api.calls(SEND)) == 1


@pytest.mark.parametrize(
    ("errcode", "wait"), [(45009, timedelta(hours=14)), (45011, timedelta(minutes=1))]
)
def test_a_closed_api_is_not_asked_again_by_any_process(
    errcode: int,
    wait: timedelta,
    new_client: Callable[[], WechatClient],
    api: WechatApi,
    clock: ManualClock,
) -> None:
    api.on(SEND, {"errcode": errcode})
    for _ in range(5):
        with pytest.raises((Busy, Spent)):
            Kf(new_client()).send("openid", text("好"))
    assert len(api.calls(SEND)) == 1
    api.on(SEND, {"errcode": 0})
    clock.advance(wait)
    client = new_client()
    Kf(client).send("openid", text("好"))
    while SEND not in client.quota.calls_today():  # counted without waiting
        threading.Event().wait(0.01)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((500, b"oops"), Unknown),
        ((502, b"<html>Bad Gateway</html>"), Unknown),
        ((429, b"{}"), TryLater),
        (b"", Unknown),
        (b'{"errcode":0,', Unknown),
        (b"[]", Unknown),
        ("说".encode("gb18030"), Unknown),
        ((0, b""), Unknown),
        ((302, b""), Misconfigured),
        ((404, b""), Misconfigured),
    ],
)
@on_sqlite
def test_what_was_sent_and_not_heard_is_unknown(
    answer: Any, kind: type[WeiyinError], client: WechatClient, api: WechatApi
) -> None:
    api.on(SEND, answer)
    with pytest.raises(kind) as told:
        Kf(client).send("openid", text("好"))
    assert "token" not in str(told.value)
    assert len(api.calls(SEND)) == 1
    api.on(IPS, answer)
    with pytest.raises((TryLater, Misconfigured)):
        Platform(client).callback_ips()


def test_what_was_never_sent_may_be_sent_later(
    store: Store, sealer: Sealer, clock: ManualClock
) -> None:
    account = kit.account(api_base="http://127.0.0.1:9")
    client = WechatClient(account, store=store, sealer=sealer, clock=clock)
    with pytest.raises(TryLater):
        Kf(client).send("openid", text("好"))
    client.close()


@on_sqlite
def test_words_go_out_in_utf8_and_the_secret_in_the_body(
    client: WechatClient, api: WechatApi
) -> None:
    api.on(SEND, {"errcode": 0})
    Kf(client).send("openid", text("余额"), account="test1@test", answers="77")
    (call,) = api.calls(SEND)
    assert "余额".encode() in call.body
    assert call.json["customservice"] == {"kf_account": "test1@test"}
    assert call.json["aimsgcontext"] == {"msgid": "77"}
    (asked,) = api.calls("/cgi-bin/stable_token")
    assert asked.query == {}
    assert asked.json == {
        "grant_type": "client_credential",
        "appid": kit.APPID,
        "secret": "appsecret",
        "force_refresh": False,
    }


@on_sqlite
def test_addresses_with_secrets_are_never_logged(
    client: WechatClient, api: WechatApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    api.on(SEND, {"errcode": 0})
    Kf(client).send("openid", text("好"))
    assert "token-1" not in caplog.text


@pytest.mark.parametrize(
    "base", ["http://api.weixin.qq.com", "ftp://x", "", "https://", "http://[::1", "//x"]
)
def test_secrets_travel_only_under_tls(base: str) -> None:
    with pytest.raises(Misconfigured, match=r"accounts\.main\.api_base"):
        kit.account(api_base=base)


@on_sqlite
def test_signing_in_tells_whose_phone_it_is(client: WechatClient, api: WechatApi) -> None:
    signin = WechatSignIn({"main": client})
    path = "/sns/oauth2/access_token"
    api.on(path, {"access_token": "x", "openid": "oMe", "scope": "snsapi_base"})
    assert signin.signed_in("main", "code1").openid == "oMe"
    api.on(path, {"access_token": "x", "openid": "oShadow", "is_snapshotuser": 1})
    assert signin.signed_in("main", "code2").snapshot
    assert api.calls(path)[0].query == {
        "appid": kit.APPID,
        "secret": "appsecret",
        "code": "code1",
        "grant_type": "authorization_code",
    }
    for errcode in (40029, 40163):
        api.on(path, {"errcode": errcode, "errmsg": "invalid code"})
        with pytest.raises(NeedsStepUp):
            signin.signed_in("main", "code3")
    for odd in ("", "a b", "x" * 600, "a&secret=1"):
        with pytest.raises(NeedsStepUp):
            signin.signed_in("main", odd)
    assert api.tokens == 0


@on_sqlite
def test_the_visitor_is_sent_back_to_our_pages_only(client: WechatClient) -> None:
    signin = WechatSignIn({"main": client})
    url = httpx.URL(signin.authorize_url("main", "https://bank.example/p/back?x=1", "s" * 32))
    assert url.host == "open.weixin.qq.com"
    assert url.fragment == "wechat_redirect"
    assert list(url.params) == ["appid", "redirect_uri", "response_type", "scope", "state"]
    assert url.params["redirect_uri"] == "https://bank.example/p/back?x=1"
    for back in (
        "https://bank.example.evil/", "https://evil/", "//bank.example/", "https://bank.example:444/",
        "https://a@bank.example/", "javascript:alert(1)", "https://bank.example\\@evil/",
    ):  # fmt: skip
        with pytest.raises(ValueError, match="only pages of our own"):
            signin.authorize_url("main", back, "state")
