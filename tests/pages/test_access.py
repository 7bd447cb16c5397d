"""Whose is it: every route, every kind of visitor, every kind of id."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from tests.checks import Sabotage
from tests.pages.conftest import ORIGIN, TRANSFER, Phone
from tests.pages.till import Till
from tests.people.conftest import People, make_card
from weiyin.pages.routes import ROUTES, Access, PageRoute
from weiyin.storage.sql import sql

SABOTAGE = {
    "Z01": Sabotage(
        "src/weiyin/people/drafts.py",
        "WHERE handle_key = :handle_key AND oa = :oa AND openid = :openid AND state <> 'void'",
        "WHERE handle_key = :handle_key AND oa = :oa AND :openid <> '' AND state <> 'void'",
    ),
    "Z02": Sabotage(
        "src/weiyin/pages/app.py",
        'routes.append(Mount("/static"',
        'routes.append(Route("/new", lambda request: Response("hello")))\n'
        '    routes.append(Mount("/static"',
    ),
}


class Visitor(NamedTuple):
    """Who asks: signed in as somebody, as nobody, or not at all."""

    name: str
    openid: str | None


VISITORS = (
    Visitor("owner", "o-lei"),
    Visitor("other customer", "o-han"),
    Visitor("same customer, other phone", "o-lei-2"),
    Visitor("stranger", "o-nobody"),
    Visitor("not signed in", None),
)
OPEN = 200, 303, 302, 422  # an answer about the visitor's own things, or about a form's fields


def _draft_routes() -> list[PageRoute]:
    return [route for route in ROUTES if "{handle}" in route.path]


def _ask(phone: Phone, route: PageRoute, handle: str) -> tuple[int, str]:
    path = "/p" + route.path.format(handle=handle)
    form = {"code": "000000"}
    answer = phone.post(path, form) if route.method == "POST" else phone.get(path)
    return answer.status_code, answer.text


@pytest.mark.parametrize("route", _draft_routes(), ids=lambda route: f"{route.method} {route.path}")
def test_z01_a_draft_is_its_makers_alone(
    new_phone: Callable[[], Phone], people: People, till: Till, route: PageRoute
) -> None:
    people.bound("o-lei-2", make_card(1))
    owner = new_phone()
    owner.sign_in("o-lei")
    handle = owner.start_transfer().rpartition("/")[2]
    draft_id = people.store.read(lambda tx: tx.one(sql("SELECT draft_id FROM drafts")))
    assert draft_id is not None
    for visitor in VISITORS:
        phone = new_phone()
        if visitor.openid is not None:
            phone.sign_in(visitor.openid)
        real = _ask(phone, route, handle)
        made_up = [_ask(phone, route, other) for other in ("0" * 32, "x", draft_id[0])]
        if visitor.name == "owner":
            assert real[0] != 404
            assert all(status == 404 for status, _ in made_up)
        elif visitor.openid is None:
            assert real[0] in {303, 401}
            assert "500.00" not in real[1]
        else:
            assert real[0] == 404, visitor.name
            assert all(answer == real for answer in made_up), visitor.name
    assert till.paid == []
    assert people.codes() == [] or route.path.endswith("/code")


@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if route.access is Access.SESSION],
    ids=lambda route: f"{route.method} {route.path}",
)
def test_z01_nothing_for_those_not_signed_in(
    new_phone: Callable[[], Phone], route: PageRoute
) -> None:
    phone = new_phone()
    path = "/p" + route.path.format(handle="0" * 32, function_id="balance_query")
    answer = phone.post(path, dict(TRANSFER)) if route.method == "POST" else phone.get(path)
    assert answer.status_code == (401 if route.method == "POST" else 303)
    assert "1,022.00" not in answer.text
    assert "/p/in?oa=main" in answer.headers.get("location", answer.text)


def test_z01_everybody_sees_their_own(new_phone: Callable[[], Phone]) -> None:
    for openid, tail in (("o-lei", "0001"), ("o-han", "0002")):
        phone = new_phone()
        phone.sign_in(openid)
        for path in ("/p/f/balance_query", "/p/f/balance_query?openid=o-han&customer_no=C2"):
            assert f"尾号{tail}" in phone.get(path).text


def test_z01_a_code_is_for_its_drafts_maker(
    new_phone: Callable[[], Phone], people: People, till: Till
) -> None:
    """A code that was sent to one person confirms nothing of another's."""
    first, second = new_phone(), new_phone()
    first.sign_in("o-lei")
    second.sign_in("o-han")
    mine, theirs = first.start_transfer(), second.start_transfer()
    first.post(f"{mine}/code")
    code = people.last_code()
    assert second.post(f"{theirs}/confirm", {"code": code}).status_code == 403
    assert second.post(f"{mine}/confirm", {"code": code}).status_code == 404
    assert till.paid == []


def test_z02_every_route_has_an_access_line(pages: Starlette) -> None:
    """What the mounted app serves is the table, no more and no less, and each line says who."""
    declared = {(route.method, route.path) for route in ROUTES}
    assert len(declared) == len(ROUTES)
    assert all(isinstance(route.access, Access) for route in ROUTES)
    guard = pages.routes[0].app  # type: ignore[attr-defined]
    served = set()
    for route in guard._app.routes:
        if isinstance(route, Mount):
            assert route.path == "/static"
            continue
        assert isinstance(route, Route)
        served |= {
            (method, route.path) for method in (route.methods or {"ANY"}) if method != "HEAD"
        }
    assert served == declared


def test_z02_open_routes_are_known_by_name() -> None:
    """Opening a route to anyone is a decision: it is written down here too."""
    anyone = {route.path for route in ROUTES if route.access is Access.ANYONE}
    assert anyone == {
        "/in", "/back", "/out", "/agreement/{kind}", "/services", "/size", "/brand.css",
            "/redeem"
    }  # fmt: skip


def test_another_host_is_not_served(phone: Phone) -> None:
    for host in ("evil.test", "bank.test.evil.test", "bank.test:8443", ""):
        answer = phone.send("GET", "/p/in?oa=main&to=/p/f/x", headers={"host": host})
        assert answer.status_code == 421
    assert phone.send("GET", f"{ORIGIN}/p/agreement/binding").status_code == 200
