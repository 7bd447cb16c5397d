"""The door to the store: `open_store(url)`, and the words it speaks."""

from __future__ import annotations

from pathlib import Path

from weiyin.base.errors import Misconfigured
from weiyin.storage.postgres import PostgresStore
from weiyin.storage.sqlite import SqliteStore
from weiyin.storage.unit import Reader, Store, Tx

__all__ = ["Reader", "Store", "Tx", "open_store", "sqlite_path"]


def open_store(url: str) -> Store:
    """The store at `url`: `sqlite:////abs/path.db` or `postgresql://user@127.0.0.1:port/db`.

    The schema is not touched: see `migrate`. Raises Misconfigured for any other kind of address.
    """
    if url.startswith("sqlite:"):
        return SqliteStore(sqlite_path(url))
    if url.startswith("postgresql:"):
        return PostgresStore(url)
    raise Misconfigured("database_url", "must start with sqlite:/// or postgresql://")


def sqlite_path(url: str) -> Path:
    """The file behind a `sqlite:///…` address."""
    path = url.removeprefix("sqlite:///")
    if path == url or not path:
        raise Misconfigured("database_url", "a SQLite address reads sqlite:////absolute/path.db")
    return Path(path)
