"""All console pages there are: found by listing the package, in the order of the menu."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import weiyin.console.pages
from weiyin.base.errors import Misconfigured
from weiyin.console.page import Applier, ConsolePage, Section


@cache
def console_pages() -> tuple[ConsolePage, ...]:
    """Raises `Misconfigured` naming what two pages claim."""
    package = weiyin.console.pages
    found: list[ConsolePage] = []
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        page = getattr(importlib.import_module(info.name), "PAGE", None)
        if page is not None:
            assert isinstance(page, ConsolePage), info.name
            found.append(page)
    _check_unique(found)
    order = list(Section)
    return tuple(sorted(found, key=lambda one: (order.index(one.section), one.place, one.path)))


def appliers() -> dict[str, Applier]:
    """Who carries out approved proposals, by their kind."""
    return {kind: applier for page in console_pages() for kind, applier in page.appliers.items()}


def _check_unique(pages: list[ConsolePage]) -> None:
    ids = [each for page in pages for each in (page.id, *dict(page.more_ids)) if each]
    routes = [f"{one.method} {one.path}" for page in pages for one in page.routes]
    kinds = [kind for page in pages for kind in page.appliers]
    for name in (*ids, *routes, *kinds):
        if (ids + routes + kinds).count(name) > 1:
            raise Misconfigured(name, "two pages of the console have it")


def console_functions() -> list[tuple[str, str, str]]:
    """(id, title, group) of every row of the catalogue of functions that is a page of staff's."""
    found = []
    for page in console_pages():
        ids = ((page.id, page.words), *page.more_ids)
        found += [(id_, words.zh, page.group) for id_, words in ids if id_]
    return found
