"""Two official accounts in one install: a credit card centre's beside a whole bank's."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from weiyin.app import App, compose
from weiyin.app.menus import wechat_menu
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import SystemClock
from weiyin.base.errors import BadInput
from weiyin.channel.wechat.render import in_words
from weiyin.demo.profiles import profiles_named
from weiyin.demo_home import Home, Kept, accounts_of, plugs_of, settings_of
from weiyin.serving import create_asgi
from weiyin.storage.migrate import migrate

WORN = profiles_named("cmb-card, ccb")
CARD, BANK = "main", "ccb"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    key = base64.b64encode(bytes(range(32))).decode()
    kept = Kept(seal_key=key, aes_key=key[:43], sms_key="sms")
    (tmp_path / "kept.json").write_bytes(msgspec.json.encode(kept))
    made = Home(tmp_path)
    migrate(made.database_url)
    return made


@pytest.fixture
def house(home: Home) -> Iterator[App]:
    app = compose(settings_of(home, WORN), plugs_of(home))
    yield app
    app.close()


def _say(house: App, oa: str, text: str, kind: AskKind = AskKind.TEXT) -> str:
    now = SystemClock().now()
    return in_words(house.reception.handle(Ask(oa, "o-1", f"{oa} {text} {kind}", kind, now, text)))


def test_each_greets_answers_and_hands_over_in_its_own_name(house: App) -> None:
    greeted = {oa: _say(house, oa, "", AskKind.FOLLOW) for oa in (CARD, BANK)}
    assert "我是小招，您的信用卡管家" in greeted[CARD]
    assert "我是小微" in greeted[BANK]
    assert "本公众号暂不提供" in _say(house, CARD, "转500给老李")
    _say(house, CARD, "转人工")
    assert "小微" not in _say(house, CARD, "返回小招")
    assert "小招" in _say(house, CARD, "你是谁")
    assert "小微" in _say(house, BANK, "你是谁")


def test_each_has_its_own_keys_functions_and_menu(home: Home, house: App) -> None:
    card, bank = house.settings.accounts[CARD], house.settings.accounts[BANK]
    for name in ("appid", "secret", "token", "aes_key", "brand_colour", "hotline", "greeting"):
        assert getattr(card, name) != getattr(bank, name), name
    menus = [wechat_menu(house.catalogue, one.groups) for one in (card, bank)]
    assert menus[0] != menus[1]
    played = accounts_of(home, home.kept(), WORN)
    assert [(one.key, one.appid) for one in played] == [(CARD, card.appid), (BANK, bank.appid)]
    with pytest.raises(BadInput):
        profiles_named("ccb,ccb")


def test_pages_wear_the_colour_of_the_account(house: App) -> None:
    transport = httpx.ASGITransport(create_asgi(house, deliver=False))

    async def styles() -> list[str]:
        origin = house.settings.public_url
        async with httpx.AsyncClient(transport=transport, base_url=origin) as http:
            colours = [*(one.colour for one in WORN), "#ff0000"]
            paths = [f"/p/brand.css?v={colour.removeprefix('#')}" for colour in colours]
            return [(await http.get(path)).text for path in paths]

    card, bank, strange = asyncio.run(styles())
    assert WORN[0].colour in card
    assert WORN[1].colour in bank
    assert strange == card  # the first account's: nobody else is known
