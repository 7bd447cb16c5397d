"""Profiles: the shapes in which banks opened their accounts, worn by the demo bank.

Type one is customer service around the credit card; type two is tied to banking itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from weiyin.base.errors import BadInput


@dataclass(frozen=True, slots=True)
class Profile:
    """`offers`: groups of functions or single ones; none: every function."""

    name: str
    about: str
    type: str
    account: str
    persona: str
    greeting: str
    hotline: str
    colour: str
    offers: tuple[str, ...]


@cache
def profiles() -> Mapping[str, Profile]:
    """All of them, by name."""
    text = files(__package__).joinpath("profiles.toml").read_text("utf-8")
    return {
        name: Profile(
            name,
            said["about"],
            said["type"],
            said["account"],
            said["persona"],
            said["greeting"],
            said["hotline"],
            said["colour"],
            tuple(said["offers"]),
        )
        for name, said in tomllib.loads(text).items()
    }


def profiles_named(names: str) -> tuple[Profile, ...]:
    """Those named, by commas: each becomes an official account of its own. Raises `BadInput`."""
    found = tuple(profile(name.strip()) for name in names.split(",") if name.strip())
    if len(set(found)) < len(found):
        raise BadInput("--profile", "同一个样式只能用一次")
    return found


def profile(name: str) -> Profile:
    """Raises `BadInput` naming those there are."""
    try:
        return profiles()[name]
    except KeyError:
        raise BadInput("--profile", f"没有 {name}；可选 {' '.join(profiles())}") from None
