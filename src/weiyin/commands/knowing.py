"""`weiyin knowledge`: the words of the command; its work is in `commands/knowledge.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from weiyin.commands.options import DEMO_HOME, Home, Json

app = typer.Typer(help="What 小微 answers out of the knowledge base.", no_args_is_help=True)


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="What is asked.")],
    count: Annotated[int, typer.Option("-k", min=1, max=50, help="How many at most.")] = 5,
    json: Json = False,
    home: Home = DEMO_HOME,
) -> None:
    """The entries that answer a question, best first."""
    from weiyin.commands import knowledge as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.search(home, text, count, json=json)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A .jsonl or .csv file.")],
    editor: Annotated[str, typer.Option(help="Who answers for it.")] = "cli",
    json: Json = False,
    home: Home = DEMO_HOME,
) -> None:
    """Take in entries, all or none; they answer at once."""
    from weiyin.commands import knowledge as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        raise typer.Exit(command.import_(home, file, editor, json=json))


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="A .jsonl or .csv file.")],
    home: Home = DEMO_HOME,
) -> None:
    """Write every entry, as an import reads it."""
    from weiyin.commands import knowledge as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.export(home, file)


@app.command()
def withdraw(
    ids: Annotated[list[str], typer.Argument(help="Entries by id.")],
    editor: Annotated[str, typer.Option(help="Who decided it.")] = "cli",
    home: Home = DEMO_HOME,
) -> None:
    """Answer with these entries no more."""
    from weiyin.commands import knowledge as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.withdraw(home, ids, editor)


@app.command()
def check(json: Json = False, home: Home = DEMO_HOME) -> None:
    """What an editor should look at; exit status 1 when something is wrong."""
    from weiyin.commands import knowledge as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        raise typer.Exit(command.check(home, json=json))


@app.command()
def draft(
    text: Annotated[str, typer.Argument(help="A question without an answer.")],
    json: Json = False,
    home: Home = DEMO_HOME,
) -> None:
    """An answer out of known entries, by the bank's language model, for an editor to judge."""
    from weiyin.commands import knowledge as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        raise typer.Exit(command.draft(home, text, json=json))


@app.command()
def unanswered(json: Json = False, home: Home = DEMO_HOME) -> None:
    """What nobody could answer, gathered by likeness."""
    from weiyin.commands import knowledge as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.show_unanswered(home, json=json)


@app.command()
def votes(json: Json = False, home: Home = DEMO_HOME) -> None:
    """How many found each answer useful."""
    from weiyin.commands import knowledge as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.votes(home, json=json)
