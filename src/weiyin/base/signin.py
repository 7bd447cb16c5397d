"""The port by which a page learns whose phone opened it (WeChat's OAuth, for one)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`snapshot` is a stand-in identity shown to people who only preview a page: never bind it."""

    openid: str
    snapshot: bool = False


class SignIn(Protocol):
    def authorize_url(self, oa: str, back_url: str, state: str) -> str:
        """Where to send the browser; it comes back to `back_url` with `code` and `state`."""
        ...

    def signed_in(self, oa: str, code: str) -> SignedIn:
        """Exchange a one-time `code`. Raises NeedsStepUp for a spent or foreign one, TryLater."""
        ...
