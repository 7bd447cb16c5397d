"""Rules that the source itself must keep, so that what others shipped cannot come back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.checks import Sabotage
from tests.source import PACKAGE, calls, dotted, place, python_files, tree

SABOTAGE = {
    "C05": Sabotage(
        "src/weiyin/channel/wechat/nonces.py",
        "same = hmac.compare_digest(known[0], digest)",
        "same = known[0] == digest",
    ),
    "X03": Sabotage(
        "src/weiyin/channel/wechat/fields.py",
        "import math\n",
        "import math\nimport xml.etree.ElementTree\n",
    ),
}

_PROOFS = {"sig", "signature", "mac", "hmac", "digest", "proof"}
"""A name with one of these words is a proof, wherever the word stands in it."""
_WHOLE = {"token", "code"}
"""These are proofs only as the whole name: `status_code` and a text's tokens are none."""
_SHELVES = ("bank/wealth/", "functions/wealth/", "demo/billing.py")
"""Where a `code` is what a product or a biller is called by, printed on the shelf."""

_READERS = {
    "channel/wechat/xml.py": {"pyexpat"},
    # The stand-in for WeChat shares no code with us: what it reads are answers of bots.
    "simulator/wire/xml.py": {"pyexpat"},
    # Measures another codec by its own means, in that codec's own environment.
    "bench/wechatpy_codec.py": {"xmltodict"},
}
_RISKY = {
    "xml",
    "lxml",
    "xmltodict",
    "defusedxml",
    "pyexpat",
    "pickle",
    "marshal",
    "shelve",
    "dill",
}
_RISKY_CALLS = {"eval", "exec", "yaml.load", "yaml.unsafe_load", "builtins.eval", "builtins.exec"}


def _is_proof(node: ast.expr, whole: set[str]) -> bool:
    name = dotted(node).rpartition(".")[2].lower()
    return bool(_PROOFS & set(name.split("_"))) or name.strip("_") in whole


def _compared(path: Path) -> Iterator[ast.Compare]:
    on_shelf = str(path.relative_to(PACKAGE)).startswith(_SHELVES)
    whole = _WHOLE - {"code"} if on_shelf else _WHOLE
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Compare) and any(
            isinstance(op, ast.Eq | ast.NotEq) for op in node.ops
        ):
            sides = (node.left, *node.comparators)
            if any(_is_proof(side, whole) for side in sides) and not any(map(_is_public, sides)):
                yield node


def _is_public(node: ast.expr) -> bool:
    """A literal, or what a class says of itself (`NotAllowed.code`): nobody's secret."""
    return isinstance(node, ast.Constant) or dotted(node)[:1].isupper()


def test_c05_proofs_are_compared_in_constant_time() -> None:
    found = [place(path, node) for path in python_files() for node in _compared(path)]
    assert found == []


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found & _RISKY


def test_x03_one_reader_of_xml_and_no_evaluation() -> None:
    risky = {str(path.relative_to(PACKAGE)): _imported(path) for path in python_files()}
    assert {path: names for path, names in risky.items() if names} == _READERS
    called = [
        place(path, call)
        for path in python_files()
        for call in calls(path)
        if dotted(call.func) in _RISKY_CALLS
    ]
    assert called == []
