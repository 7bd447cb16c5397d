"""`weiyin places`: what a branch's machine and a merchant's desk are given to prove who they are.

Both are printed and kept nowhere in clear: ask again for the same key, or for a new PIN. Whatever
is heavy is imported when it is called, so that no other command waits for it.
"""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Branches' machines and merchants' desks.", no_args_is_help=True)

Book = Annotated[str, typer.Argument(help="The set of books.")]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@app.command()
def key(
    book: Book,
    place: Annotated[str, typer.Argument(help="The branch's number.")],
    json: Json = False,
) -> None:
    """The key with which the machines of one branch sign what they post to /feeds."""
    from weiyin.base.errors import Misconfigured
    from weiyin.base.mask import Secret
    from weiyin.channel.branch.proof import branch_key
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


def bench_nearby(json: Json = False) -> None:
    """The ten nearest of 100,000 places and of a million merchants' offers."""
    from weiyin.commands import bench
    from weiyin.commands.show import plain_errors

    with plain_errors():
        bench.nearby(json=json)


def _show(found: dict[str, str], json: bool) -> None:
    from weiyin.commands.show import as_json, console

    if json:
        as_json(found)
        return
    for name, value in found.items():
        console.print(f"{name}: {value}", highlight=False)
