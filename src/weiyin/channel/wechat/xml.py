"""XML in and out: the one parser of the whole tree, and a writer that nothing breaks out of.

The reader refuses what WeChat never sends: document types, entities, other encodings than UTF-8,
processing instructions, many attributes, a field of the message twice, and anything large or deep.
"""

from __future__ import annotations

import pyexpat
import re
from collections.abc import Mapping, Sequence
from typing import Never

from weiyin.channel.wechat.faults import Unreadable

MAX_BYTES = 64 * 1024
_MAX_DEPTH = 8
_MAX_ATTRIBUTES = 8
_MAX_ELEMENTS = 2_000
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value = str | dict[str, "Value"] | list["Value"]
"""An element: its text, its children by name, or a list where a name repeats."""
Fields = dict[str, Value]
Written = str | int | Mapping[str, "Written"] | Sequence["Written"]
"""What can be written: `Value` and whole numbers."""


class _Reader:
    """One document. `stack` holds each open element's children; `text` its words so far."""

    __slots__ = ("_count", "_sealed", "_stack", "_text", "root")

    def __init__(self) -> None:
        self.root: Value = ""
        self._stack: list[Fields] = []
        self._text: list[str] = []
        self._sealed = False
        self._count = 0

    def start(self, name: str, attributes: list[str]) -> None:
        self._count += 1
        if len(attributes) > 2 * _MAX_ATTRIBUTES or self._count > _MAX_ELEMENTS:
            raise Unreadable
        if len(self._stack) >= _MAX_DEPTH:
            raise Unreadable
        self._text.clear()  # words between elements say nothing
        if not self._stack and name != "xml":
            raise Unreadable
        self._stack.append({})

    def end(self, name: str) -> None:
        children = self._stack.pop()
        value: Value = children
        if not children:
            value = "".join(self._text) if len(self._text) != 1 else self._text[0]
        self._text.clear()
        if self._stack:
            self._adopt(self._stack[-1], name, value)
        else:
            self.root = value

    def words(self, text: str) -> None:
        # Line breaks around a CDATA section are layout, not words: drop them on either side.
        if self._sealed or not (text.isspace() and "\n" in text):
            self._text.append(text)

    def open_cdata(self) -> None:
        self._sealed = True

    def close_cdata(self) -> None:
        self._sealed = False

    def _adopt(self, parent: Fields, name: str, value: Value) -> None:
        if name not in parent:
            parent[name] = value
            return
        if len(self._stack) == 1:
            raise Unreadable  # two MsgType: whoever reads the other one is fooled
        known = parent[name]
        if isinstance(known, list):
            known.append(value)
        else:
            parent[name] = [known, value]


def _refuse(*_: object) -> Never:
    raise Unreadable


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in {"utf-8", "utf8"}:
        raise Unreadable


def read_xml(data: bytes) -> Fields:
    """The children of `<xml>`. Raises `Unreadable` before any entity is expanded."""
    if len(data) > MAX_BYTES:
        raise Unreadable
    reader = _Reader()
    parser = pyexpat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.StartCdataSectionHandler = reader.open_cdata
    parser.EndCdataSectionHandler = reader.close_cdata
    parser.XmlDeclHandler = _declared
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ProcessingInstructionHandler = _refuse
    try:
        parser.Parse(data, True)
    except (pyexpat.ExpatError, ValueError):
        raise Unreadable from None
    if not isinstance(reader.root, dict):
        raise Unreadable
    return reader.root


def legal(text: str) -> str:
    """`text` without the characters that XML cannot carry, line ends as XML readers see them."""
    if text.isprintable():  # nearly all: no control character, half of a pair or non-character
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_XML.sub("", text) if _NOT_XML.search(text) else text


def write_xml(fields: Mapping[str, Written], root: str = "xml") -> str:
    """One element: words go in CDATA that they cannot leave, numbers bare, lists repeat.

    Names of elements are ours, never a stranger's.
    """
    return f"<{root}>{''.join([_element(name, value) for name, value in fields.items()])}</{root}>"


def _element(name: str, value: Written) -> str:
    if isinstance(value, str):
        words = legal(value).replace("]]>", "]]]]><![CDATA[>")
        return f"<{name}><![CDATA[{words}]]></{name}>"
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    if isinstance(value, Mapping):
        return write_xml(value, name)
    return "".join([_element(name, item) for item in value])
