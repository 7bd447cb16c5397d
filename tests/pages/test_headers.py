"""What every answer carries, and what none ever shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.checks import Sabotage
from tests.pages.conftest import TRANSFER, Phone
from tests.people.conftest import People
from weiyin.base.headers import security_headers
from weiyin.pages.render import STATIC
from weiyin.pages.routes import ROUTES

SABOTAGE = {
    "W06": Sabotage(
        "src/weiyin/base/headers.py",
        '"cross-origin-opener-policy": "same-origin",',
        "",
    ),
    "H05": Sabotage(
        "src/weiyin/base/posted.py",
        'plain = "content-encoding" not in request.headers',
        "plain = True",
    ),
    "H07": Sabotage("src/weiyin/base/posted.py", "if len(found) != len(pairs):", "if not found:"),
    "H10": Sabotage(
        "src/weiyin/pages/failures.py",
        'return Failure("系统繁忙", TryLater.heard, 500)',
        'return Failure("系统繁忙", str(error), 500)',
    ),
    "W05": Sabotage("src/weiyin/pages/render.py", "autoescape=True", "autoescape=False"),
}
WANTED = {
    "strict-transport-security": r"max-age=\d{8,}; includeSubDomains",
    "content-security-policy": r"default-src 'self';.*object-src 'none'.*frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin|no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}
_LEAK = re.compile(
    r"Traceback|File \"|site-packages|\.py\b|SELECT |sqlite|psycopg|starlette|uvicorn|0\.\d+\.\d",
    re.IGNORECASE,
)


def _every_answer(phone: Phone, handle: str) -> list[tuple[str, int, dict[str, str], str]]:
    """Each route, signed in and not, plus what the guard and the router refuse themselves."""
    asked: list[tuple[str, str]] = []
    for route in ROUTES:
        for function_id in ("balance_query", "transfer_same_bank", "nothing", "crash"):
            path = "/p" + route.path.format(function_id=function_id, handle=handle, kind="binding")
            if (route.method, path) not in asked and path != "/p/out":
                asked.append((route.method, path))
    asked += [
        ("GET", "/p/nothing"),
        ("POST", "/p/nothing"),
        ("POST", "/p/in"),
        ("GET", "/p/static/pages.css"),
    ]
    asked += [("GET", "/p/static/../app.py"), ("GET", "/p/"), ("GET", "/p/d/nothing")]
    asked += [("POST", "/p/out"), ("GET", f"/p/d/{handle}"), ("POST", "/p/f/balance_query")]
    answers = []
    for method, path in asked:
        answer = phone.post(path) if method == "POST" else phone.get(path)
        answers.append((f"{method} {path}", answer.status_code, dict(answer.headers), answer.text))
    forged = phone.send("POST", "/p/f/balance_query")
    lost = phone.send("GET", "/p/f/balance_query", headers={"host": "evil.test"})
    for name, answer in (("forged", forged), ("other host", lost)):
        answers.append((name, answer.status_code, dict(answer.headers), answer.text))
    return answers


def test_w06_headers_on_every_answer(phone: Phone) -> None:
    handle = phone.start_transfer().rpartition("/")[2]
    answers = _every_answer(phone, handle)
    assert {status for _, status, _, _ in answers} >= {200, 303, 401, 403, 404, 405, 421, 500}
    for name, _, headers, _ in answers:
        for header, pattern in WANTED.items():
            assert re.fullmatch(pattern + ".*", headers.get(header, "")), (name, header)
        kept = "/static/" in name or "brand.css" in name
        assert kept or headers["cache-control"] == "no-store", name


def test_w06_nothing_inline_is_allowed_nor_there(phone: Phone) -> None:
    policy = security_headers()["content-security-policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    draft = phone.start_transfer()
    for path in (draft, "/p/f/transfer_same_bank", "/p/f/balance_query", "/p/out"):
        html = phone.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", html)


def test_w06_frames_only_for_whom_the_setting_names() -> None:
    found = security_headers(("http://127.0.0.1:8100",))
    assert found["content-security-policy"].endswith("frame-ancestors http://127.0.0.1:8100")
    assert "x-frame-options" not in found


def test_w06_cookies(new_phone: Callable[[], Phone], people: People) -> None:
    phone = new_phone()
    state_cookie = phone.get("/p/in?oa=main&to=/p/f/balance_query").headers["set-cookie"]
    session_cookie = phone.sign_in().headers["set-cookie"]
    draft = phone.start_transfer()
    phone.post(f"{draft}/code")
    renewed = phone.post(f"{draft}/confirm", {"code": people.last_code()}).headers["set-cookie"]
    size = phone.post("/p/size").headers["set-cookie"]
    out = phone.post("/p/out").headers["set-cookie"]
    for cookie in (state_cookie, session_cookie, renewed, size, out):
        name, *attributes = [part.strip().lower() for part in cookie.split(";")]
        assert name.startswith("__host-")
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= set(attributes)
        assert not any(part.startswith("domain") for part in attributes)


def test_h10_no_answer_tells_what_we_are_made_of(phone: Phone) -> None:
    handle = phone.start_transfer().rpartition("/")[2]
    for name, status, headers, text in _every_answer(phone, handle):
        if status >= 400:
            assert not _LEAK.search(text), name
            assert "客服热线" in text, name
        assert "server" not in headers, name


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("amount=1&amount=2", "application/x-www-form-urlencoded", 400),
        ("a=%ff", "application/x-www-form-urlencoded", 400),
        ("a=é", "application/x-www-form-urlencoded", 400),
        ("&".join(f"a{n}=1" for n in range(99)), "application/x-www-form-urlencoded", 400),
        ("a=1", "application/x-www-form-urlencoded; charset=utf-7", 415),
        ("a=1", "multipart/form-data; boundary=x", 415),
        ('{"a":1}', "application/json", 415),
        ("a=1", "text/plain", 415),
        ("a=1", "", 415),
        ("a=" + "x" * 16_384, "application/x-www-form-urlencoded", 413),
    ],
)
def test_h07_hostile_bodies(phone: Phone, body: str, kind: str, status: int) -> None:
    told = {"sec-fetch-site": "same-origin", "content-type": kind}
    path = "/p/f/transfer_same_bank"
    assert phone.send("POST", path, headers=told, content=body.encode()).status_code == status


def test_h05_nothing_is_unpacked(phone: Phone) -> None:
    told = {
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
        "content-encoding": "gzip",
    }
    path = "/p/f/transfer_same_bank"
    assert phone.send("POST", path, headers=told, content=b"a=1").status_code == 415


def test_h01_a_stream_without_end_is_cut(phone: Phone) -> None:
    told = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
    sent = 0

    async def endless() -> object:
        nonlocal sent
        while True:
            sent += 1024
            yield b"a" * 1024

    answer = phone.send("POST", "/p/f/transfer_same_bank", headers=told, content=endless())
    assert answer.status_code == 413
    assert sent < 64 * 1024


def test_h07_a_parameter_twice_in_the_address(phone: Phone) -> None:
    assert phone.get("/p/in?oa=main&to=/p/f/x&to=/p/f/y").status_code == 400


@pytest.mark.parametrize(
    "words", ["\x00", "\u202e", "\u200b", "😀", "e" + "\u0301" * 1500, "%", "{{7*7}}"]
)
def test_x05_strange_characters_are_words(phone: Phone, words: str) -> None:
    form = TRANSFER | {"memo": words[:400], "amount": "0"}
    answer = phone.post("/p/f/transfer_same_bank", form)
    assert answer.status_code == 422
    assert "49" not in answer.text.partition('name="memo"')[2][:200]
    assert phone.get("/p/f/" + quote(words[:50])).status_code == 404


def test_w05_what_was_typed_comes_back_as_words(phone: Phone) -> None:
    evil = '"><script src=//evil.test></script><img onerror=alert(1)>'
    answer = phone.post("/p/f/transfer_same_bank", TRANSFER | {"memo": evil[:60], "amount": "0"})
    assert "<script src=//" not in answer.text
    assert "&lt;script" in answer.text


def test_assets_stay_inside_their_folder(phone: Phone) -> None:
    assert phone.get("/p/static/pages.js").headers["cache-control"].startswith("public")
    for path in ("../app.py", "..%2fapp.py", "%2e%2e/app.py", "", "vendor/"):
        assert phone.get(f"/p/static/{path}").status_code in {404, 405}
    assert (STATIC / "pages.css").is_file()
