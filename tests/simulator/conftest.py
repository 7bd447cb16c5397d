"""A stand-in and a bot, both on real sockets."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest

from tests.simulator.phone import Platform
from tests.simulator.served import Bot, Stage, serving
from weiyin.simulator.app import create
from weiyin.simulator.settings import Account, Settings

Served = tuple[Stage, str]


@pytest.fixture(scope="session")
def bot_stage() -> Iterator[Served]:
    stage = Stage()
    with serving(stage) as url:
        yield stage, url


@pytest.fixture(scope="session")
def platform_stage() -> Iterator[Served]:
    stage = Stage()
    with serving(stage) as url:
        yield stage, url


@pytest.fixture
def bot(bot_stage: Served) -> Iterator[Bot]:
    bot = Bot()
    with bot_stage[0].playing(bot.app()):
        yield bot


@pytest.fixture
def platform_of(
    bot: Bot, bot_stage: Served, platform_stage: Served
) -> Iterator[Callable[..., Platform]]:
    """Makes the platform that pushes to `bot`; keywords are fields of Account and Settings."""
    del bot
    stage, url = platform_stage
    with ExitStack() as stack:

        def make(*, seconds: float = 2.0, limits: Any = None, **facts: Any) -> Platform:
            account = replace(Account(callback_url=f"{bot_stage[1]}/"), **facts)
            settings = Settings(
                accounts=(account,), push_seconds=seconds, daily_limits=limits or {}
            )
            stack.enter_context(stage.playing(create(settings, rng=random.Random(7))))
            platform = Platform(url, settings)
            stack.callback(platform.http.close)
            return platform

        yield make


@pytest.fixture
def platform(platform_of: Callable[..., Platform]) -> Platform:
    """In plain mode, XML, followed by the first handset."""
    made = platform_of()
    made.act("follow")
    return made
