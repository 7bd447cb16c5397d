"""全部服务: every function once, under its menu, and a card in the chat that opens the list."""

from __future__ import annotations

from tests.house.made import OA, House
from weiyin.base.ask import AskKind
from weiyin.base.reply import OpenPage
from weiyin.functions.menus import ALL_SERVICES
from weiyin.reception.services import service_groups


def test_every_function_is_listed_once(house: House) -> None:
    catalogue = house.app.catalogue
    groups = service_groups(catalogue, OA)
    paths = [one.path for group in groups for one in group.services]
    assert len(paths) == len(set(paths)) == len(catalogue) - 1  # the greeting is opened by nobody
    assert [group.title for group in groups][:3] == ["微金融", "悦生活", "信用卡"]
    assert groups[0].services[0].title == "余额查询"


def test_the_menu_opens_the_list(house: House) -> None:
    house.follow("o-wang")
    card = house.ask("o-wang", AskKind.TAP, ALL_SERVICES)
    assert isinstance(card, OpenPage)
    assert card.path == f"/p/services?oa={OA}"
    assert "余额查询" in card.description
