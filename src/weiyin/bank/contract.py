"""What every core must keep to, as plain functions that can be run against any of them.

    run_contract(RemoteCore(url, key, http), people)        a core over HTTP
    run_contract(EmbeddedCore(…), people, store=store)      the embedded one

`people` names two test customers of that bank; single fen go from one to the other and back, so
that both end with what they had. Without people only what needs nobody is checked.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from weiyin.bank.contract_checks import PERSONAL, PUBLIC, Check
from weiyin.bank.contract_stage import Bench, People, Person
from weiyin.bank.core import Core
from weiyin.base.errors import Misconfigured, WeiyinError
from weiyin.storage.store import Store

__all__ = ["PERSONAL", "PUBLIC", "People", "Person", "read_people", "run_contract"]


def read_people(file: Path) -> People:
    """From JSON with the fields of `People`. Raises Misconfigured."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=People)
    except (OSError, msgspec.MsgspecError) as error:
        raise Misconfigured("people", str(error)) from error


def run_contract(
    core: Core, people: People | None = None, *, store: Store | None = None
) -> list[tuple[str, bool, str]]:
    """(what is demanded, whether it holds, what was seen otherwise), in a fixed sequence."""
    bench = Bench(core, store, people)
    checks = (*PUBLIC, *PERSONAL) if people else PUBLIC
    return [_tried(check, bench) for check in checks]


def _tried(check: Check, bench: Bench) -> tuple[str, bool, str]:
    name = check.__name__.replace("_", " ")
    try:
        check(bench)
    except AssertionError as error:
        return name, False, str(error) or "does not hold"
    except WeiyinError as error:
        return name, False, repr(error)
    return name, True, ""
