"""An official account as an operator sets it up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from weiyin.base.errors import Misconfigured
from weiyin.base.mask import Secret

_AES_KEY = re.compile(r"[A-Za-z0-9+/]{43}")
_TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


NO_KEY = Secret("")


class Mode(StrEnum):
    """How pushes arrive, as chosen in the account's console."""

    PLAIN = "plain"
    COMPAT = "compat"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    """One 服务号. Raises `Misconfigured` naming the setting that cannot be right."""

    key: str
    appid: str
    secret: Secret
    token: Secret
    aes_key: Secret = NO_KEY
    previous_aes_key: Secret = NO_KEY
    """The EncodingAESKey before the last change: pushes in flight may still be sealed with it."""
    previous_token: Secret = NO_KEY
    """The Token before the last change: WeChat may still sign with it."""
    mode: Mode = Mode.SAFE
    api_base: str = "https://api.weixin.qq.com"
    open_base: str = "https://open.weixin.qq.com"
    """Where a browser is sent to sign in (OAuth)."""
    public_url: str = ""
    """Our own address as the phone sees it, without a path: `https://bank.example`."""
    other_origins: tuple[str, ...] = ()
    """Further addresses of ours that a phone may have opened a page at."""
    gh_id: str = ""
    """The account's original id (`gh_…`), the tail of its customer-service accounts."""
    wechat_desk: bool = False
    """A hand-over goes to WeChat's own customer-service client; False: to our desk, in words."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "mode", Mode(self.mode))
        for name in ("api_base", "open_base", "public_url"):
            object.__setattr__(self, name, getattr(self, name).rstrip("/"))
        self._check("appid", bool(self.appid), "the account's AppID is missing")
        tokens = {"token": self.token.reveal(), "previous_token": self.previous_token.reveal()}
        for name, value in tokens.items():
            none = name == "previous_token" and not value
            self._check(name, none or _TOKEN.fullmatch(value), "3 to 32 letters and digits")
        for name in ("aes_key", "previous_aes_key"):
            key: Secret = getattr(self, name)
            fits = not key or _AES_KEY.fullmatch(key.reveal())
            self._check(name, fits, "an EncodingAESKey is 43 letters and digits")
        if self.mode is not Mode.PLAIN:
            self._check("aes_key", bool(self.aes_key), f"{self.mode} mode needs an EncodingAESKey")
        for name in ("api_base", "open_base"):
            self._check(name, _is_safe_url(getattr(self, name)), "must be an https:// address")
        if self.public_url:
            self._check("public_url", _is_safe_url(self.public_url), "must be an https:// address")

    def _check(self, name: str, fits: object, message: str) -> None:
        if not fits:
            raise Misconfigured(f"accounts.{self.key}.{name}", message)

    def page(self, path: str) -> str:
        """The absolute address of a page of ours. `path` starts with one `/`."""
        if not path.startswith("/") or path.startswith(("//", "/\\")):
            raise ValueError("a page of ours starts with one slash")
        return f"{self.public_url}{path}"


def _is_safe_url(url: str) -> bool:
    """Secrets travel on it: TLS, unless it never leaves this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    )
