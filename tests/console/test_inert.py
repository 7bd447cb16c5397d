"""What people typed is words, wherever the console shows it; and every deed writes itself down."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from html.parser import HTMLParser
from types import FunctionType
from urllib.parse import quote

import pytest

from tests.checks import Sabotage
from tests.console.conftest import Browser
from tests.desk.seats import conversation_of
from tests.house.made import House
from weiyin.console import render
from weiyin.console.catalogue import console_pages
from weiyin.console.page import ConsoleRoute
from weiyin.storage.sql import sql

SABOTAGE = {
    "W05": Sabotage("src/weiyin/console/render.py", "autoescape=True", "autoescape=False"),
}
EVIL = "<img src=x onerror=alert(7)>\"'><script>alert(7)</script>"
_RECORDS = {"do", "record"}
_BY_THE_ROOM_BELOW = {"approve", "refuse", "withdraw"}
"""Deeds whose row is written by `people.staff.approvals` in the unit that decides."""


class Tags(HTMLParser):
    """A page as a browser parses it; `alive` is whatever in it would run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.alive: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        runs = tag == "script" and "src" not in names
        if runs or names.get("src") == "x" or any(name.startswith("on") for name in names):
            self.alive.append(tag)


def _plant(house: House, agent: Browser, chief: Browser, operator: Browser) -> str:
    """One corpus in every field that customers and staff fill; the conversation it was said in."""
    house.follow("o-wang")
    house.say("o-wang", "转人工")
    one = conversation_of(house, "o-wang").conversation_id
    house.say("o-wang", EVIL)
    done = house.fill("o-wang", "complaint", words=EVIL, topic="service")
    agent.post(f"/desk/cases/{dict(done.facts)['编号']}/take")
    agent.post(f"/desk/c/{one}/note", {"words": EVIL})
    chief.post(f"/desk/c/{one}/whisper", {"words": EVIL})
    chief.post("/desk/canned", {"code": "evil", "title": EVIL[:30], "words": EVIL})
    place = {
        "place_id": "B-901", "kind": "branch", "name": EVIL[:40], "city": "北京", "lat": "39.9",
        "district": EVIL[:20], "address": EVIL[:60], "lon": "116.3", "weekday": "9:00-17:00",
        "weekend": "",
    }  # fmt: skip
    assert operator.post("/places/save", place).status_code == 303
    return one


def test_w05_a_corpus_planted_everywhere_stays_words(
    house: House, new_browser: Callable[[], Browser]
) -> None:
    agent = new_browser().sit_down("agent")
    agent.post("/desk/state", {"state": "online"})
    roles = ("supervisor", "operator", "admin", "auditor")
    others = {role: new_browser().sit_down(role) for role in roles}
    one = _plant(house, agent, others["supervisor"], others["operator"])
    shown = 0
    for browser in (agent, *others.values()):
        for page in console_pages():
            for route in page.routes:
                if route.method == "POST" or "stream" in route.path or "/live" in route.path:
                    continue
                path = route.path.replace("{conversation_id}", one).replace("{place_id}", "B-901")
                text = browser.get(f"{path}?q={quote(EVIL)}&trial={quote(EVIL)}&open={one}").text
                assert not Tags(text).alive, route.path
                shown += "alert(7)" in text
    assert shown >= 8


def test_w05_no_template_prints_what_was_not_escaped() -> None:
    """`safe` stands behind words of ours alone."""
    for path in sorted((render.STATIC.parent / "templates").glob("*.html")):
        for found in re.finditer(r"\|\s*safe\b|autoescape|Markup", path.read_text()):
            before = path.read_text()[: found.start()].rstrip()
            assert before.endswith("'"), (path.name, found[0])


_POSTS = [route for page in console_pages() for route in page.routes if route.method == "POST"]


@pytest.mark.parametrize("route", _POSTS, ids=lambda route: f"{route.deed} {route.path}")
def test_g07_every_post_writes_its_deed_down(route: ConsoleRoute) -> None:
    """By its source: from the answer of the route one comes to where the audit row is written."""
    assert isinstance(route.answer, FunctionType)
    module = inspect.getmodule(route.answer)
    known = {name: one for name, one in vars(module).items() if isinstance(one, FunctionType)}
    waiting, seen = [route.answer.__name__], set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        for node in ast.walk(ast.parse(inspect.getsource(known[name]))):
            if isinstance(node, ast.Attribute) and node.attr in _RECORDS:
                return
            if isinstance(node, ast.Name):
                waiting.append(node.id)
    assert route.deed.partition(".")[2] in _BY_THE_ROOM_BELOW, route.path


def test_g07_a_row_says_who_when_what_whom_and_no_secret(
    house: House, new_browser: Callable[[], Browser]
) -> None:
    boss = new_browser().sit_down("admin")
    word = "a long enough word"
    boss.post("/staff/add", {"login": "new.hand", "name": "新人", "password": word, "agent": "*"})
    rows = house.app.store.read(
        lambda tx: tx.all(sql("SELECT who, what, whom, outcome, at_us, detail FROM audit"))
    )
    [row] = [row for row in rows if row[0] == "staff:admin" and row[1] == "staff.add"][:1]
    assert (row[2], row[3]) == ("staff:new.hand", "done")
    assert row[4] > 0
    assert word not in repr(rows)
