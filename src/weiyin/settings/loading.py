"""Reading the settings, and saying what is wrong with them: the first thing, or everything."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from weiyin.base.errors import Misconfigured
from weiyin.settings.model import PREFIX, AccountSettings, Settings, variable
from weiyin.settings.rules import faults

CONFIG = f"{PREFIX}CONFIG"
_OTHERS = frozenset(
    {CONFIG, *(PREFIX + name for name in ("DEMO_HOME", "ATTACK_SCALE", "ATTACK_NOTES"))}
)
"""Variables that are ours and no settings."""


def load_settings(**given: Any) -> Settings:
    """The settings of this process. Raises `Misconfigured` naming the first that is wrong."""
    settings, wrong = examine(**given)
    if settings is None or wrong:
        raise wrong[0]
    return settings


def examine(**given: Any) -> tuple[Settings | None, list[Misconfigured]]:
    """The settings, unless they cannot be read at all, and all that is wrong with them."""
    wrong = [*_file_faults(), *_strangers()]
    if any(error.setting == CONFIG for error in wrong):
        return None, wrong
    try:
        settings = Settings(**given)
    except ValidationError as error:
        shapes = error.errors(include_input=False, include_url=False)
        return None, [*wrong, *(Misconfigured(variable(*one["loc"]), one["msg"]) for one in shapes)]
    return settings, [*wrong, *faults(settings)]


def _file_faults() -> Iterator[Misconfigured]:
    name = os.environ.get(CONFIG, "")
    if not name:
        return
    file = Path(name)
    if not file.is_file():
        yield Misconfigured(CONFIG, f"there is no file {name}")
    elif file.stat().st_mode & 0o077:
        yield Misconfigured(CONFIG, f"{name} holds secrets: chmod 600 it")
    else:
        try:
            tomllib.loads(file.read_text("utf-8"))
        except ValueError as error:
            yield Misconfigured(CONFIG, f"{name} is not TOML: {error}")


def _strangers() -> Iterator[Misconfigured]:
    """Variables that look like ours: a misspelt setting would silently keep its default."""
    known = {variable(name) for name in Settings.model_fields} | _OTHERS
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name.partition("__")[0] not in known:
            yield Misconfigured(name, "there is no such setting")


def explain() -> list[tuple[str, str, str]]:
    """(variable, what it is, default) of every setting, for `weiyin check` and the docs."""
    rows = [_row(variable(name), field) for name, field in Settings.model_fields.items()]
    rows += [
        _row(variable("accounts", "<KEY>", name), field)
        for name, field in AccountSettings.model_fields.items()
    ]
    return rows


def _row(name: str, field: Any) -> tuple[str, str, str]:
    default = (
        "required" if field.is_required() else _shown(field.get_default(call_default_factory=True))
    )
    return name, field.description or "", default


def _shown(value: Any) -> str:
    return "" if isinstance(value, SecretStr) else str(value)
