"""From the bytes of a push to an Ask: `python -m tests.fuzz.push -runs=20000 CORPUS`.

The first byte chooses: whole requests that nobody signed, or what WeChat itself sealed and signed,
so that the readers behind the proof are reached too.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs

import atheris

with atheris.instrument_imports(include=["weiyin.channel.wechat"]):
    from weiyin.channel.wechat.asks import ask_of
    from weiyin.channel.wechat.envelope import Envelope
    from weiyin.channel.wechat.faults import Forged, Unreadable
    from weiyin.channel.wechat.reading import read_push

from tests.channel import kit
from tests.fuzz.target import fuzz
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.channel.wechat.nonces import NonceMemory

CLOCK = ManualClock(datetime(2026, 7, 20, 10, tzinfo=SHANGHAI))
ACCOUNT = kit.account()
PLATFORM = kit.Platform(CLOCK)


def one(data: bytes) -> None:
    envelope = Envelope(ACCOUNT, NonceMemory(CLOCK.monotonic))
    if data[:1] == b"?":
        head, _, body = data[1:].partition(b"\n")
        query = {name: said[0] for name, said in parse_qs(head.decode("latin-1")).items()}
    else:
        knock = PLATFORM.safe(data)
        assert not isinstance(knock.query, str)
        query, body = dict(knock.query), knock.body
    opened = envelope.open(query, body, CLOCK.now())
    ask_of(ACCOUNT.key, read_push(opened.fields))


if __name__ == "__main__":
    fuzz(one, (Forged, Unreadable))
