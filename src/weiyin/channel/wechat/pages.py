"""Which addresses are pages of ours: only those may be signed for, or get a visitor's code."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from weiyin.channel.wechat.account import OfficialAccount

_PORTS = {"http": 80, "https": 443}


def is_ours(account: OfficialAccount, url: str) -> bool:
    """Whether `url` has the very scheme, host and port of one of the account's addresses."""
    if not account.public_url or any(char <= " " or char in '\\"<>' for char in url):
        return False
    ours = {_origin(urlsplit(one)) for one in (account.public_url, *account.other_origins)}
    try:
        theirs = urlsplit(url)
        same = _origin(theirs) in ours
    except ValueError:
        return False
    return same and theirs.username is None and theirs.password is None


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
