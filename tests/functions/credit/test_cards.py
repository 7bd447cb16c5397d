"""挂失补卡, 激活, 密码: the plastic itself."""

import pytest

from tests.functions.credit.test_repay import bound
from tests.functions.credit.test_standing import spend
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.credit.issuing import number_of
from weiyin.bank.credit.plastics import expiry_of, security_code
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.reply import OpenPage
from weiyin.storage.sql import sql

SECRETS = {"password": "258036", "again": "258036"}
_CARDS = sql("SELECT card_id, tail FROM cards WHERE kind='credit' AND status='active'")


def in_hand(house: House) -> dict[str, str]:
    """What stands on the new card: only its holder knows."""

    def look(reader: object) -> tuple[str, str]:
        office = house.core.office(reader)  # type: ignore[arg-type]
        ((card_id, _),) = office.reader.all(_CARDS)
        number = number_of(office, card_id)
        expiry = expiry_of(shanghai_day(house.clock.now()))
        return number, security_code(office.sealer, number, expiry)

    number, code = house.books.read(look)
    expiry = expiry_of(shanghai_day(house.clock.now()))
    return {"card_number": number, "expiry": expiry, "cvv2": code}


def test_a_lost_card_stops_and_a_new_one_is_activated(house: House) -> None:
    bound(house)
    card = house.ask_text("o-wang", "信用卡丢了")
    assert isinstance(card, OpenPage)
    assert house.confirm_card("o-wang", card).status == "ok"
    with pytest.raises(NotAllowed):
        spend(house, "s1", 1_000, "店")
    assert "已停用" in house.say("o-wang", "挂失信用卡")
    assert "15.00" in house.say("o-wang", "未出账单")

    new, session = in_hand(house), house.session("o-wang")
    wrong = f"{(int(new['cvv2']) + 1) % 1000:03d}"
    for told in ({**new, "cvv2": wrong}, {**new, "card_number": WANG.debit}):
        with pytest.raises(NotFound) as refused:
            house.start(session, "cc_activate", {**told, **SECRETS})
        assert refused.value.heard == "卡片信息不符，请核对卡号、有效期和安全码"
    assert house.fill("o-wang", "cc_activate", **new, **SECRETS).status == "ok"
    with pytest.raises(NotAllowed):
        house.start(house.session("o-wang"), "cc_activate", {**new, **SECRETS})


def test_activation_is_asked_for_on_a_page_only(house: House) -> None:
    bound(house)
    assert "信用卡激活" in house.say("o-wang", "激活信用卡")


def test_a_password_is_set_and_kept_nowhere(house: House) -> None:
    bound(house)
    assert "信用卡密码" in house.say("o-wang", "信用卡密码忘了")
    form = {"kind": "payment", "id_number": WANG.id_number}
    assert house.fill("o-wang", "cc_password", **form, **SECRETS).status == "ok"
    kept = house.books.read(lambda r: r.all(sql("SELECT value FROM credit_choices")))
    assert kept
    assert "258036" not in str(kept)
    session = house.session("o-wang")
    with pytest.raises(BadInput):
        house.start(session, "cc_password", {**form, "password": "258036",
                                                         "again": "258037"})  # fmt: skip
    with pytest.raises(NotFound):
        other = {**form, "id_number": "110101199001010010"}
        house.start(session, "cc_password", {**other, **SECRETS})
