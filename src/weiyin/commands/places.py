"""`weiyin places`: the bank's own lists, and what machines and desks prove themselves with.

Keys and PINs are printed and kept nowhere in clear: ask again for the same key, or for a new PIN.
Whatever is heavy is imported when it is called, so that no other command waits for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from weiyin.settings import Settings

app = typer.Typer(
    help="Branches, merchants, offers, bank codes; machines and desks.", no_args_is_help=True
)

Book = Annotated[str, typer.Argument(help="The set of books.")]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="A .csv or .jsonl file, as export writes it.")],
    book: Annotated[str, typer.Option(help="The set of books, if there are several.")] = "",
    json: Json = False,
) -> None:
    """Take in places, merchants, offers or bank codes: all of the file, or nothing of it."""
    from weiyin.commands.show import plain_errors
    from weiyin.places.lists.load import load
    from weiyin.settings import load_settings
    from weiyin.storage.store import open_store

    with plain_errors():
        settings = load_settings()
        store = open_store(settings.database_url)
        try:
            written = load(store, _book(settings, book), file)
        finally:
            store.close()
        _show(dict(written), json)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="A .jsonl file for all, or .csv for one kind.")],
    book: Annotated[str, typer.Option(help="The set of books, if there are several.")] = "",
    only: Annotated[str, typer.Option(help="places, merchants, offers or codes.")] = "",
    json: Json = False,
) -> None:
    """Write the lists to a file, as load reads it."""
    from weiyin.commands.show import plain_errors
    from weiyin.places.lists.load import export
    from weiyin.settings import load_settings
    from weiyin.storage.store import open_store

    with plain_errors():
        settings = load_settings()
        store = open_store(settings.database_url)
        try:
            count = export(store, _book(settings, book), file, only)
        finally:
            store.close()
        _show({"written": count}, json)


@app.command()
def key(
    book: Book,
    place: Annotated[str, typer.Argument(help="The branch's number.")],
    json: Json = False,
) -> None:
    """The key with which the machines of one branch sign what they post to /feeds."""
    from weiyin.base.errors import Misconfigured
    from weiyin.base.mask import Secret
    from weiyin.channel.proof import branch_key
    from weiyin.commands.show import plain_errors
    from weiyin.places.search import get
    from weiyin.settings import load_settings
    from weiyin.storage.store import open_store

    with plain_errors():
        settings = load_settings()
        secret = Secret(settings.feed_key.get_secret_value())
        if not secret:
            raise Misconfigured("WEIYIN_FEED_KEY", "is not set: the feed of the branches is shut")
        store = open_store(settings.database_url)
        try:
            store.read(lambda reader: get(reader, book, place))
        finally:
            store.close()
        _show({"book": book, "place": place, "key": branch_key(secret, book, place).hex()}, json)


@app.command()
def desk(
    book: Book,
    merchant: Annotated[str, typer.Argument(help="The merchant's number.")],
    json: Json = False,
) -> None:
    """A new PIN for a merchant's desk; the one before ends."""
    from weiyin.commands.show import plain_errors
    from weiyin.places.offers.merchant import new_pin, open_desk
    from weiyin.settings import load_settings
    from weiyin.storage.store import open_store

    with plain_errors():
        store = open_store(load_settings().database_url)
        pin = new_pin()
        try:
            store.run(lambda tx: open_desk(tx, book, merchant, pin))
        finally:
            store.close()
        _show({"book": book, "merchant": merchant, "pin": pin}, json)


def _book(settings: Settings, named: str) -> str:
    """The set of books that is meant: a misspelt one would take a list to where nobody looks."""
    from weiyin.base.errors import BadInput

    known = sorted({account.book for account in settings.accounts.values()})
    chosen = named or (known[0] if len(known) == 1 else "")
    if chosen not in known:
        raise BadInput("--book", f"请用 --book 指明账簿：{'、'.join(known)}")
    return chosen


def _show(found: dict[str, Any], json: bool) -> None:
    from weiyin.commands.show import as_json, console

    if json:
        as_json(found)
        return
    for name, value in found.items():
        console.print(f"{name}: {value}", highlight=False)
