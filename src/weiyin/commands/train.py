"""`weiyin train`: the recogniser's model, from the phrase files and the knowledge base."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import structlog

from weiyin.app import App
from weiyin.assistant.trained import make_model, version
from weiyin.commands.show import as_json, as_table, building, working
from weiyin.demo_home import open_demo

log = structlog.get_logger(__name__)


def run(home: Path, *, force: bool, json: bool) -> None:
    """Make the demo bank's model, unless there is one of these very phrases."""
    began = time.perf_counter()
    with building(show=not json) as progress, open_demo(home, progress) as app:
        made = train(app, force=force, show=not json)
        found = {"folder": str(app.model_folder), "version": version(app.intents), "made": made}
    found["seconds"] = round(time.perf_counter() - began, 1)
    as_json(found) if json else as_table("train", ("what", "value"), list(found.items()))


def train(app: App, *, force: bool = False, show: bool = True) -> bool:
    """See to it that `app` recognises by a model; whether one had to be made."""
    if app.assistant.has_model and not force:
        return False
    with working("learning what people say", show=show) as progress:
        app.assistant.take(make_model(app.model_folder, app.intents, app.knowledge, progress))
    return True


def train_behind(app: App) -> None:
    """As `train`, while `app` already answers: better from when the model is there."""
    if not app.assistant.has_model:
        threading.Thread(target=_train, args=(app,), name="training", daemon=True).start()


def _train(app: App) -> None:
    log.info("training begins", folder=str(app.model_folder))
    train(app, show=False)
    log.info("training is done")
