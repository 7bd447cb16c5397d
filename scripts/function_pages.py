"""Write docs/functions/: a page for each banking function, from its declaration."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from weiyin.functions.catalogue import load_catalogue
from weiyin.functions.declare import Function, Risk
from weiyin.functions.inputs import InputSpec

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "functions"
SHOWN = 8
"""Phrases on a page; the file beside the function has them all."""

_RISKS = {
    "read": "read: answers at once",
    "change": "change: what it changes is confirmed on a page",
    "move": "move: a draft, confirmed on a page; never in chat",
}
_NEEDS = {
    "anyone": "anyone",
    "customer": "a bound customer",
    "debit_card": "a bound debit card",
    "credit_card": "a bound credit card",
}


def pages() -> dict[Path, str]:
    """Every page by its file: a new function brings its own and touches no other."""
    return {FOLDER / f"{one.id}.md": _page(one) for one in load_catalogue()}


def _page(one: Function) -> str:
    said = one.declaration
    facts = [
        ("group", f"`{said.group}`"),
        ("risk", _RISKS[said.risk]),
        ("needs", _NEEDS[said.needs]),
        ("menu", _place(one) or "not in a menu"),
        ("doors", ", ".join(one.doors)),
        ("page", f"`/p/f/{one.id}`"),
        ("API", f"`POST /api/v1/functions/{one.id}`"),
        ("code", f"`{_source(one)}`"),
    ]
    if said.codes:
        facts.insert(4, ("short code", ", ".join(f"`{code}`" for code in said.codes)))
    if said.opens_on:
        facts.insert(4, ("opens on", ", ".join(said.opens_on)))
    parts = [
        f"# {said.title} `{said.id}`",
        f"{said.about}。" if said.about[-1] not in "。”" else said.about,
        _doc(one),
        "| | |\n|---|---|\n" + "\n".join(f"| {name} | {value} |" for name, value in facts),
        "## Inputs",
        _inputs(one),
        "## What customers say",
        _phrases(one),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _doc(one: Function) -> str:
    """The first sentence of the module, without its Chinese title."""
    words = inspect.getdoc(sys.modules[one.module]) or ""
    first = words.partition("\n\n")[0].replace("\n", " ").partition(": ")[2]
    return first[:1].upper() + first[1:]


def _inputs(one: Function) -> str:
    if not one.inputs:
        return "None."
    rows = "\n".join(_input(spec) for spec in one.inputs)
    chat = "\n\nChat never asks for these: they are typed on the page." if one.page_only else ""
    return f"| name | asked as | kind | required | notes |\n|---|---|---|---|---|\n{rows}{chat}"


def _input(spec: InputSpec) -> str:
    asked = spec.input
    notes = [
        asked.help,
        "、".join(f"`{value}` {label}" for value, label in asked.options),
        f"agreement `{asked.agreement}`" if asked.agreement else "",
        "page only" if spec.page_only else "",
    ]
    required = "yes" if spec.required else "no"
    told = "; ".join(note for note in notes if note)
    return f"| `{spec.name}` | {asked.title} | {asked.kind} | {required} | {told} |"


def _phrases(one: Function) -> str:
    said = one.phrases
    more = " …" if len(said.phrases) > SHOWN else ""
    lines = [f"{'、'.join(said.phrases[:SHOWN])}{more}"]
    if said.refusals:
        lines.append(f"Close, but something else: {'、'.join(said.refusals[:SHOWN])}")
    if one.declaration.risk is not Risk.READ:
        lines.append("In doubt it is offered as a choice, never guessed.")
    return "\n\n".join(lines)


def _place(one: Function) -> str:
    said = one.declaration
    return f"{said.menu} {said.place}" if said.menu and said.place else ""


def _source(one: Function) -> str:
    return str(
        Path(inspect.getsourcefile(sys.modules[one.module]) or "").resolve().relative_to(ROOT)
    )
