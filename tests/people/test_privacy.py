"""Separate consent: nothing without it, an end at once, all to take home, all forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.house.bank import LI, WANG
from tests.house.made import OA, House
from weiyin.app.schema import whole_schema
from weiyin.base.ask import AskKind, Point
from weiyin.base.errors import Refused
from weiyin.people.data_register import data_register
from weiyin.storage.sql import sql

SABOTAGE = {
    "D05": Sabotage(
        "src/weiyin/people/erasure.py",
        "    for rule in _rules():\n",
        "    for rule in _rules()[:3]:\n",
    )
}
WHO = "o-wang"
BINDING = {
    "card_number": WANG.debit,
    "name": WANG.name,
    "id_number": WANG.id_number,
    "phone": WANG.phone,
}


def tables_naming(house: House, openid: str) -> Iterator[str]:
    """The tables with a row of this person, wherever a table has such a column."""
    for table in whole_schema().sorted_tables:
        if {"oa", "openid"} <= set(table.columns.keys()):
            look = sql(f"SELECT COUNT(*) FROM {table.name} WHERE oa = :oa AND openid = :openid")
            found = house.app.store.read(
                lambda reader, look=look: reader.one(look, oa=OA, openid=openid)
            )
            if found is not None and found[0]:
                yield table.name


def paid(house: House) -> None:
    """李雷 sends 王小明 a hundred; whatever is told of it is told."""
    house.clock.advance(timedelta(minutes=2))
    done = house.fill(
        "o-li", "transfer_same_bank", payee=WANG.name, account=WANG.debit, amount="100"
    )
    assert done.status == "ok", done
    while house.app.courier.step():
        pass


def test_d05_without_consent_nothing_is_processed(house: House) -> None:
    house.follow(WHO)
    session = house.session(WHO)
    before = set(tables_naming(house, WHO))
    with pytest.raises(Refused):
        house.app.counter.start(session, "account_bind_debit", BINDING)
    with pytest.raises(Refused):
        house.app.counter.start(session, "account_bind_debit", BINDING | {"consent": "no"})
    assert {"bindings", "consents", "drafts"}.isdisjoint(tables_naming(house, WHO))
    assert set(tables_naming(house, WHO)) == before
    house.ask(WHO, AskKind.WHEREABOUTS, place=Point(39.9087, 116.4598))
    assert "whereabouts" not in set(tables_naming(house, WHO))


def test_d05_a_consent_taken_back_stops_all_that_rested_on_it(house: House) -> None:
    house.bind(WHO, WANG)
    house.bind("o-li", LI)
    paid(house)
    assert "messages" in set(tables_naming(house, WHO))
    assert "14,974.50" in house.say(WHO, "查余额")
    house.confirm_card(WHO, house.ask_text(WHO, "撤回绑卡授权"))
    assert "14,974.50" not in house.say(WHO, "查余额")
    told = sql("SELECT COUNT(*) FROM messages WHERE openid = :openid")
    before = house.app.store.read(lambda reader: reader.one(told, openid=WHO))
    paid(house)
    assert house.app.store.read(lambda reader: reader.one(told, openid=WHO)) == before


def lived(house: House) -> None:
    """A customer who left traces wherever one may."""
    house.bind(WHO, WANG)
    house.bind("o-li", LI)
    for deed in ("location_on", "marketing_on"):
        assert house.fill(WHO, "consent_center", deed=deed).status == "ok"
    house.ask(WHO, AskKind.WHEREABOUTS, place=Point(39.9087, 116.4598))
    house.say(WHO, "签到")
    house.say(WHO, "转账给")
    house.ask_text(WHO, "转500给老李")
    paid(house)


def test_d05_what_is_kept_can_be_taken_home_and_is_forgotten(house: House) -> None:
    lived(house)
    kept = set(tables_naming(house, WHO))
    assert {"whereabouts", "messages", "drafts", "dialogues"} <= kept
    told = json.loads(
        house.app.counter.paper(house.session(WHO), "consent_center", {}).content.decode()
    )
    register = data_register()
    wanted = {register[name].title for name in kept if register[name].title}
    assert wanted <= set(told), "the export is complete"
    assert "100.00" in json.dumps(told["消息中心"], ensure_ascii=False)

    house.confirm_card(WHO, house.ask_text(WHO, "删除我的个人信息"))
    left = set(tables_naming(house, WHO))
    assert [name for name in left if register[name].goes_with_person] == ["drafts"]
    look = sql("SELECT function_id FROM drafts WHERE openid = :who")
    asked = house.app.store.read(lambda reader: reader.all(look, who=WHO))
    assert [tuple(row) for row in asked] == [("consent_center",)], "the request itself, two days"
    for name in left:
        assert register[name].lives == {"law"} or register[name].kept, name
    assert "14,974.50" not in house.say(WHO, "查余额")
