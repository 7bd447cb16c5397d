"""No door sells a product above the customer's grade: tried by what the catalogue and port hold."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import product as every_way
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.functions.wealth.kit import BALANCED, CAUTIOUS, graded
from tests.house.bank import BOOK, LI, WANG, Person
from tests.house.made import CORE_KEY, OA, House
from tests.house.wealth import SHELF
from tests.pages.conftest import ORIGIN, OneTimeCodes, Phone
from weiyin.api.app import ApiDeps, create_api
from weiyin.bank.http import core_app
from weiyin.bank.service import Call, calls_of, services
from weiyin.base.mask import Secret
from weiyin.functions.catalogue import load_catalogue
from weiyin.functions.declare import Function, Risk
from weiyin.functions.inputs import InputKind
from weiyin.pages.app import create_pages
from weiyin.pages.ports import PagesDeps, PagesSettings
from weiyin.reception.forms import FunctionForms
from weiyin.storage.sql import sql

AMOUNT = "10000"
BUYING = {"wealth_buy", "fund_buy", "fund_auto_invest", "cash_mgmt_in_out", "metal_accumulate"}
"""All of the functions tried below that can buy at all."""
CODES = tuple(product.code for product, _ in SHELF)
RISKY = tuple(product.code for product, _ in SHELF if product.risk != "R1")

_MADE = sql(
    "SELECT (SELECT COUNT(*) FROM wealth_orders WHERE book=:book)"
    " + (SELECT COUNT(*) FROM wealth_plans WHERE book=:book)"
    " + (SELECT COUNT(*) FROM wealth_lots WHERE book=:book)"
    " + (SELECT COUNT(*) FROM metal_plans WHERE book=:book)"
)


def dealing() -> list[Function]:
    """Whatever moves money and is told a product of the shelf, or a metal."""
    return [
        one
        for one in load_catalogue()
        if one.declaration.risk is Risk.MOVE
        and one.declaration.group in {"weifin.wealth", "weifin.metal_fx"}
        and any(spec.name in {"product", "metal"} for spec in one.inputs)
    ]


def ways(function: Function, code: str) -> Iterator[dict[str, str]]:
    """Every choice of its options, with the product and an amount."""
    asked = {spec.name for spec in function.inputs}
    options: dict[str, tuple[str, ...]] = {"product": (code,)} if "product" in asked else {}
    for spec in function.inputs:
        if spec.input.kind is InputKind.MONEY:
            options[spec.name] = (AMOUNT,)
        elif spec.input.options:
            options[spec.name] = tuple(value for value, _ in spec.input.options)
    for chosen in every_way(*options.values()):
        yield dict(zip(options, chosen, strict=True))


def orders_of_the_port() -> list[tuple[str, Call]]:
    """Every order at the core's door that names a customer and a product or an amount of one."""
    return [
        (f"/v1/{kind.name}/{call.name.replace('_', '-')}", call)
        for kind in services()
        for call in calls_of(kind).values()
        if call.is_order and _buys({*call.question.__struct_fields__})
    ]


def _buys(told: set[str]) -> bool:
    return {"customer_no", "amount"} <= told and bool({"code", "symbol"} & told)


def question(call: Call, who: Person, code: str, key: str) -> dict[str, Any]:
    known = {
        "key": key, "customer_no": who.customer_no, "account_no": who.account, "code": code,
        "amount": {"fen": 1_000_000, "currency": "CNY"}, "every": "month", "day": 5,
        "symbol": "XAU", "agreed": 8_000_000,
    }  # fmt: skip
    return {name: known[name] for name in call.question.__struct_fields__ if name in known}


class Doors:
    """Page and API as they are mounted in the product; the core's own door; the chat."""

    def __init__(self, house: House, runner: asyncio.Runner) -> None:
        self.house, self.runner = house, runner
        app, self.signin = house.app, OneTimeCodes()
        settings = PagesSettings(origins=(ORIGIN,), default_oa=OA, oas=(OA,))
        forms = FunctionForms(app.catalogue)
        pages = PagesDeps(app.store, app.clock, self.signin, forms, app.counter, settings)
        api = ApiDeps(
            app.store, app.clock, self.signin, app.counter, app.catalogue, tuple(app.accounts)
        )
        self.web = Starlette(
            routes=[Mount("/p", create_pages(pages)), Mount("/api/v1", create_api(api))]
        )
        self.core = core_app(house.core, house.books, Secret(CORE_KEY), house.clock)

    def page(self, phone: Phone, function: Function, values: dict[str, str]) -> str:
        answer = phone.post(f"/p/f/{function.id}", values)
        assert answer.status_code != 303, f"{function.id} {values} made a draft"
        return answer.text

    def api(self, token: str, function: Function, values: Mapping[str, str]) -> str:
        answer = self._post(self.web, f"/api/v1/functions/{function.id}", token, {**values})
        assert answer.status_code >= 400, f"{function.id} {values}: {answer.text}"
        return answer.text

    def api_token(self, openid: str) -> str:
        code = {"oa": OA, "code": self.signin.code_for(openid, OA)}
        return str(self._post(self.web, "/api/v1/sessions", "", code).json()["token"])

    def port(self, path: str, asked: dict[str, Any]) -> None:
        answer = self._post(self.core, path, CORE_KEY, asked)
        assert answer.status_code >= 400, f"{path} {asked}: {answer.text}"

    def chat(self, openid: str, function: Function, code: str) -> str:
        """The shortest phrase, then whatever is asked for; the last thing heard."""
        heard = self.house.say(openid, min(function.phrases.phrases, key=len))
        for said in (code, "10000元", code, "10000元"):
            heard += self.house.say(openid, said)
        return heard

    def _post(self, app: Any, path: str, token: str, body: dict[str, Any]) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as http:
                headers = {"authorization": f"Bearer {token}"} if token else {}
                return await http.post(path, json=body, headers=headers)

        return self.runner.run(send())


@pytest.fixture
def doors(house: House) -> Iterator[Doors]:
    with asyncio.Runner() as runner:
        yield Doors(house, runner)


def made(house: House) -> int:
    row = house.books.read(lambda reader: reader.one(_MADE, book=BOOK))
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("tested", [False, True], ids=["never tested", "graded C1"])
def test_nothing_above_the_grade_by_any_door(doors: Doors, *, tested: bool) -> None:
    house, codes = doors.house, RISKY if tested else CODES
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    if tested:
        graded(house, "o-wang", CAUTIOUS)
    phone = Phone(doors.web, doors.signin, doors.runner)
    phone.sign_in("o-wang")
    token = doors.api_token("o-wang")
    refused: set[str] = set()
    for function in dealing():
        of_the_shelf = any(spec.name == "product" for spec in function.inputs)
        for code in codes if of_the_shelf else ("黄金",):
            heard = doors.chat("o-wang", function, code)
            for values in ways(function, code):
                heard += doors.page(phone, function, values) + doors.api(token, function, values)
            if "风险" in heard:
                refused.add(function.id)
    # A cash product is never above C1: what only deals in those is refused for want of a test.
    assert refused == (BUYING - {"cash_mgmt_in_out"} if tested else BUYING)
    for number, (path, call) in enumerate(orders_of_the_port()):
        for code in codes:
            doors.port(path, question(call, WANG, code, f"{number}:{code}"))
    assert made(house) == 0
    assert "14,874.50" in house.say("o-wang", "查余额")


def test_a_draft_is_judged_again_when_it_is_confirmed(house: House) -> None:
    house.bind("o-wang", WANG)
    graded(house, "o-wang", BALANCED)
    session = house.session("o-wang")
    draft = house.app.counter.start(session, "fund_buy", {"product": "F1", "amount": AMOUNT})
    graded(house, "o-wang", CAUTIOUS)
    done = house.confirm(house.session("o-wang"), draft.handle)  # type: ignore[union-attr]
    assert done.status == "refused"
    assert "高于您的风险承受能力" in done.lead
    assert made(house) == 0


def test_a_grade_counts_for_a_year(house: House) -> None:
    house.bind("o-wang", WANG)
    graded(house, "o-wang", BALANCED)
    house.clock.advance(timedelta(days=366))
    house.say("o-wang", "买基金")
    house.say("o-wang", "F1")
    assert "已满一年失效" in house.say("o-wang", "1000元")
