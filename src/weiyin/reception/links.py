"""Ways from a chat to our pages: by sign-in, nothing in the address but an id or a handle."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, urlencode

from weiyin.base.reply import Link, OpenPage
from weiyin.functions.declare import Function


@lru_cache(maxsize=1024)
def form_path(oa: str, function_id: str, query: str = "") -> str:
    return _signed_in(oa, f"/p/f/{function_id}{query}")


def link_query(function: Function, about: tuple[str, str] | None) -> str:
    """`?product=SF2601` for a function that takes such a thing from a link; else nothing."""
    if about is None or not any(
        spec.input.linked and spec.name == about[0] for spec in function.inputs
    ):
        return ""
    return "?" + urlencode((about,))


def services_path(oa: str) -> str:
    """The list of all services: nobody's, so nobody signs in for it."""
    return f"/p/services?oa={quote(oa)}"


def draft_path(oa: str, handle: str) -> str:
    return _signed_in(oa, f"/p/d/{handle}")


def open_form(oa: str, function: Function, lead: str = "") -> OpenPage:
    """The card that opens a function's page."""
    said = function.declaration
    return OpenPage(said.title, lead or said.about, form_path(oa, said.id))


def link_to(oa: str, function: Function, about: tuple[str, str] | None = None) -> Link:
    path = form_path(oa, function.id, link_query(function, about))
    return Link(function.declaration.title, path)


def _signed_in(oa: str, to: str) -> str:
    return f"/p/in?oa={quote(oa)}&to={quote(to, safe='/')}"
