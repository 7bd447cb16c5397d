"""Secret fields: opened when they were sealed for this form and this person, else refused."""

from __future__ import annotations

import pytest

from tests.house.bank import LI, WANG
from tests.house.made import House, typed_on
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.views import DraftMade, FormSeal
from weiyin.functions.catalogue import load_catalogue
from weiyin.functions.inputs import InputKind

RESET = "query_password_reset"
ASKED = {"id_number": WANG.id_number}
SEALING = {
    one.id
    for one in load_catalogue()
    if any(spec.input.kind is InputKind.SECRET for spec in one.inputs)
}


def _seal(house: House, openid: str = "o-wang", function_id: str = RESET) -> FormSeal:
    found = house.app.counter.seal(house.session(openid), function_id)
    assert found is not None
    return found


def _sealed(seal: FormSeal, typed: str = "385027") -> dict[str, str]:
    made = typed_on(seal.keypad, seal.handle, typed)
    return dict.fromkeys(("password", "again"), f"{made.key_id}.{made.sealed}")


def test_what_asks_for_a_secret_seals_it_and_nothing_else_does(house: House) -> None:
    house.bind("o-wang", WANG)
    session = house.session("o-wang")
    assert {RESET, "cc_activate", "cc_password"} == SEALING
    for one in load_catalogue():
        assert (house.app.counter.seal(session, one.id) is not None) == (one.id in SEALING)
    with pytest.raises(NotFound):
        house.app.counter.seal(session, "no_such_function")


def test_a_secret_is_taken_sealed_and_never_plain(house: House) -> None:
    house.bind("o-wang", WANG)
    counter, session = house.app.counter, house.session("o-wang")
    plain = {"password": "385027", "again": "385027"}
    for bad in (plain, dict.fromkeys(plain, ".385027"), dict.fromkeys(plain, "x.385027")):
        with pytest.raises(BadInput) as refused:
            counter.start(session, RESET, {**ASKED, **bad})
        assert refused.value.field in plain
        assert "385027" not in str(refused.value)
    with pytest.raises(BadInput, match="请填写"):
        counter.start(session, RESET, {**ASKED, "password": "", "again": ""})
    assert isinstance(counter.start(session, RESET, {**ASKED, **_sealed(_seal(house))}), DraftMade)


def test_a_seal_is_good_for_its_person_and_function_only(house: House) -> None:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    session = house.session("o-wang")
    for other in (_seal(house, "o-li"), _seal(house, "o-wang", "cc_activate")):
        with pytest.raises(BadInput):
            house.app.counter.start(session, RESET, {**ASKED, **_sealed(other)})
