"""WeChat's API for one account: a token on every call, one renewal, errors by remedy.

Plain and blocking: called from worker threads. The families of calls (menu, template, media …)
each have a file and take this client.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import httpx
import structlog

from weiyin.base.clock import Clock
from weiyin.base.errors import Misconfigured, WeiyinError
from weiyin.channel.wechat.account import OfficialAccount
from weiyin.channel.wechat.errors import Remedy, TokenRefused, fault_of, remedy_of
from weiyin.channel.wechat.http import Files, WechatHttp, read_json
from weiyin.channel.wechat.quota import Quota
from weiyin.channel.wechat.tokens import Fetched, SharedToken
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store

log = structlog.get_logger(__name__)

T = TypeVar("T")
Json = dict[str, Any]


class WechatClient:
    """Safe for many threads; share one an account and process.

    Every call raises by remedy: `Busy`, `Spent`, `Unreachable`, `ApiRefused` of `errors.py`,
    `Misconfigured`, `TryLater` (nothing happened) and `Unknown` (it may have happened).
    """

    def __init__(
        self,
        account: OfficialAccount,
        *,
        store: Store,
        sealer: Sealer,
        clock: Clock,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.account = account
        self.clock = clock
        self.quota = Quota(account.key, store, clock)
        self._http = WechatHttp(account.api_base, transport)

        def shared(kind: str, fetch: Callable[[bool], Fetched]) -> SharedToken:
            return SharedToken(account.key, kind, fetch, store=store, sealer=sealer, clock=clock)

        self._access = shared("access", self._fetch_access)
        self._ticket = shared("jsapi", self._fetch_ticket)

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, **query: str) -> Json:
        """A reading call."""
        return self._with_token(path, lambda token: self._json("GET", path, {**token, **query}))

    def post(self, path: str, body: Json, *, repeatable: bool = False) -> Json:
        """A call with a JSON body. `repeatable`: making it twice does no harm."""
        return self._with_token(
            path,
            lambda token: self._json("POST", path, token, body=body, repeatable=repeatable),
        )

    def upload(self, path: str, files: Files, **query: str) -> Json:
        return self._with_token(
            path, lambda token: self._json("POST", path, {**token, **query}, files=files)
        )

    def download(self, path: str, **query: str) -> tuple[bytes, str]:
        """Bytes and their content type."""

        def load(token: Json) -> tuple[bytes, str]:
            content, kind = self._http.ask("GET", path, {**token, **query}, repeatable=True)
            if "json" in kind or content[:1] == b"{":
                self._judge(path, read_json(path, content, repeatable=True))
            return content, kind

        return self._with_token(path, load)

    def without_token(self, path: str, query: Mapping[str, str]) -> Json:
        """A reading call that proves itself otherwise (signing in)."""
        return self._json("GET", path, query)

    def jsapi_ticket(self) -> str:
        """What pages are signed with for the JS-SDK."""
        return self._ticket.value()

    def _with_token(self, path: str, call: Callable[[Json], T]) -> T:
        self.quota.check(path)
        token = self._access.value()
        try:
            return call({"access_token": token})
        except TokenRefused as fault:
            log.info("wechat.token_refused", oa=self.account.key, api=path, errcode=fault.errcode)
        try:
            return call({"access_token": self._access.renewed(token)})
        except TokenRefused as fault:
            raise self._misconfigured("secret", f"{path}: every token is refused") from fault

    def _json(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        *,
        body: Json | None = None,
        files: Files | None = None,
        repeatable: bool = True,
    ) -> Json:
        content, _ = self._http.ask(
            method, path, query, body=body, files=files, repeatable=repeatable
        )
        found = read_json(path, content, repeatable=repeatable)
        self._judge(path, found)
        return found

    def _judge(self, path: str, answer: Json) -> None:
        self.quota.count(path)
        errcode = answer.get("errcode", 0)
        if not errcode:
            return
        remedy = remedy_of(errcode)
        if remedy in (Remedy.NEXT_MINUTE, Remedy.TOMORROW):
            self.quota.close(path, remedy, errcode)
        raise self._fault(path, remedy, errcode, str(answer.get("errmsg", ""))[:200])

    def _fault(self, path: str, remedy: Remedy, errcode: int, errmsg: str) -> WeiyinError:
        if remedy is Remedy.OPERATOR:
            return self._misconfigured("permission", f"{path}: {errcode} {errmsg}")
        return fault_of(remedy, path, errcode, errmsg)

    def _misconfigured(self, setting: str, why: str) -> Misconfigured:
        return Misconfigured(f"accounts.{self.account.key}.{setting}", why)

    def _fetch_access(self, force: bool) -> Fetched:
        body = {
            "grant_type": "client_credential",
            "appid": self.account.appid,
            "secret": self.account.secret.reveal(),
            "force_refresh": force,
        }
        try:
            found = self._json("POST", "/cgi-bin/stable_token", {}, body=body)
        except TokenRefused as fault:
            raise self._misconfigured("secret", str(fault)) from None
        return _fetched(found, "access_token")

    def _fetch_ticket(self, _force: bool) -> Fetched:
        return _fetched(self.get("/cgi-bin/ticket/getticket", type="jsapi"), "ticket")


def _fetched(answer: Json, name: str) -> Fetched:
    return Fetched(str(answer[name]), int(answer["expires_in"]))
