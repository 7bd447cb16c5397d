"""WeChat delivers up to three times and waits five seconds: one effect, one answer, none lost."""

from __future__ import annotations

import threading
import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import Any

from tests.channel import kit
from tests.checks import Sabotage
from tests.e2e.sockets import until
from tests.e2e.town import APPID, Town, house_plugs, open_town
from tests.house.bank import WANG
from tests.house.made import AES_KEY
from weiyin.base.clock import ManualClock
from weiyin.demo.speech import DemoSpeech
from weiyin.storage.sql import sql

SABOTAGE = {
    "C09": Sabotage(
        "src/weiyin/reception/reception.py",
        "if claim.state is inbox.ClaimState.ANSWERED and claim.answer is not None:",
        "if claim.state is inbox.ClaimState.ANSWERED and claim.answer == b'':",
    ),
    "C12": Sabotage(
        "src/weiyin/outreach/letters.py",
        "self.decode(stored) if stored else _SORRY",
        "_SORRY",
    ),
}

_DRAFTS = sql("SELECT COUNT(*) FROM drafts WHERE function_id='transfer_same_bank'")


def _drafts(town: Town) -> int:
    row = town.app.store.read(lambda r: r.one(_DRAFTS))
    return int(row[0]) if row else 0


def _answers(town: Town) -> list[str]:
    """What the bank answered to each delivery of a text, opened as WeChat opens it."""
    bodies = [line["answered"] for line in town.platform.log("text")]
    return [_opened(body) for body in bodies]


def _opened(body: str) -> str:
    if body == "success":
        return body
    sealed = ET.fromstring(body).findtext("Encrypt", "")
    message, appid = kit.unseal(sealed, aes_key=AES_KEY)
    assert appid == APPID
    fields = kit.fields_of(message)
    item = fields.get("Articles", {}).get("item", {})
    return str(fields.get("Content") or item.get("Url"))


def test_c09_three_deliveries_one_draft_one_answer(town: Town, record_property: Any) -> None:
    town.bind(town.wang, WANG)
    before = len(town.platform.log("text"))
    town.platform.fault("push", "lost_answer", times=2)
    told = town.wang.act("say", text="转500给老李")
    assert [attempt["status"] for attempt in told["attempts"]] == ["timeout", "timeout", "200"]
    answers = _answers(town)[before:]
    assert len(answers) == 3
    assert len(set(answers)) == 1
    assert "/p/d/" in answers[0]
    assert _drafts(town) == 1
    record_property("attempts", 3)


def test_c09_events_come_three_times_too(town: Town) -> None:
    town.platform.fault("push", "lost_answer", times=2)
    told = town.wang.act("follow")
    assert len(told["attempts"]) == 3
    assert town.asks() == 1
    assert len(town.wang.bubbles("reply")) == 1


class SlowSpeech:
    """Ears that take their time: until let go."""

    def __init__(self) -> None:
        self.heard = 0
        self.go = threading.Event()

    def hear(self, audio: bytes, mime: str) -> str:
        self.heard += 1
        self.go.wait(20)
        return DemoSpeech().hear(audio, mime)


def test_c12_a_slow_answer_comes_once_by_the_other_way(
    store_url: str, clock: ManualClock, record_property: Any
) -> None:
    ears = SlowSpeech()
    with open_town(store_url, clock, plugs=house_plugs(clock, speech=ears)) as town:
        town.bind(town.wang, WANG)
        told = town.wang.act("voice", text="查余额")
        (attempt,) = told["attempts"]
        assert attempt["status"] == "200"
        assert attempt["ms"] < 4700
        assert town.wang.bubbles("custom") == []
        ears.go.set()
        # The letter looks every second of the clock, which a test must move.
        until(lambda: town.parcels("late"))
        said = until(lambda: _later(town))
        assert "14,874.50" in said[0]["text"]
        # A retry that comes after all meets silence: the answer went the other way already.
        town.settle()
        assert len(town.wang.bubbles("custom")) == 1
        assert ears.heard == 1
        assert [state for state, _ in town.parcels("late")] == ["done"]
    record_property("attempts", 1)


def _later(town: Town) -> list[dict[str, Any]]:
    town.clock.advance(timedelta(milliseconds=200))
    return town.wang.bubbles("custom")
