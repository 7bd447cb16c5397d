"""What a browser sends is read whole, small and soon, or not at all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from tests.pages.conftest import ORIGIN, Phone
from weiyin.base import posted

FORM = (b"content-type", b"application/x-www-form-urlencoded")


async def _never() -> Any:
    await asyncio.Event().wait()


def test_h01_who_only_holds_the_line_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posted, "PATIENCE_SECONDS", 0.01)
    scope = {"type": "http", "method": "POST", "headers": [FORM, (b"content-length", b"10")]}
    with pytest.raises(HTTPException) as refused:
        asyncio.run(posted.read_form(Request(scope, _never), 100))
    assert refused.value.status_code == 408


def test_a_referer_that_is_no_address_leads_nowhere(phone: Phone) -> None:
    for referer in ("https://[bank.test/p/f/x", "//[", f"{ORIGIN}/p/in", "javascript:alert(1)"):
        answer = phone.post("/p/size", referer=referer)
        assert (answer.status_code, answer.headers.get("location")) == (200, None)
