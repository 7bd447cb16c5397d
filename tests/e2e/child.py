"""The bank's server as a process of its own: `python -m tests.e2e.child FD [SLOW_SECONDS]`.

As `weiyin serve`, but at a socket that the test holds open, so that who comes while the process is
dead waits for the next one; and with ears that need `SLOW_SECONDS` for a voice.
"""

from __future__ import annotations

import socket
import sys
import time

from tests.e2e.town import house_plugs
from weiyin import logs
from weiyin.app import compose
from weiyin.base.clock import SystemClock
from weiyin.demo.speech import DemoSpeech
from weiyin.serving import run_web
from weiyin.settings import load_settings


class SlowEars:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def hear(self, audio: bytes, mime: str) -> str:
        time.sleep(self._seconds)
        words = DemoSpeech().hear(audio, mime)
        if words.startswith("炸"):
            raise RuntimeError(f"a recogniser that breaks and tells of {words}")
        return words


def main(descriptor: str, slow_seconds: str = "0") -> None:
    settings = load_settings()
    logs.configure(settings.log_level)
    app = compose(settings, house_plugs(SystemClock(), speech=SlowEars(float(slow_seconds))))
    try:
        line = socket.socket(fileno=int(descriptor))
        run_web(app, "127.0.0.1", 0, deliver=True, sockets=[line])
    finally:
        app.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
