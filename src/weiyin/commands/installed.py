"""Where a command works: the install that the settings name, or else the demo bank."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from weiyin.commands.show import building
from weiyin.demo_home import open_home, settings_of
from weiyin.settings import Settings, load_settings
from weiyin.storage.store import Store, open_store


@contextmanager
def installed(home: Path, *, show: bool = True) -> Iterator[tuple[Settings, Store]]:
    """Its settings and its store; the demo bank at `home` is built if it is not there."""
    if os.environ.get("WEIYIN_DATABASE_URL") or os.environ.get("WEIYIN_CONFIG"):
        settings = load_settings()
    else:
        with building(show=show) as progress:
            settings = settings_of(open_home(home, progress=progress))
    store = open_store(settings.database_url)
    try:
        yield settings, store
    finally:
        store.close()
