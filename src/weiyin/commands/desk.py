"""`weiyin bench desk`. Whatever is heavy is imported when it is called."""

from __future__ import annotations

from typing import Annotated

import typer

from weiyin.commands.options import Json


def bench(
    agents: Annotated[int, typer.Option(help="Agents with a live screen.")] = 200,
    conversations: Annotated[int, typer.Option(help="Conversations that are open.")] = 5_000,
    json: Json = False,
) -> None:
    """Milliseconds from a customer's message to the agent's screen."""
    from weiyin.commands import bench as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.desk(agents, conversations, json=json)
