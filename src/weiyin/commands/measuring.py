"""`weiyin bench …` and `weiyin day`. Whatever is heavy is imported when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from weiyin.commands.options import DEMO_HOME, Home, Json

SPEECH_HOME = Path(".weiyin/speech")
DAY_REPORT = Path(".weiyin/day.html")

app = typer.Typer(help="Measure, beside peers in the same run.", no_args_is_help=True)


@app.command()
def ask(json: Json = False) -> None:
    """Encrypted questions a second, beside WeRoBot and wechatpy."""
    from weiyin.commands import bench as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.ask(json=json)


@app.command()
def notify(
    rows: Annotated[int, typer.Option(help="Rows of a campaign that wait meanwhile.")] = 1_000_000,
    json: Json = False,
) -> None:
    """Notices a second from posting to delivery, beside a bare loop of httpx."""
    from weiyin.commands import bench as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.notify(rows, json=json)


@app.command()
def segment(
    customers: Annotated[int, typer.Option(help="Among so many.")] = 10_000_000,
    json: Json = False,
) -> None:
    """Seconds to count a segment, on both engines."""
    from weiyin.commands import bench as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.segment(customers, json=json)


@app.command()
def growth(
    largest: Annotated[int, typer.Option(min=10**4, help="Up to so many customers.")] = 10**6,
    engine: Annotated[str, typer.Option(help="sqlite or postgresql; both if none.")] = "",
    json: Json = False,
) -> None:
    """Microseconds a question and a notice at 10⁴, 10⁵, … bound customers, on both engines."""
    from weiyin.commands import bench as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.growth(largest, engine, json=json)


@app.command()
def understand(home: Home = DEMO_HOME, json: Json = False) -> None:
    """Milliseconds a question, unseen and over a day; memory; the start."""
    from weiyin.commands import bench as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.understand(home, json=json)


@app.command()
def transfer(json: Json = False) -> None:
    """Durable transfers a second, beside pgbench."""
    from weiyin.commands import bench as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.transfer(json=json)


@app.command()
def voice(
    clips: Annotated[Path, typer.Argument(help="A folder made by scripts/speak.py.")],
    weights: Annotated[Path, typer.Option(help="The embedded recogniser's model.")] = SPEECH_HOME,
    url: Annotated[str, typer.Option(help="A served recogniser instead.")] = "",
    json: Json = False,
    home: Home = DEMO_HOME,
) -> None:
    """Spoken questions: heard, and recognised."""
    from weiyin.commands import bench as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.voice(home, clips, weights, url, json=json)


@app.command()
def desk(
    agents: Annotated[int, typer.Option(help="Agents with a live screen.")] = 200,
    conversations: Annotated[int, typer.Option(help="Conversations that are open.")] = 5_000,
    json: Json = False,
) -> None:
    """Milliseconds from a customer's message to the agent's screen."""
    from weiyin.commands import bench as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.desk(agents, conversations, json=json)


@app.command()
def nearby(json: Json = False) -> None:
    """The ten nearest of 100,000 places and of a million merchants' offers."""
    from weiyin.commands import bench as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.nearby(json=json)


def simulate(
    seeds: Annotated[int, typer.Option(min=1, help="So many days.")] = 1_000,
    first: Annotated[int, typer.Option("--from", help="The first day's seed.")] = 0,
    trace: Annotated[Path | None, typer.Option(help="Write the last day down, act by act.")] = None,
    json: Json = False,
) -> None:
    """Seeded days with a fake clock and failing disk and wires; each replays exactly."""
    from weiyin.commands import simulate as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        raise typer.Exit(command.simulate(first, seeds, trace, json=json))


def day(
    scale: Annotated[float, typer.Option(min=0.0001, max=1.0, help="1: the whole day.")] = 0.01,
    report: Annotated[Path, typer.Option(help="The page about it.")] = DAY_REPORT,
    keep: Annotated[
        Path | None, typer.Option(help="Make it in this demo home and leave it for the console.")
    ] = None,
    json: Json = False,
) -> None:
    """A great bank's day at full speed: questions, taps, followers, account changes."""
    from weiyin.commands import day as command
    from weiyin.commands.show import plain_errors

    with plain_errors():
        command.day(scale, report, keep, json=json)
