"""The headers that every answer carries, and the cookies, all alike."""

from __future__ import annotations

from typing import Literal

from starlette.datastructures import MutableHeaders
from starlette.responses import Response


def security_headers(
    frame_ancestors: tuple[str, ...] = (), script_origins: tuple[str, ...] = ()
) -> dict[str, str]:
    """Nothing inline, in no cache, in no frame but those of `frame_ancestors`.

    Nothing foreign either, but scripts of `script_origins`.
    """
    ancestors = " ".join(frame_ancestors) or "'none'"
    scripts = "".join(f" {origin}" for origin in script_origins)
    policy = (
        f"default-src 'self'; script-src 'self'{scripts}; img-src 'self' data:;"
        " object-src 'none'; base-uri 'none';"
        f" form-action 'self'; frame-ancestors {ancestors}"
    )
    found = {
        "content-security-policy": policy,
        "strict-transport-security": "max-age=63072000; includeSubDomains",
        "x-content-type-options": "nosniff",
        # `no-referrer` would make browsers post our own forms with `Origin: null`.
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(self)",
        "cache-control": "no-store",
    }
    return found if frame_ancestors else found | {"x-frame-options": "DENY"}


def add_missing(headers: MutableHeaders, wanted: dict[str, str]) -> None:
    """Set what is not set already (an asset says itself how long it may be kept)."""
    for name, value in wanted.items():
        headers.setdefault(name, value)


def set_cookie(
    response: Response,
    name: str,
    value: str,
    seconds: int,
    samesite: Literal["lax", "strict"] = "lax",
) -> None:
    """A cookie of this host alone, over TLS alone, unseen by scripts and by other sites."""
    assert name.startswith("__Host-")
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite=samesite
    )


def drop_cookie(response: Response, name: str) -> None:
    set_cookie(response, name, "", 0)
