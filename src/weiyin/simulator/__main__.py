"""`python -m weiyin.simulator`: the stand-in alone, for any bot.

python -m weiyin.simulator --callback http://127.0.0.1:8888/ --token secret --mode plain
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import uvicorn

from weiyin.simulator.app import create
from weiyin.simulator.settings import Format, Mode, Settings, load


def main(words: list[str] | None = None) -> None:
    given = _parser().parse_args(words)
    settings = settings_of(given)
    config = uvicorn.Config(
        create(settings),
        host="127.0.0.1",
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=1,  # phones listen for ever; they reconnect
    )
    print(f"微信模拟器 http://127.0.0.1:{settings.port}/", flush=True)  # noqa: T201 - its one line
    uvicorn.Server(config).run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="weiyin.simulator", description="微信服务器与手机的替身")
    parser.add_argument("--config", type=Path, help="a JSON file of settings")
    parser.add_argument("--port", type=int)
    parser.add_argument("--callback", help="where the first account's pushes go")
    parser.add_argument("--token", help="the first account's token")
    parser.add_argument("--aes-key", help="the first account's EncodingAESKey, 43 characters")
    parser.add_argument("--mode", choices=[mode.value for mode in Mode])
    parser.add_argument("--format", choices=[one.value for one in Format])
    return parser


def settings_of(given: argparse.Namespace) -> Settings:
    """The file's settings, with what the command line says of the first account on top."""
    settings = load(given.config) if given.config else Settings()
    first = settings.accounts[0]
    first = replace(
        first,
        callback_url=given.callback or first.callback_url,
        token=given.token or first.token,
        aes_key=given.aes_key or first.aes_key,
        mode=Mode(given.mode or first.mode),
        format=Format(given.format or first.format),
    )
    accounts = (first, *settings.accounts[1:])
    return replace(settings, accounts=accounts, port=given.port or settings.port)


if __name__ == "__main__":
    main()
