"""XML as the platform writes it, and strict reading of what a bot answers."""

from __future__ import annotations

import pyexpat
from typing import Any, NoReturn

Fields = dict[str, Any]
"""A message: values are text, numbers, a mapping, a list of `<item>`s, or a tuple of repeats."""

_DEEPEST = 12


class BadXml(Exception):
    """Not well formed, too deep, or with a DOCTYPE."""


def write(fields: Fields, root: str = "xml") -> str:
    """`<xml>…</xml>`: text in CDATA, numbers bare."""
    return f"<{root}>{_children(fields)}</{root}>"


def _children(fields: Fields) -> str:
    return "".join(_element(name, value) for name, value in fields.items())


def _element(name: str, value: Any) -> str:
    if isinstance(value, tuple):
        return "".join(_element(name, one) for one in value)
    if isinstance(value, dict):
        inner = _children(value)
    elif isinstance(value, list):
        inner = "".join(_element("item", one) for one in value)
    elif isinstance(value, int | float):
        inner = str(value)
    else:
        inner = f"<![CDATA[{str(value).replace(']]>', ']]]]><![CDATA[>')}]]>"
    return f"<{name}>{inner}</{name}>"


def read(body: bytes) -> Fields:
    """The children of `<xml>`: text, or a mapping; repeated names become lists."""
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)
    except pyexpat.ExpatError as error:
        raise BadXml(str(error)) from error
    return reader.result()


class _Reader:
    def __init__(self) -> None:
        self.parser = pyexpat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._open: list[tuple[str, Fields, list[str]]] = []
        self._root: tuple[str, Any] | None = None

    def result(self) -> Fields:
        if self._root is None or self._root[0] != "xml" or not isinstance(self._root[1], dict):
            raise BadXml("the root is not <xml> with children")
        return self._root[1]

    def _doctype(self, *_: object) -> NoReturn:
        raise BadXml("a DOCTYPE is not welcome")

    def _start(self, name: str, _: object) -> None:
        if len(self._open) >= _DEEPEST:
            raise BadXml("too deep")
        self._open.append((name, {}, []))

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1][2].append(text)

    def _end(self, name: str) -> None:
        _, children, texts = self._open.pop()
        value: Any = children or "".join(texts)
        if not self._open:
            self._root = (name, value)
            return
        siblings = self._open[-1][1]
        if name not in siblings:
            siblings[name] = value
        elif isinstance(siblings[name], list):
            siblings[name].append(value)
        else:
            siblings[name] = [siblings[name], value]
