"""The eight shapes: what each offers is there, and WeChat would take each one's menu."""

from __future__ import annotations

import pytest

from weiyin.app.menus import wechat_menu
from weiyin.base.errors import BadInput
from weiyin.channel.wechat.menu import check_menu
from weiyin.demo.profiles import profile, profiles
from weiyin.functions.catalogue import load_catalogue


def test_there_are_eight_of_both_types() -> None:
    assert len(profiles()) == 8
    assert {one.type for one in profiles().values()} == {"one", "two"}
    with pytest.raises(BadInput, match="cmb-card"):
        profile("no-such-bank")


@pytest.mark.parametrize("name", profiles())
def test_what_a_profile_offers_is_there(name: str) -> None:
    catalogue, offers = load_catalogue(), profile(name).offers
    known = {one.declaration.group for one in catalogue} | {one.id for one in catalogue}
    assert set(offers) <= known
    check_menu(wechat_menu(catalogue, offers))
    offered = catalogue.offered(offers)
    assert offered.has("follow_welcome")
    assert len(offered) == len(catalogue) or offers


def test_type_one_moves_no_money_between_accounts() -> None:
    offered = load_catalogue().offered(profile("cmb-card").offers)
    assert offered.has("cc_bill_query")
    assert offered.has("account_bind_credit")
    assert not offered.has("transfer_same_bank")
    assert not offered.has("wealth_buy")
