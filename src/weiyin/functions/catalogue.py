"""All banking functions there are: found by listing the package, unique by id."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib import resources

import weiyin.functions
from weiyin.assistant.phrases import Phrases, parse
from weiyin.base.ask import AskKind
from weiyin.base.errors import Misconfigured, NotFound
from weiyin.functions.declare import Function, Menu, judge

MENU_PLACES = 5
"""WeChat shows at most five items in a menu."""


class Catalogue:
    """The functions by id, by menu place, and by the ask that opens them without words."""

    def __init__(self, functions: Iterable[Function]) -> None:
        self._by_id: dict[str, Function] = {}
        self._places: dict[tuple[Menu, int], Function] = {}
        self._opening: dict[AskKind, Function] = {}
        for function in functions:
            self._add(function)

    def _add(self, function: Function) -> None:
        said = function.declaration
        if said.id in self._by_id:
            raise Misconfigured(said.id, "two functions have this id")
        self._by_id[said.id] = function
        if said.menu is not None and said.place:
            if not 1 <= said.place <= MENU_PLACES:
                raise Misconfigured(said.id, f"place must be 1 to {MENU_PLACES}")
            if self._places.setdefault((said.menu, said.place), function) is not function:
                raise Misconfigured(said.id, f"{said.menu} {said.place} is taken")
        for kind in said.opens_on:
            if self._opening.setdefault(kind, function) is not function:
                raise Misconfigured(said.id, f"two functions open on {kind}")

    def __iter__(self) -> Iterator[Function]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, function_id: str) -> Function:
        """The function of that id. Raises `NotFound`."""
        try:
            return self._by_id[function_id]
        except KeyError:
            raise NotFound(f"no function {function_id!r}") from None

    def has(self, function_id: str) -> bool:
        return function_id in self._by_id

    def offered(self, offers: Collection[str]) -> Catalogue:
        """Those of the groups or ids in `offers`; all of them when it is empty."""
        if not offers:
            return self
        return Catalogue(one for one in self if one.declaration.group in offers or one.id in offers)

    def opening_on(self, kind: AskKind) -> Function | None:
        return self._opening.get(kind)

    def menu(self, menu: Menu) -> tuple[Function, ...]:
        """The functions of one menu, by place."""
        return tuple(
            self._places[menu, place]
            for place in range(1, MENU_PLACES + 1)
            if (menu, place) in self._places
        )


def load_catalogue() -> Catalogue:
    """Find, import and judge every function file. Raises `Misconfigured` naming the culprit."""
    return Catalogue(_found())


def _found() -> Iterator[Function]:
    package = weiyin.functions
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not info.ispkg and (function := _judged(info.name)):
            yield function


@cache
def _judged(name: str) -> Function | None:
    """The function of one file, judged once; None: it declares none."""
    module = importlib.import_module(name)
    declaration = getattr(getattr(module, "answer", None), "declaration", None)
    return declaration and judge(module, _phrases_beside(name, declaration.id))


def _phrases_beside(module_name: str, function_id: str) -> Phrases:
    package, _, stem = module_name.rpartition(".")
    file = resources.files(package).joinpath(f"{stem}.phrases")
    if not file.is_file():
        raise Misconfigured(function_id, f"{stem}.phrases is missing beside its file")
    return parse(file.read_text(encoding="utf-8"), f"{stem}.phrases")
