"""`weiyin backup`, `restore`, `verify`: a copy of everything, put back, read as an auditor would.

Beside a copy lies what must be found in it: how many entries each set of books had, and an anchor
of each audit log. Keep that small file elsewhere too: it shows that a copy is whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from weiyin.bank.verify import entries
from weiyin.bank.verify import verify as verify_book
from weiyin.commands.show import as_json, console, working
from weiyin.settings import Settings, load_settings
from weiyin.storage import audit
from weiyin.storage import backup as copies
from weiyin.storage.store import Reader, Store, open_store


@dataclass(frozen=True, slots=True)
class Held:
    """What a store holds: entries by book, the anchor of each official account's audit log."""

    entries: dict[str, int] = field(default_factory=dict)
    audit: dict[str, str] = field(default_factory=dict)


def backup(file: Path, *, json: bool) -> None:
    """Copy everything into a new `file`, beside the working house."""
    settings = load_settings()
    with _opened(settings) as store:
        held = store.read(lambda reader: _held(reader, settings))
    with working("备份", show=not json) as told:
        copies.backup(settings.database_url, file, told)
    _beside(file).write_bytes(msgspec.json.format(msgspec.json.encode(held)) + b"\n")
    _tell(held, [], json=json)


def restore(file: Path, *, json: bool) -> int:
    """Fill the empty database of the settings with a copy and read it through, as `verify`."""
    settings = load_settings()
    with working("恢复", show=not json) as told:
        copies.restore(settings.database_url, file, told)
    beside = _beside(file)
    wanted = msgspec.json.decode(beside.read_bytes(), type=Held) if beside.is_file() else Held()
    return _verify(settings, wanted, json=json)


def verify(*, json: bool) -> int:
    """Read every book and audit log through; 1 when something is wrong, else 0."""
    return _verify(load_settings(), Held(), json=json)


def _verify(settings: Settings, wanted: Held, *, json: bool) -> int:
    with _opened(settings) as store:
        held, found = store.read(lambda reader: _read_through(reader, settings, wanted))
    _tell(held, found, json=json)
    return 1 if found else 0


def _read_through(reader: Reader, settings: Settings, wanted: Held) -> tuple[Held, list[str]]:
    """What there is, and what is wrong with it or not there of what was wanted."""
    held = _held(reader, settings)
    found = [
        f"book {book}: {held.entries.get(book, 0)} entries, there were {count}"
        for book, count in wanted.entries.items()
        if held.entries.get(book, 0) < count
    ]
    for book in held.entries:
        found += verify_book(reader, book)
    for oa in held.audit:
        found += audit.verify(reader, oa, wanted.audit.get(oa, ""))
    return held, found


def _held(reader: Reader, settings: Settings) -> Held:
    books = sorted({account.book for account in settings.accounts.values()})
    return Held(
        {book: entries(reader, book) for book in books},
        {oa: audit.anchor(reader, oa) for oa in sorted(settings.accounts)},
    )


@contextmanager
def _opened(settings: Settings) -> Iterator[Store]:
    store = open_store(settings.database_url)
    try:
        yield store
    finally:
        store.close()


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")


def _tell(held: Held, found: list[str], *, json: bool) -> None:
    if json:
        as_json({"entries": held.entries, "audit": held.audit, "found": found})
        return
    for book, count in held.entries.items():
        console.print(f"· book {book}: {count} entries")
    for one in found:
        console.print(f"[red]✗[/red] {one}", highlight=False)
