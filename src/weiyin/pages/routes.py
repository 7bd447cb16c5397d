"""The table of pages: every route says who may come in. There is no other way to add one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from starlette.responses import Response

from weiyin.pages import asking, confirming, locating, redeeming, services, signing_in, sizing
from weiyin.pages.visit import Visit


class Access(StrEnum):
    ANYONE = "anyone"
    """Nothing of anybody's is shown. A session is looked up when there is one."""
    SESSION = "session"
    """Signed in; what is shown is found through `people.access_*` for that person alone."""


@dataclass(frozen=True, slots=True)
class PageRoute:
    method: str
    path: str
    """Under `/p`."""
    access: Access
    answer: Callable[[Visit], Response]
    resume: str = ""
    """The page to come back to after signing in again; empty: this one."""


ROUTES = (
    PageRoute("GET", "/f/{function_id}", Access.SESSION, asking.show_form),
    PageRoute("POST", "/f/{function_id}", Access.SESSION, asking.post_form, "/f/{function_id}"),
    PageRoute(
        "POST", "/f/{function_id}/rows", Access.SESSION, asking.show_rows, "/f/{function_id}"
    ),
    PageRoute("GET", "/js-config", Access.SESSION, locating.sign, "/services"),
    PageRoute("GET", "/f/{function_id}/paper", Access.SESSION, asking.show_paper),
    PageRoute("GET", "/d/{handle}", Access.SESSION, confirming.show_draft),
    PageRoute("POST", "/d/{handle}/code", Access.SESSION, confirming.send_code, "/d/{handle}"),
    PageRoute("POST", "/d/{handle}/confirm", Access.SESSION, confirming.confirm, "/d/{handle}"),
    PageRoute("GET", "/in", Access.ANYONE, signing_in.leave),
    PageRoute("GET", "/back", Access.ANYONE, signing_in.come_back),
    PageRoute("GET", "/out", Access.ANYONE, signing_in.ask_out),
    PageRoute("POST", "/out", Access.ANYONE, signing_in.sign_out),
    PageRoute("GET", "/services", Access.ANYONE, services.show_services),
    PageRoute("GET", "/redeem", Access.ANYONE, redeeming.show_desk),
    PageRoute("POST", "/redeem", Access.ANYONE, redeeming.use_coupon),
    PageRoute("GET", "/agreement/{kind}", Access.ANYONE, asking.show_agreement),
    PageRoute("POST", "/size", Access.ANYONE, sizing.change_size),
    PageRoute("GET", "/brand.css", Access.ANYONE, sizing.brand_css),
)
