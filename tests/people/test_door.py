"""People's tables are read and written by people alone: `access_*` is the only door."""

from __future__ import annotations

import ast
import re

from tests.source import PACKAGE, place, python_files, tree

_TABLES = "followers|bindings|consents|sessions|arrivals|challenges|code_subjects|guesses|drafts"
_SPEAKS_OF_THEM = re.compile(rf"\b(?:FROM|INTO|UPDATE|JOIN)\s+(?:{_TABLES})\b", re.IGNORECASE)


def test_only_people_speak_to_peoples_tables() -> None:
    people = PACKAGE / "people"
    strangers = [
        place(path, node)
        for path in python_files()
        if people not in path.parents
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _SPEAKS_OF_THEM.search(node.value)
    ]
    assert strangers == []
    inside = sum(bool(_SPEAKS_OF_THEM.search(path.read_text())) for path in people.glob("*.py"))
    assert inside >= 8
