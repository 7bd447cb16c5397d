"""Papers with a code: made after proof, the same again, checked by whoever holds one."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.house.bank import BOOK, LI, WANG
from tests.house.made import House
from weiyin.bank.customers import CustomerStatus, set_status
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.views import ResultView
from weiyin.storage.sql import sql


def _make(house: House, **asked: str) -> ResultView:
    done = house.fill("o-wang", "account_proof", **asked)
    assert done.title == "开具成功", done
    return done


def _paper(house: House, openid: str, done: ResultView) -> bytes:
    [download] = done.papers
    values = dict(parse_qsl(urlsplit(download.path).query))
    return house.app.counter.paper(house.session(openid), "account_proof", values).content


@pytest.mark.parametrize("kind", ["statement", "deposit", "receipt"])
def test_made_printed_and_found_genuine(house: House, kind: str) -> None:
    house.bind("o-wang", WANG)
    done = _make(house, kind=kind, dates="2026-06-01至2026-06-30")
    pdf = _paper(house, "o-wang", done)
    assert pdf.startswith(b"%PDF-")
    assert pdf == _paper(house, "o-wang", done)
    house.follow("o-clerk")  # whoever holds the paper, a customer or not
    checked = house.fill("o-clerk", "account_proof", code=dict(done.facts)["验证码"].lower())
    assert "经核验" in checked.lead
    told = repr(checked.facts)
    assert WANG.name not in told
    assert "*小明" in told
    assert {"statement": "15,000.00", "deposit": "14,874.50", "receipt": "125.50"}[kind] in told


def test_a_code_of_nothing_is_not_believed(house: House) -> None:
    house.follow("o-clerk")
    checked = house.fill("o-clerk", "account_proof", code="0000-0000-0000-0000")
    assert "请勿采信" in checked.lead


def test_a_paper_is_its_owners_alone_and_sealed(house: House) -> None:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    done = _make(house, kind="deposit", purpose="签证")
    with pytest.raises(NotFound):
        _paper(house, "o-li", done)
    rows = house.books.read(lambda reader: reader.all(sql("SELECT * FROM proofs")))
    assert "签证" not in repr(rows)
    assert dict(done.facts)["验证码"].replace("-", "") not in repr(rows)


def test_no_paper_for_a_customer_the_bank_stopped(house: House) -> None:
    house.bind("o-wang", WANG)
    house.books.run(lambda tx: set_status(tx, BOOK, WANG.customer_no, CustomerStatus.FROZEN))
    with pytest.raises(NotAllowed):
        house.app.counter.start(house.session("o-wang"), "account_proof", {"kind": "deposit"})


def test_asked_for_in_words(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "开存款证明")
    done = house.confirm_card("o-wang", card)
    assert "存款证明" in done.lead
    assert "绑定" in house.say("o-new", "开存款证明")
