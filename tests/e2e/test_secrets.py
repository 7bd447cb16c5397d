"""D01: a rich day with marked numbers and secrets; then all that was printed or kept is read.

The server runs as in production, at its most talkative; the day has mistakes, forgers and faults.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx

from tests.checks import Sabotage
from tests.e2e.marks import file_hits, hits, luhn, without_typed
from tests.e2e.phone import page_words
from tests.e2e.processes import Place, open_place
from tests.e2e.sockets import until
from tests.e2e.town import SMS_KEY
from tests.house.bank import BOOK, LI, WANG
from tests.house.made import AES_KEY, OA, SEAL_KEY, SECRET, TOKEN
from weiyin.bank.core import TransferOrder
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.clock import SystemClock
from weiyin.base.money import Money
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql

SABOTAGE = {
    "D01": Sabotage(
        "src/weiyin/logs.py",
        "return scrub(value if isinstance(value, str) else repr(value))",
        "return value if isinstance(value, str) else repr(value)",
    ),
}

_OPEN = sql("SELECT topic FROM outbox WHERE state='open' AND topic<>'late'")
_SEND = "/cgi-bin/message/template/send"
_TALK = [
    f"我的卡号是{WANG.debit}，帮我查余额",
    f"{WANG.debit[:4]} {WANG.debit[4:8]} {WANG.debit[8:12]} {WANG.debit[12:]}",
    f"身份证{WANG.id_number}，手机{WANG.phone}",
    f"给{LI.phone}充50元话费",
    f"转500给{LI.debit}",
    f"转账给李雷，卡号{LI.debit}",
    f"给{LI.phone}充话费",
]


def _marks() -> dict[str, str]:
    marks = {
        "the secret": SECRET,
        "the token": TOKEN,
        "the AES key": AES_KEY,
        "the sealing key": SEAL_KEY,
        "the gateway's key": SMS_KEY,
    }
    for person in (WANG, LI):
        marks |= {
            f"{person.name}'s card": person.debit,
            f"{person.name}'s identity number": person.id_number,
            f"{person.name}'s phone": person.phone,
        }
    return marks | {"the credit card": WANG.credit}


def _code(place: Place, phone: Any, path: str) -> str:
    before = len(phone.texts())
    phone.browser.post(f"{path}/code")
    text = until(lambda: phone.texts()[before:], 20)[-1]
    found = re.search(r"\d{6}", text)
    assert found is not None
    return found[0]


def _bind(place: Place, phone: Any, person: Any, codes: dict[str, str]) -> None:
    phone.act("follow")
    phone.say("绑卡")
    form = phone.open_last_card()
    path = form.url.path
    wrong = {"card_number": LI.debit, "name": WANG.name, "id_number": WANG.id_number}
    phone.browser.post(path, **wrong, phone=WANG.phone, consent="yes")
    phone.browser.post(path, **wrong, phone=f"{WANG.phone}9")
    asked = phone.fill_binding(form, person)
    code = codes[f"{person.name}'s code"] = _code(place, phone, asked.url.path)
    other = "000000" if code != "000000" else "111111"
    phone.browser.post(f"{asked.url.path}/confirm", code=other)
    done = phone.browser.post(f"{asked.url.path}/confirm", code=code)
    assert "绑定成功" in page_words(done)


def _faults(place: Place) -> None:
    """Things go wrong while notices are told and voices heard."""
    for path, kind in ((_SEND, "43004"), ("/cgi-bin/media/get", "5xx")):
        place.platform.fault(path, kind, times=1)
    order = TransferOrder("k1", "C1", WANG.account, LI.account, LI.name, Money(8_800), "饭钱")
    core = EmbeddedCore(BOOK, SystemClock(), Sealer({"k1": bytes(range(32))}, "k1"))
    place.store.run(lambda tx: core.books(tx).transfer(order))
    place.wang.act("voice", text=f"查一下{WANG.debit}的余额")
    place.wang.act("voice", text=f"炸 {WANG.debit} {WANG.id_number}")
    with httpx.Client(base_url=place.bank.url, timeout=10, trust_env=False) as stranger:
        callback = f"/wechat/{OA}"
        stranger.post(callback, params={"signature": TOKEN}, content=WANG.debit)
        stranger.post(callback, params={"echostr": SECRET})
        stranger.get(f"/p/d/{WANG.debit}")
        stranger.get(f"/p/f/{WANG.debit}", headers={"cookie": f"__Host-weiyin=main.{SECRET}"})
        stranger.post("/api/v1/functions/balance_query", json={"card": WANG.debit})
        stranger.post("/api/v1/sessions", json={"oa": "main", "code": SECRET})
        stranger.get(f"/{WANG.debit}?token={SECRET}")


def test_d01_nothing_that_names_or_opens_lies_about(
    sqlite_url: str, tmp_path: Path, record_property: Any
) -> None:
    assert luhn(WANG.debit)
    marks = _marks()
    with open_place(sqlite_url, tmp_path, log_level="debug") as place:
        place.bank.start()
        for phone, person in ((place.wang, WANG), (place.li, LI)):
            _bind(place, phone, person, marks)
        place.wang.say("转88给老李")
        assert "88.00" in place.wang.open_last_card().text
        heard = [place.wang.say(words) for words in _TALK]  # the last leaves a question open
        _faults(place)
        until(lambda: place.look(_OPEN) == [], 60)
        for phone in (place.wang, place.li):
            marks |= _cookies(phone)
        marks |= _tokens(place)
        assert place.bank.stop() == 0
        printed = place.bank.printed.read_text()
        pages = [page for phone in (place.wang, place.li) for page in phone.browser.seen]
    assert '"level": "debug"' in printed or '"level": "info"' in printed
    found = hits(printed, marks, "the logs")
    for page in pages:
        found += hits(without_typed(page.text), marks, f"a page ({page.status_code})")
    found += hits("\n".join(heard), marks, "the chat")
    found += file_hits(sorted(tmp_path.glob("store.db*")), marks)
    assert found == []
    record_property("attempts", len(pages) + len(heard) + printed.count("\n"))


def _tokens(place: Place) -> dict[str, str]:
    """Access tokens as WeChat saw them used, sign-in codes as browsers carried them."""
    used = [line["sent"] for line in place.platform.log(_SEND)]
    tokens = {found for sent in used for found in re.findall(r"access_token=([\w-]+)", sent)}
    assert tokens
    addresses = [str(page.url) for page in (*place.wang.browser.seen, *place.li.browser.seen)]
    codes = {found for url in addresses for found in re.findall(r"[?&]code=([\w-]+)", url)}
    assert codes
    return {f"token {one[:4]}…": one for one in tokens | codes}


def _cookies(phone: Any) -> dict[str, str]:
    return {
        f"{phone.handset}'s cookie {name}": value.rpartition(".")[2]
        for name, value in phone.browser.cookies.items()
        if len(value) > 12
    }
