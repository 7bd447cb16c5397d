"""The console's words in both languages, and the weight of its pages."""

from __future__ import annotations

import ast
import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.console.conftest import Browser
from tests.source import ROOT
from weiyin.bank import tariffs
from weiyin.console.catalogue import console_pages
from weiyin.console.figures.alerts import rules
from weiyin.console.pages.accounts import GROUPS
from weiyin.console.pages.reminders import NOTICES, TOPICS
from weiyin.console.pages.tariffs import AREAS
from weiyin.console.render import STATIC
from weiyin.functions.catalogue import load_catalogue
from weiyin.outreach.notices.register import KINDS

CONSOLE = ROOT / "src/weiyin/console"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{3,}")
_PAIR = re.compile(r"\bt\(\s*'((?:[^'\\]|\\.)*)'(?:\s*%[^,]*?)?,\s*'((?:[^'\\]|\\.)*)'")
_CODE = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAMES = {"AppID", "Alt", "Ctrl", "Enter", "Tab", "nbsp"}
_MOST = 300 * 1024


def _templates() -> Iterator[Path]:
    return iter(sorted((CONSOLE / "templates").glob("*.html")))


def _is_english(words: str) -> bool:
    """Without Chinese, but for the other language's own name and examples of what to type."""
    return words == "中文" or not _CHINESE.search(words.partition("e.g. ")[0])


def _words_in_code() -> Iterator[tuple[str, str, str]]:
    """(file, Chinese, English) of every `Words(…)` and `say(…)` of two plain strings."""
    for file in sorted(CONSOLE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) != 2:
                continue
            named = getattr(node.func, "id", getattr(node.func, "attr", ""))
            told = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if named in {"Words", "say"} and len(told) == 2:
                yield file.name, str(told[0]), str(told[1])


def test_every_pair_of_words_is_in_two_languages() -> None:
    pairs = [
        (file.name, zh, en)
        for file in _templates()
        for zh, en in _PAIR.findall(file.read_text("utf-8"))
    ]
    pairs += list(_words_in_code())
    pairs += [(f"alerts.toml {one.name}", one.words.zh, one.words.en) for one in rules().values()]
    assert len(pairs) > 300
    for where, zh, en in pairs:
        assert _is_english(en), (where, en)
        assert zh in {"English", "ATM"} or _CHINESE.search(zh) or not _LATIN.search(zh), zh
        assert bool(zh) == bool(en), (where, zh, en)


def test_no_template_says_a_word_in_one_language_alone() -> None:
    for file in _templates():
        bare = _CODE.sub("", file.read_text("utf-8"))
        text = re.sub(r"<[^>]*>", " ", bare)
        assert not _CHINESE.search(bare), file.name
        assert set(_LATIN.findall(text)) <= _NAMES, (file.name, _LATIN.findall(text))


def test_every_group_of_functions_and_area_of_settings_has_a_name() -> None:
    assert {one.declaration.group for one in load_catalogue()} <= set(GROUPS)
    assert {name.partition(".")[0] for name in tariffs.shipped()} <= set(AREAS)
    assert set(KINDS) <= set(NOTICES)
    assert {str(one.topic) for one in KINDS.values() if one.topic} <= set(TOPICS)


@pytest.mark.parametrize("role", ["operator", "admin", "auditor", "supervisor"])
def test_no_page_is_heavier_than_300_kb(new_browser: Callable[[], Browser], role: str) -> None:
    """Gzipped, with all it loads but the chart library."""
    browser = new_browser().sit_down(role)
    assets = {file: len(gzip.compress(file.read_bytes())) for file in STATIC.rglob("*.*")}
    for page in console_pages():
        for route in page.routes:
            if route.method != "GET" or "{" in route.path or "/live" in route.path:
                continue
            html = browser.get(route.path).text
            loaded = set(re.findall(r"/console/static/([\w./-]+)", html)) - {
                "vendor/echarts.min.js"
            }
            weight = len(gzip.compress(html.encode())) + sum(assets[STATIC / one] for one in loaded)
            assert weight <= _MOST, (route.path, weight)
