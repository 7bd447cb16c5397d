"""`weiyin serve` and `weiyin worker`: the processes of an install."""

from __future__ import annotations

import signal
import threading

from weiyin import logs
from weiyin.app import App, compose
from weiyin.base.errors import Misconfigured
from weiyin.commands.train import train_behind
from weiyin.serving import run_web
from weiyin.settings import Settings, is_here, load_settings
from weiyin.storage.migrate import schema_state


def serve(host: str, port: int, *, deliver: bool) -> None:
    """Serve until told to stop; answers in the making are finished first."""
    settings = load_settings()
    if settings.demo and not is_here(f"http://{host}"):
        raise Misconfigured("WEIYIN_DEMO", "the demonstration bank stays on this machine")
    app = _open(settings)
    if settings.model_folder:
        train_behind(app)
    try:
        run_web(app, host, port, deliver=deliver)
    finally:
        app.close()


def worker() -> None:
    """Deliver until told to stop."""
    app = _open(load_settings())
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        app.courier.run(stop)
    finally:
        app.close()


def _open(settings: Settings) -> App:
    logs.configure(settings.log_level)
    if not schema_state(settings.database_url).is_current:
        raise Misconfigured("WEIYIN_DATABASE_URL", "the schema is behind: run `weiyin migrate`")
    return compose(settings)
