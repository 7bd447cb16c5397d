"""`weiyin knowledge`: search, import, export, check, and what was asked in vain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from weiyin.assistant.knowledge import feedback, shelf, unanswered
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.knowledge.entry import KnowledgeEntry
from weiyin.assistant.knowledge.files import Parsed, parse_csv, parse_jsonl, to_csv, to_jsonl
from weiyin.assistant.knowledge.review import review
from weiyin.assistant.knowledge.shipped import shipped
from weiyin.assistant.knowledge.unanswered import masked
from weiyin.assistant.llm.port import ServedModel
from weiyin.assistant.llm.writing import draft as write_draft
from weiyin.assistant.peer import Peer
from weiyin.base.clock import SystemClock, shanghai_day
from weiyin.base.errors import BadInput, Misconfigured
from weiyin.base.mask import Secret
from weiyin.commands.installed import installed
from weiyin.commands.show import as_json, as_table, console
from weiyin.functions.catalogue import load_catalogue
from weiyin.settings import Settings
from weiyin.storage.store import Store

T = TypeVar("T")
_SOURCES = 5
"""So many entries a draft may rest on."""

_PARSE = {".jsonl": parse_jsonl, ".csv": parse_csv}
_WRITE = {".jsonl": to_jsonl, ".csv": to_csv}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the commands work: an install's store, or the demo bank's."""

    settings: Settings
    store: Store
    clock: SystemClock

    def base(self) -> KnowledgeBase:
        base = KnowledgeBase(self.settings.bank_name, self.settings.hotline, self.clock)
        self.store.read(base.refresh)
        return base

    def entries(self) -> list[KnowledgeEntry]:
        return self.store.read(lambda reader: shelf.current(reader, shipped()))


def search(home: Path, text: str, count: int, *, json: bool) -> None:
    """The entries that answer `text`, best first."""
    with _place(home, show=not json) as place:
        found = place.base().find(text, count)
    if json:
        fields = ("id", "category", "question", "answer", "link")
        as_json(
            [
                {"score": one.score, **{name: getattr(one.entry, name) for name in fields}}
                for one in found
            ]
        )
        return
    rows = [
        (f"{one.score:.2f}", one.entry.id, one.entry.question, one.entry.answer) for one in found
    ]
    as_table(text, ("score", "id", "question", "answer"), rows)


def import_(home: Path, file: Path, editor: str, *, json: bool) -> int:
    """Take in `file`, all of it or nothing; exit status 1 and every fault if one is found."""
    parsed = _parsed(file)
    if not parsed.faults:
        with _place(home, show=not json) as place:
            now = place.clock.now()
            place.store.run(lambda tx: shelf.put(tx, parsed.entries, editor, now))
    if json:
        as_json({"imported": 0 if parsed.faults else len(parsed.entries), "faults": parsed.faults})
    else:
        for fault in parsed.faults:
            console.print(f"{file}: {fault}", markup=False, highlight=False)
        console.print(
            f"{len(parsed.faults)} 处有误，没有导入任何条目"
            if parsed.faults
            else f"已导入 {len(parsed.entries)} 条，立即生效"
        )
    return int(bool(parsed.faults))


def export(home: Path, file: Path) -> None:
    """Write every entry to `file` (.jsonl or .csv), as an import reads it."""
    write = _by_suffix(_WRITE, file)
    with _place(home) as place:
        entries = place.entries()
    file.write_text(write(entries), encoding="utf-8", newline="")
    console.print(f"已导出 {len(entries)} 条到 {file}", markup=False, highlight=False)


def withdraw(home: Path, ids: list[str], editor: str) -> None:
    """Answer with these entries no more."""
    with _place(home) as place:
        known = {one.id for one in place.entries()}
        for id_ in ids:
            if id_ not in known:
                raise BadInput("ID", f"没有条目 {id_}")
        now = place.clock.now()
        place.store.run(lambda tx: shelf.withdraw(tx, ids, editor, now))
    console.print(f"已停用 {len(ids)} 条，立即生效")


def check(home: Path, *, json: bool) -> int:
    """What an editor should look at; exit status 1 when something is wrong."""
    with _place(home, show=not json) as place:
        entries = place.entries()
        today = shanghai_day(place.clock.now())
    findings = review(entries, {one.id for one in load_catalogue()}, today)
    if json:
        as_json({"entries": len(entries), "findings": findings})
    else:
        rows = [(one.entry_id, one.field, one.why, "✗" if one.wrong else "") for one in findings]
        as_table(f"{len(entries)} entries", ("id", "field", "why", "wrong"), rows)
    return int(any(one.wrong for one in findings))


def draft(home: Path, text: str, *, json: bool) -> int:
    """A cited answer to `text` out of what is known; exit status 1 when none may be made."""
    with _place(home, show=not json) as place:
        known = [one.entry for one in place.base().find(text, _SOURCES)]
        settings = place.settings
    if not settings.llm_url:
        raise Misconfigured("WEIYIN_LLM_URL", "no language model is set up")
    key = Secret(settings.llm_key.get_secret_value())
    peer = Peer(settings.llm_url, key, settings.llm_seconds)
    try:
        made = write_draft(ServedModel(peer, settings.llm_model), masked(text), known)
    finally:
        peer.close()
    if json:
        as_json(made)
    elif made is None:
        console.print("没有可用的草稿：资料不足，或模型所写与资料不符")
    else:
        words = f"{made.text}\n依据：{'、'.join(made.cites)}"
        console.print(words, markup=False, highlight=False)
    return int(made is None)


def show_unanswered(home: Path, *, json: bool) -> None:
    """What nobody could answer, gathered by likeness, with the entry that comes nearest."""
    with _place(home, show=not json) as place:
        base = place.base()
        known = place.store.read(unanswered.clusters)
    near = [next(iter(base.find(one.words[0], 1)), None) for one in known]
    if json:
        ids = [one.entry.id if one else None for one in near]
        as_json([{**asdict(one), "nearest": id_} for one, id_ in zip(known, ids, strict=True)])
        return
    rows = [
        (one.times, "\n".join(one.words), found.entry.question if found else "")
        for one, found in zip(known, near, strict=True)
    ]
    as_table("unanswered", ("times", "words", "nearest entry"), rows)


def votes(home: Path, *, json: bool) -> None:
    """How many found each answer useful."""
    with _place(home, show=not json) as place:
        found = place.store.read(feedback.votes)
    if json:
        as_json(found)
        return
    rows = [(one.entry_id, one.useful, one.useless) for one in found]
    as_table("votes", ("id", "useful", "useless"), rows)


@contextmanager
def _place(home: Path, *, show: bool = True) -> Iterator[Place]:
    """The install that the settings name; without settings, the demo bank at `home`."""
    with installed(home, show=show) as (settings, store):
        yield Place(settings, store, SystemClock())


def _parsed(file: Path) -> Parsed:
    parse = _by_suffix(_PARSE, file)
    try:
        return parse(file.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("FILE", f"{file} 不是可读的 UTF-8 文件: {error}") from None


def _by_suffix(ways: Mapping[str, T], file: Path) -> T:
    try:
        return ways[file.suffix.lower()]
    except KeyError:
        raise BadInput("FILE", f"{file} 应以 .jsonl 或 .csv 结尾") from None
