"""The house keeps its shape: direction of imports, small files, every room says what it is."""

from __future__ import annotations

import ast
import configparser
import contextlib
import io
from itertools import combinations
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

from tests.source import PACKAGE, ROOT, python_files, tree

LIMIT_LINES = 400


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("weiyin", cache_dir=None)


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_imports_go_one_way() -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True)
    assert status == 0, said.getvalue()


def test_no_two_modules_import_each_other(graph: grimp.ImportGraph) -> None:
    arrows = {
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    }
    rooms = {(_room(a), _room(b)) for a, b in arrows if _room(a) != _room(b)}
    mutual = [
        (a, b)
        for pairs in (arrows, rooms)
        for a, b in combinations(sorted({end for pair in pairs for end in pair}), 2)
        if (a, b) in pairs and (b, a) in pairs
    ]
    assert mutual == []


def test_every_room_has_its_layer() -> None:
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter", encoding="utf-8")
    layers = contract["importlinter:contract:rooms"]["layers"]
    drawn = {name.strip("() ") for line in layers.split("\n") for name in line.split("|")}
    found = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or _is_room(path)}
    assert found - {"__init__"} <= drawn


def _is_room(path: Path) -> bool:
    return (path / "__init__.py").exists()


def test_no_file_outgrows_a_few_screens() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {path: n for path, n in lengths.items() if n >= LIMIT_LINES} == {}


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in python_files() if not ast.get_docstring(tree(path))]
    assert silent == []


def test_every_folder_of_code_is_a_room_with_a_docstring() -> None:
    folders = {path.parent for path in python_files()}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
