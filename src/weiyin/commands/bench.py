"""`weiyin bench`: the benches, shown as a table or as JSON."""

from __future__ import annotations

from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from weiyin.assistant.peer import Peer
from weiyin.assistant.speech.embedded import EmbeddedSpeech
from weiyin.assistant.speech.served import ServedSpeech
from weiyin.assistant.speech.weights import place_weights
from weiyin.base.mask import Secret
from weiyin.bench.ask import bench_ask
from weiyin.bench.desk import bench_desk
from weiyin.bench.growth import ENGINES, bench_growth
from weiyin.bench.nearby import bench_nearby
from weiyin.bench.notify import bench_notify
from weiyin.bench.segment import bench_segment
from weiyin.bench.transfer import bench_transfer
from weiyin.bench.understand import bench_understand
from weiyin.bench.voice import VoiceBench
from weiyin.commands.show import as_json, as_table, building, console, working
from weiyin.commands.train import train
from weiyin.demo_home import open_demo


def ask(*, json: bool) -> None:
    _show(bench_ask(), json=json)


def notify(rows: int, *, json: bool) -> None:
    _show(bench_notify(rows), json=json)


def segment(customers: int, *, json: bool) -> None:
    with working(f"making {customers:,} customers", show=not json) as progress:
        found = bench_segment(customers, progress)
    _show(found, json=json)


def growth(largest: int, engine: str, *, json: bool) -> None:
    sizes = tuple(size for size in (10**4, 10**5, 10**6, 10**7) if size <= largest)
    with working("growing", show=not json) as told:
        found = bench_growth(sizes, told, (engine,) if engine else ENGINES)
    _show(found, json=json)


def understand(home: Path, *, json: bool) -> None:
    """By the demo bank's functions, knowledge and model; the model is made if it is not there."""
    with building(show=not json) as progress, open_demo(home, progress) as app:
        train(app, show=not json)
        found = bench_understand(app.model_folder, app.intents, app.knowledge, app.clock.now())
    as_json(found) if json else as_table(
        "bench understand", ("what", "measured"), list(found.items())
    )


def desk(agents: int, conversations: int, *, json: bool) -> None:
    _show(bench_desk(agents, conversations), json=json)


def nearby(*, json: bool) -> None:
    _show(bench_nearby(), json=json)


def transfer(*, json: bool) -> None:
    _show(bench_transfer(), json=json)


def voice(home: Path, clips: Path, weights: Path, url: str, *, json: bool) -> None:
    """Spoken questions to the demo bank, heard by the recogniser at `url` or by an embedded one."""
    speech = (
        ServedSpeech(Peer(url, Secret(""), 60.0), "whisper-1")
        if url
        else EmbeddedSpeech(place_weights(weights))
    )
    with building(show=not json) as progress, open_demo(home, progress) as app:
        measure = VoiceBench(app.assistant, app.knowledge, speech, app.clock.now()).measure
        with working("listening", show=not json) as heard:
            found = measure(clips, heard)
    if json:
        as_json(found)
        return
    columns = next(iter(found.values()))
    names = ("clips", *(field.name.replace("_", " ") for field in fields(columns)))
    as_table("bench voice", names, [(name, *astuple(row)) for name, row in found.items()])


def _show(result: dict[str, Any], *, json: bool) -> None:
    if json:
        as_json(result)
        return
    rows = [("ours", result["ours"]), *result["peers"].items()]
    as_table(f"bench {result['name']}", ("what", "measured"), rows)
    for name, ratio in result["ratios"].items():
        aim = result.get("aim", {}).get(name)
        console.print(f"{name}: {ratio}" + (f" (aim {aim})" if aim else ""), highlight=False)
