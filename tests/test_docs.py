"""What is written about the house is true of it: paths, names, commands, settings, examples."""

from __future__ import annotations

import ast
import base64
import os
import re
import secrets
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import SecretStr
from scripts import reference

from tests.house.bank import BOOK, WANG
from tests.house.made import house_settings, open_house
from tests.source import PACKAGE, ROOT
from weiyin.app import App, Plugs, compose
from weiyin.base.clock import ManualClock
from weiyin.base.errors import Misconfigured, NotFound
from weiyin.channel.wechat.gateway import DEADLINE_S
from weiyin.cli import app
from weiyin.commands import core
from weiyin.functions.catalogue import load_catalogue
from weiyin.settings import explain, load_settings

DOCS = ROOT / "docs"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
EXAMPLE = ROOT / "examples" / "card_product"
PAGES = sorted({*DOCS.rglob("*.md"), *READMES} - set(reference.pages()))
"""Those that somebody wrote."""
KINDS = {"feature", "fix", "breaking", "security"}
NOT_SETTINGS = {"WEIYIN_CONFIG", "WEIYIN_DEMO_HOME"}

_SPAN = re.compile(r"`([^`\n]+)`")
_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PLACE = re.compile(r"([\w./-]+\.py)(?::(\w+))?")
_WEIYIN = re.compile(r"(?:^|[\s/])weiyin ((?:[a-z]+ ?)+)([^`#\n]*)")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _code(text: str) -> Iterator[str]:
    """What stands in code: each line of a block, each span of a line."""
    for block in _BLOCK.findall(text):
        yield from block.splitlines()
    yield from _SPAN.findall(_BLOCK.sub("", text))


# -- generated pages ---------------------------------------------------------------------------


_generated = cache(reference.pages)


@pytest.mark.parametrize("path", sorted(_generated()), ids=_name)
def test_a_generated_page_is_fresh(path: Path) -> None:
    assert path.is_file(), "run `.venv/bin/python -m scripts.reference`"
    assert _text(path) == _generated()[path], "run `.venv/bin/python -m scripts.reference`"


def test_no_page_tells_of_a_function_that_is_gone() -> None:
    ids = {function.id for function in load_catalogue()}
    assert {path.stem for path in (DOCS / "functions").glob("*.md")} == ids


def test_every_setting_error_and_table_has_its_line() -> None:
    settings, errors, schema = (
        _text(DOCS / name) for name in ("settings.md", "errors.md", "schema.md")
    )
    assert [name for name, _, _ in explain() if f"| `{name}` |" not in settings] == []
    assert [
        kind for kind in reference.error_classes() if f"| `{kind.__name__}` |" not in errors
    ] == []
    for declared in reference.tables().values():
        for table, _ in declared:
            assert f"### {table.name}\n" in schema
            assert all(column.name in schema for column in table.columns)


# -- the tour ----------------------------------------------------------------------------------


def _defined(path: Path) -> set[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(ast.parse(_text(path))) if isinstance(node, kinds)}


def _places() -> list[tuple[str, str]]:
    spans = _SPAN.findall(_text(DOCS / "tour.md"))
    return sorted({match.groups("") for span in spans if (match := _PLACE.fullmatch(span))})


@pytest.mark.parametrize(("path", "name"), _places())
def test_what_the_tour_names_is_there(path: str, name: str) -> None:
    file = next((home / path for home in (PACKAGE, ROOT) if (home / path).is_file()), None)
    assert file is not None, f"there is no {path}"
    assert not name or name in _defined(file), f"{path} defines no {name}"


def test_the_tour_knows_every_room() -> None:
    tour = _text(DOCS / "tour.md")
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert [room for room in sorted(rooms) if f"`{room}" not in tour and room not in tour] == []


def test_the_tour_tells_the_deadline() -> None:
    assert f"Past {DEADLINE_S} seconds" in _text(DOCS / "tour.md")


# -- commands, settings, links -----------------------------------------------------------------


def _commands() -> dict[str, Any]:
    """Every command by its words: `menu publish`."""
    found: dict[str, Any] = {}
    for name, command in _under(typer.main.get_command(app)).items():
        found[name] = command
        found |= {f"{name} {sub}": one for sub, one in _under(command).items()}
    return found


def _under(command: Any) -> dict[str, Any]:
    under: dict[str, Any] = getattr(command, "commands", {})
    return under


def _told(path: Path) -> list[tuple[str, str]]:
    """(words, rest) of every `weiyin …` in code."""
    return [match.groups() for line in _code(_text(path)) for match in _WEIYIN.finditer(line)]


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_command_that_is_told_exists(path: Path) -> None:
    known = _commands()
    for words, rest in _told(path):
        told = words.split()
        name = next((" ".join(told[:n]) for n in (2, 1) if " ".join(told[:n]) in known), None)
        assert name is not None, f"there is no command weiyin {words}"
        parameters = known[name].params
        options = {word for one in parameters for word in (*one.opts, *one.secondary_opts)}
        wanted = set(re.findall(r"--[a-z-]+", rest))
        assert wanted <= options, f"weiyin {name} has no {wanted - options}"


@pytest.mark.parametrize("path", READMES, ids=_name)
def test_every_command_is_told(path: Path) -> None:
    told = {" ".join(words.split()) for words, _ in _told(path)}
    wanted = {name for name, one in _commands().items() if not _under(one)}
    assert [name for name in sorted(wanted) if not any(_starts(said, name) for said in told)] == []


def _starts(said: str, name: str) -> bool:
    return said == name or said.startswith(f"{name} ")


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_recipe_that_is_told_exists(path: Path) -> None:
    recipes = set(re.findall(r"^([a-z]+):", _text(ROOT / "Makefile"), re.MULTILINE))
    for line in _code(_text(path)):
        for words in re.findall(r"^(?:make) ((?:[a-z]+ ?)+)", line):
            assert set(words.split()) <= recipes


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_setting_that_is_told_exists(path: Path) -> None:
    known = {name.replace("<KEY>", "MAIN") for name, _, _ in explain()} | NOT_SETTINGS
    for line in _code(_text(path)):
        for name in re.findall(r"WEIYIN_[A-Z_<>]*[A-Z>]", line):
            plain = name.replace("<KEY>", "MAIN")
            assert plain in known or plain.partition("__")[0] in known, name


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_link_leads_somewhere(path: Path) -> None:
    own = [link for link in _LINK.findall(_text(path)) if "://" not in link]
    dead = [link for link in own if not (path.parent / link.partition("#")[0]).exists()]
    assert dead == []


# -- a real account --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", READMES, ids=_name)
def test_the_settings_that_the_readme_shows_compose(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shown,) = re.findall(r"^```toml\n(.*?)^```", _text(path), re.MULTILINE | re.DOTALL)
    filled = (
        shown.replace(
            "<openssl rand -base64 32>", base64.b64encode(secrets.token_bytes(32)).decode()
        )
        .replace("<43 characters>", "a1" * 21 + "A")
        .replace("<letters and digits>", "aToken2026")
        .replace("<key of the gateway>", "keyOfTheGateway")
        .replace("postgresql://weiyin@127.0.0.1/weiyin", f"sqlite:///{tmp_path}/weiyin.db")
    )
    file = tmp_path / "weiyin.toml"
    file.write_text(filled, encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("WEIYIN_CONFIG", str(file))
    made = compose(load_settings())
    made.close()
    assert made.default_oa == "main"


def _seal_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def test_sealing_keys_change_as_the_readme_says(sqlite_url: str, clock: ManualClock) -> None:
    house = open_house(sqlite_url, clock)
    house.stock()
    house.app.close()
    assert _finds_wang(_with_a_new_key(sqlite_url, clock, seal_lookups="k1"))
    assert not _finds_wang(_with_a_new_key(sqlite_url, clock, seal_lookups=""))


def _with_a_new_key(url: str, clock: ManualClock, *, seal_lookups: str) -> App:
    old = house_settings(url)
    keys = {**old.seal_keys, "k2": SecretStr(_seal_key())}
    changed = {"seal_keys": keys, "seal_current": "k2", "seal_lookups": seal_lookups}
    return compose(old.model_copy(update=changed), Plugs(clock=clock))


def _finds_wang(made: App) -> bool:
    facts = (WANG.debit, WANG.name, WANG.id_number, WANG.phone)
    try:
        made.store.read(lambda reader: made.cores[BOOK].books(reader).identify_debit(*facts))
    except NotFound:
        return False
    finally:
        made.close()
    return True


def test_a_core_is_not_served_without_a_key(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core, "load_settings", lambda: house_settings(sqlite_url))
    with pytest.raises(Misconfigured, match="WEIYIN_CORE_KEY"):
        core.serve("127.0.0.1", 0)


# -- decisions and changes -----------------------------------------------------------------------


def test_decisions_are_numbered_and_say_why() -> None:
    files = sorted((DOCS / "decisions").glob("*.md"))
    assert [path.name[:5] for path in files] == [f"{n:04}-" for n in range(1, len(files) + 1)]
    for path in files:
        text = _text(path)
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        assert "## Why" in text, path.name
        assert len(text.splitlines()) < 60, path.name


def test_every_runtime_dependency_has_its_reason() -> None:
    project = tomllib.loads(_text(ROOT / "pyproject.toml"))["project"]
    names = [name.partition("[")[0] for name in project["dependencies"]]
    reasons = _text(DOCS / "decisions" / "0007-runtime-dependencies.md")
    assert [name for name in names if f"`{name}`" not in reasons] == []


def test_fragments_of_changes_are_named_by_kind() -> None:
    for path in (ROOT / "CHANGES").glob("*.md"):
        if path.name != "README.md":
            assert path.name.split(".")[1:] in [[kind, "md"] for kind in KINDS], path.name
            assert 0 < len(_text(path).split()) < 80, path.name


# -- the example of the READMEs -------------------------------------------------------------------


@pytest.mark.parametrize("path", READMES, ids=_name)
def test_the_readme_shows_the_example_as_it_is(path: Path) -> None:
    blocks = _BLOCK.findall(_text(path))
    shown = [file.name for file in EXAMPLE.iterdir() if file.is_file() and _text(file) in blocks]
    assert sorted(shown) == ["product.phrases", "product.py", "test_product.py"]


@pytest.mark.slow
def test_the_example_works_when_it_is_copied_in(tmp_path: Path) -> None:
    for name in ("src", "tests"):
        skipped = shutil.ignore_patterns("__pycache__", "*.egg-info", "node_modules")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=skipped)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(EXAMPLE / "product.py", tmp_path / "src/weiyin/functions/account")
    shutil.copy(EXAMPLE / "product.phrases", tmp_path / "src/weiyin/functions/account")
    shutil.copy(EXAMPLE / "test_product.py", tmp_path / "tests/functions/account")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "sqlite"]
    ran = subprocess.run(
        [*command, "tests/functions/account/test_product.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-1000:]
    assert "3 passed" in ran.stdout
