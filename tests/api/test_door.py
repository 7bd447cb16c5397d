"""What comes in is bounded, what goes out is guarded, and the description is whole."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.api.conftest import TRANSFER, Api
from tests.checks import Sabotage
from weiyin.api.guard import BODY_LIMIT_BYTES
from weiyin.base.bounded import Bounded

SABOTAGE = {
    "H01": Sabotage(
        "src/weiyin/base/bounded.py",
        "            if len(body) > self._limit:\n",
        "            if len(body) < 0:\n",
    ),
    "H07": Sabotage(
        "src/weiyin/api/guard.py",
        "if len(found) != len(pairs):",
        "if len(found) > len(pairs):",
    ),
    "W06": Sabotage(
        "src/weiyin/api/app.py",
        "return Guard(app, _refusal)",
        "return app",
    ),
}
WANTED = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_LEAK = re.compile(
    r"Traceback|File \"|site-packages|\.py\b|SELECT |sqlite|psycopg|starlette|pydantic|fastapi",
    re.IGNORECASE,
)
JSON = {"content-type": "application/json"}
TRANSFERS = "/functions/transfer_same_bank"


def raw(api: Api, token: str, body: bytes | AsyncIterator[bytes], **headers: str) -> httpx.Response:
    told = JSON | {"authorization": f"Bearer {token}"} | headers
    return api.send("POST", TRANSFERS, content=body, headers=told)


def answers(api: Api, wang: str) -> list[httpx.Response]:
    """Of every kind: right, refused by us, by the framework, by HTTP itself."""
    handle = api.draft(wang)
    kept = [
        api.call(wang, "balance_query"),
        api.call("", "balance_query"),
        api.call(wang, "transfer_same_bank", amount="x"),
        api.ask("GET", f"/drafts/{handle}", wang),
        api.confirm(wang, handle, "000000"),
        api.ask("GET", "/nothing"),
        api.ask("GET", TRANSFERS, wang),
        api.ask("TRACE", TRANSFERS, wang),
        api.ask("POST", f"{TRANSFERS}/", wang, {}),
        api.ask("GET", "/openapi.json"),
        api.ask("GET", "/docs"),
        raw(api, wang, b"{"),
        raw(api, wang, b"x" * (BODY_LIMIT_BYTES + 1)),
        raw(api, wang, b"{}", **{"content-encoding": "gzip"}),
        api.ask("DELETE", "/sessions", wang),
    ]
    statuses = {answer.status_code for answer in kept}
    assert statuses == {200, 204, 401, 403, 404, 405, 413, 415, 422}
    return kept


def test_w06_headers_on_every_answer(api: Api, wang: str) -> None:
    for answer in answers(api, wang):
        told = {name: answer.headers.get(name) for name in WANTED}
        assert told == WANTED, (answer.status_code, answer.request.url)
        assert "max-age" in answer.headers["strict-transport-security"]
        assert "location" not in answer.headers


def test_h10_no_answer_tells_what_we_are_made_of(
    api: Api, wang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = answers(api, wang)
    broken = api.sign_in("o-wang")
    monkeypatch.setattr(
        type(api.house.app.counter), "start", lambda *_: (_ for _ in ()).throw(KeyError("SELECT "))
    )
    fault = api.call(broken, "balance_query")
    assert (fault.status_code, fault.json()["code"]) == (500, "fault")
    assert fault.headers["x-content-type-options"] == "nosniff"
    for answer in (*kept, fault):
        if answer.request.url.path.endswith("/openapi.json"):
            continue
        assert not _LEAK.search(answer.text + str(dict(answer.headers))), answer.text
        if answer.status_code >= 400:
            assert set(answer.json()) == {"code", "message", "field"}


async def _without_length(given: list[int]) -> AsyncIterator[bytes]:
    """Far more than we take; it counts what was taken."""
    for _ in range(64):
        given[0] += BODY_LIMIT_BYTES // 4
        yield b" " * (BODY_LIMIT_BYTES // 4)


def test_h01_bodies_are_bounded_whatever_they_announce(api: Api, wang: str) -> None:
    whole = json.dumps(TRANSFER).encode()
    assert raw(api, wang, whole + b" " * (BODY_LIMIT_BYTES - len(whole))).status_code == 200
    assert raw(api, wang, whole + b" " * BODY_LIMIT_BYTES).status_code == 413
    given = [0]
    assert raw(api, wang, _without_length(given)).status_code == 413
    assert given[0] <= 2 * BODY_LIMIT_BYTES
    for length in ("-1", "1e9", "", "9" * 30):
        lied = raw(api, "", b"{}", **{"content-length": length})
        assert lied.status_code in {400, 413}, length
    assert raw(api, "", b"x" * (BODY_LIMIT_BYTES + 1)).status_code == 413  # strangers as well


def test_h01_who_only_holds_the_line_is_let_go() -> None:
    said: list[dict[str, Any]] = []

    async def never() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        said.append(dict(message))

    def refuse(status: int) -> Any:
        async def answer(_scope: Any, _receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": status})

        return answer

    async def app(*_: Any) -> None:
        raise AssertionError("nothing came")

    scope = {"type": "http", "headers": [(b"content-length", b"10")]}
    asyncio.run(Bounded(app, refuse, 100, seconds=0.01)(scope, never, send))
    assert said == [{"type": "http.response.start", "status": 408}]


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "gzip, identity"])
def test_h05_nothing_is_unpacked(api: Api, packing: str) -> None:
    assert raw(api, "", b"{}", **{"content-encoding": packing}).status_code == 415


def test_h07_an_order_says_each_thing_once(api: Api, wang: str) -> None:
    twice = '{"payee": "老李", "amount": "1", "amount": "500"}'.encode()
    odd = [b"", b"null", b"[]", b'"x"', b"{", b"\xff", b"[" * 5000, b'{"a":' * 2500, b"NaN"]
    odd += [b'{"amount": 500}', b'{"amount": {"fen": 1}}', b'{"payee": ["x"], "amount": "1"}']
    for body in (twice, *odd):
        answer = raw(api, wang, body)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_input"), body[:40]
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        body = json.dumps(TRANSFER).encode()
        assert raw(api, wang, body, **{"content-type": kind}).status_code == 422


def test_a_host_of_ones_own_choosing_leads_nowhere(api: Api, wang: str) -> None:
    """No answer sends a program, and its token, to a host that the request named."""
    for path in ("/sessions/", "//sessions", f"{TRANSFERS}/", "/drafts/x/"):
        headers = {"host": "evil.test", "authorization": f"Bearer {wang}"}
        answer = api.send("POST", path, headers=headers, json={})
        assert answer.status_code == 404
        assert "evil.test" not in answer.text + str(dict(answer.headers))


# -- the description ---------------------------------------------------------------------------


def test_the_description_is_whole(api: Api) -> None:
    document = api.document()
    assert document["openapi"].startswith("3.")
    assert document["info"]["title"]
    assert document["info"]["version"]
    ids = [operation["operationId"] for _, _, operation in api.operations()]
    assert len(set(ids)) == len(ids)
    for method, path, operation in api.operations():
        assert operation["summary"], path
        wanted = set(re.findall(r"{(\w+)}", path))
        given = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
        assert given == wanted, path
        assert {"401", "403", "404", "422"} <= set(operation["responses"]), path
        assert any(status.startswith("2") for status in operation["responses"]), path
        assert (method == "POST") == ("requestBody" in operation) or path.endswith("/code")


def test_every_reference_leads_to_a_schema_of_known_kinds(api: Api) -> None:
    document = api.document()
    schemas = document["components"]["schemas"]
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert named <= set(schemas)
    for name, schema in schemas.items():
        assert schema["type"] in {"object", "string"}, name
        assert set(schema.get("required", ())) <= set(schema.get("properties", {})), name
    assert document["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"


def test_a_request_takes_what_it_names_and_nothing_else(api: Api) -> None:
    schemas = api.document()["components"]["schemas"]
    requests = {name: one for name, one in schemas.items() if name.endswith("Request")}
    assert len(requests) >= 16
    for name, schema in requests.items():
        assert schema["additionalProperties"] is False, name
        for member, told in schema.get("properties", {}).items():
            kinds = told.get("anyOf", [told])
            bounded = ["maxLength" in kind or "enum" in kind or "const" in kind for kind in kinds
                       if kind.get("type") != "null"]  # fmt: skip
            assert all(bounded), (name, member)
