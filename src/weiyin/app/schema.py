"""The whole schema: each room declares its tables in modules named `tables`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from sqlalchemy import MetaData

import weiyin
from weiyin.storage.tables import metadata


def table_modules() -> Iterator[ModuleType]:
    """Every module of tables, found by listing the package."""
    for info in pkgutil.walk_packages(weiyin.__path__, "weiyin."):
        if info.name.endswith(".tables"):
            yield importlib.import_module(info.name)


def whole_schema() -> MetaData:
    """The metadata with the tables of every room on it."""
    for _ in table_modules():
        pass
    return metadata
