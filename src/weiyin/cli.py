"""The `weiyin` command. Each command's work is in `weiyin.commands`, imported when it is called."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from weiyin.commands import campaign, knowing, mass, measuring, places, staff
from weiyin.commands.options import DEMO_HOME, Home, Json

app = typer.Typer(
    name="weiyin",
    help="微银: a bank's WeChat service account.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
menu = typer.Typer(help="The menu of the service account.", no_args_is_help=True)
core = typer.Typer(
    help="A bank's core: check one, or serve the embedded one.", no_args_is_help=True
)
cases = typer.Typer(
    help="The credit card's applications and disputes, decided.", no_args_is_help=True
)
app.add_typer(menu, name="menu")
app.add_typer(places.app, name="places")
app.add_typer(campaign.app, name="campaign")
app.add_typer(mass.app, name="mass")
app.add_typer(staff.app, name="staff")
app.add_typer(cases, name="cases")
app.command()(measuring.day)
app.command()(measuring.simulate)
app.add_typer(knowing.app, name="knowledge")
app.add_typer(core, name="core")
app.add_typer(measuring.app, name="bench")

Copy = Annotated[Path, typer.Argument(help="The file of the copy.")]
HOST = "127.0.0.1"
WORDS = Path(".weiyin/words.npz")


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The phone's address; the bank's is the next.")] = 8800,
    home: Home = DEMO_HOME,
    fresh: Annotated[bool, typer.Option(help="Build the demo bank anew.")] = False,
    train: Annotated[bool, typer.Option(help="Make a missing model of recognition.")] = True,
    customers: Annotated[int, typer.Option(min=0, help="So many made ones for segments.")] = 0,
    profile: Annotated[
        str, typer.Option(help="The shapes of eight banks' accounts; several by commas.")
    ] = "",
) -> None:
    """The demo bank and a phone in the browser, on embedded parts."""
    from weiyin.commands import demo as command

    with _plain_errors():
        command.demo(home, port, fresh=fresh, train=train, customers=customers, shape=profile)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen at.")] = HOST,
    port: Annotated[int, typer.Option(help="Port to listen at.")] = 8000,
    deliver: Annotated[bool, typer.Option(help="Deliver notices in this process too.")] = True,
) -> None:
    """Serve the callback, the pages and the API by the settings."""
    from weiyin.commands import serve as command

    with _plain_errors():
        command.serve(host, port, deliver=deliver)


@app.command()
def worker() -> None:
    """Deliver what is in the outbox: notices, text messages, late replies."""
    from weiyin.commands import serve as command

    with _plain_errors():
        command.worker()


@app.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    from weiyin.commands import check as command

    with _plain_errors():
        command.migrate()


@app.command()
def check(json: Json = False) -> None:
    """Explain every setting and say what is wrong."""
    from weiyin.commands import check as command

    with _plain_errors():
        raise typer.Exit(command.check(json=json))


@app.command()
def backup(file: Copy, json: Json = False) -> None:
    """Copy everything into a new file, beside the working house."""
    from weiyin.commands import keeping as command

    with _plain_errors():
        command.backup(file, json=json)


@app.command()
def restore(file: Copy, json: Json = False) -> None:
    """Fill an empty database with a copy, and read it through."""
    from weiyin.commands import keeping as command

    with _plain_errors():
        raise typer.Exit(command.restore(file, json=json))


@app.command()
def verify(json: Json = False) -> None:
    """Read every book and audit log as an auditor would; exit status 1 if something is wrong."""
    from weiyin.commands import keeping as command

    with _plain_errors():
        raise typer.Exit(command.verify(json=json))


@app.command()
def reseal(json: Json = False) -> None:
    """Seal everything anew under WEIYIN_SEAL_CURRENT, beside the working house. Safe to repeat."""
    from weiyin.commands import reseal as command

    with _plain_errors():
        command.run(json=json)


@app.command()
def functions(json: Json = False) -> None:
    """Every banking function and its doors."""
    from weiyin.commands import functions as command

    with _plain_errors():
        command.functions(json=json)


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="What the customer says.")] = None,
    batch: Annotated[Path | None, typer.Option(help='JSONL: {"text": …, "as": …}.')] = None,
    as_: Annotated[str | None, typer.Option("--as", help="A customer of the demo bank.")] = None,
    json: Json = False,
    home: Home = DEMO_HOME,
) -> None:
    """Ask the demo bank. Nothing is sent or moved."""
    from weiyin.commands import ask as command

    with _plain_errors():
        command.run(home, text, batch, as_, json=json)


@app.command()
def attack(
    ids: Annotated[list[str] | None, typer.Argument(help="Checks by id; all if none.")] = None,
    sabotage: Annotated[bool, typer.Option(help="Prove that the checks can fail.")] = False,
    write: Annotated[Path | None, typer.Option(help="Also write the table as a page.")] = None,
    json: Json = False,
) -> None:
    """Try the checks against the house."""
    from weiyin.commands import attack as command

    with _plain_errors():
        raise typer.Exit(command.attack(ids or [], json=json, sabotaged=sabotage, write=write))


@app.command()
def close(
    date: Annotated[datetime, typer.Option(help="The day to close.", formats=["%Y-%m-%d"])],
    book: Annotated[str | None, typer.Option(help="One set of books; all of ours if none.")] = None,
    json: Json = False,
) -> None:
    """The daily close of our own books: bills, interest, fees. Safe to repeat."""
    from weiyin.commands import close as command

    with _plain_errors():
        command.close(date, book, json=json)


@cases.command("list")
def cases_list(
    book: Annotated[str, typer.Option(help="The set of books, if there are several.")] = "",
    json: Json = False,
) -> None:
    """What waits for a decision, oldest first."""
    from weiyin.commands import cases as command

    with _plain_errors():
        command.show_all(book, json=json)


@cases.command("show")
def cases_show(
    case: Annotated[str, typer.Argument(help="The case's number.")],
    book: Annotated[str, typer.Option(help="The set of books, if there are several.")] = "",
    json: Json = False,
) -> None:
    """What the customer wrote: personal data, for whoever works on the case. On record."""
    from weiyin.commands import cases as command

    with _plain_errors():
        command.show(case, book, json=json)


@cases.command("decide")
def cases_decide(
    case: Annotated[str, typer.Argument(help="The case's number.")],
    approve: Annotated[bool, typer.Option("--approve/--decline", help="The decision.")],
    amount: Annotated[str, typer.Option(help="Granted, where that is not what was asked.")] = "",
    book: Annotated[str, typer.Option(help="The set of books, if there are several.")] = "",
    json: Json = False,
) -> None:
    """Decide; what is approved is carried out with it, and the customer is told. On record."""
    from weiyin.commands import cases as command

    with _plain_errors():
        command.decide(case, book, amount, approve=approve, json=json)


@menu.command("publish")
def menu_publish(
    oa: Annotated[str | None, typer.Option(help="Official account; all if not given.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Show it, publish nothing.")] = False,
    json: Json = False,
) -> None:
    """Publish the menus that the functions declare."""
    from weiyin.commands import menu as command

    with _plain_errors():
        command.publish(oa, dry_run=dry_run, json=json)


@app.command()
def train(
    force: Annotated[bool, typer.Option(help="Make it even if it is there.")] = False,
    home: Home = DEMO_HOME,
    json: Json = False,
) -> None:
    """Make the model that the demo bank's recognition is better with; a minute or two."""
    from weiyin.commands import train as command

    with _plain_errors():
        command.run(home, force=force, json=json)


@app.command()
def evaluate(
    train: Annotated[Path, typer.Option(help='JSONL to learn from: {"text": …, "label": …}.')],
    test: Annotated[Path | None, typer.Option(help="JSONL to measure on.")] = None,
    folds: Annotated[int | None, typer.Option(help="Measure on each fold of --train.")] = None,
    words: Annotated[Path, typer.Option(help="Keeps word vectors between runs.")] = WORDS,
    meaning: Annotated[bool, typer.Option(help="Compare meanings of words too.")] = True,
    json: Json = False,
) -> None:
    """Train the recogniser on labelled sentences and measure it on others."""
    from weiyin.commands import evaluate as command

    with _plain_errors():
        command.evaluate(train, test, folds, words, meaning=meaning, json=json)


@core.command("check")
def core_check(
    url: Annotated[str, typer.Argument(help="The core's address.")],
    key: Annotated[str, typer.Option(envvar="WEIYIN_CORE_KEY", help="Bearer key.")] = "",
    people: Annotated[
        Path | None, typer.Option(help="JSON: two test customers, `payer` and `payee`.")
    ] = None,
    json: Json = False,
) -> None:
    """Run the contract's checks against a core."""
    from weiyin.commands import core as command

    with _plain_errors():
        raise typer.Exit(command.check(url, key, people, json=json))


@core.command("serve")
def core_serve(
    port: Annotated[int, typer.Option(help="Port to listen at.")] = 8900,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = HOST,
    tell: Annotated[str, typer.Option(help="Address of the house to tell of entries.")] = "",
) -> None:
    """Serve the embedded core over HTTP, for other processes."""
    from weiyin.commands import core as command

    with _plain_errors():
        command.serve(host, port, tell)


@core.command("key")
def core_key(
    book: Annotated[str, typer.Argument(help="The books' name, as in the accounts' settings.")],
    json: Json = False,
) -> None:
    """The key with which your core signs what it posts to /core/BOOK."""
    from weiyin.commands import core as command

    with _plain_errors():
        command.show_feed_key(book, json=json)


@app.command()
def outbox(json: Json = False) -> None:
    """What waits to leave the house, by topic and lane, and since when."""
    from weiyin.commands import outbox as command

    with _plain_errors():
        command.show(json=json)


@app.command()
def segment(
    rule: Annotated[str, typer.Argument(help='A rule, as: 存款 ≥ 50000 且 标签 "VIP"')],
    oa: Annotated[str, typer.Option(help="Official account; the first if not given.")] = "",
    json: Json = False,
    home: Home = DEMO_HOME,
) -> None:
    """Check a segment's rule and count whom it means now."""
    from weiyin.commands import segment as command

    with _plain_errors():
        command.show(home, rule, oa, json=json)


def _plain_errors() -> AbstractContextManager[None]:
    from weiyin.commands.show import plain_errors

    return plain_errors()


def main() -> None:
    """The console script."""
    app()
