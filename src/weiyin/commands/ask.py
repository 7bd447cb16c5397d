"""`weiyin ask`: one question, or a file of them, to the demo bank. Nothing is sent or moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from rich.progress import track

from weiyin.app import App
from weiyin.assistant.slots import to_plain
from weiyin.base.errors import BadInput
from weiyin.channel.wechat.render import in_words
from weiyin.commands.show import as_line, as_table, building, console
from weiyin.demo_home import demo_customer, open_demo
from weiyin.people.who import Binding, Who
from weiyin.reception.conversation import Draftable, Outcome
from weiyin.storage.store import Reader

CALLER = "cli"
"""The openid that questions from the command line are asked under; nobody follows as it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A line of a batch file: `{"text": "我卡上还剩多少", "as": "王小明"}`."""

    text: str
    as_: str | None = None


def run(
    home: Path, text: str | None, batch: Path | None, customer: str | None, *, json: bool
) -> None:
    """One `text`, or a `batch`, against the demo bank at `home`, built if it is not there."""
    if (text is None) == (batch is None):
        raise BadInput("TEXT", "请给出一句话，或用 --batch 给出文件")
    with building(show=not json) as progress, open_demo(home, progress) as app:
        if batch is not None:
            ask_batch(app, batch, customer, json=json)
        elif text is not None:
            ask(app, text, customer, json=json)


def ask(app: App, text: str, customer: str | None, *, json: bool) -> None:
    """Answer one question, as a stranger or as a customer of the demo bank."""
    answer = _answer(app, Question(text, customer))
    if json:
        as_line(answer)
        return
    console.print(answer["reply"], markup=False, highlight=False)
    known = {key: value for key, value in answer.items() if key not in {"reply", "text"} and value}
    as_table("understood", tuple(known), [tuple(known.values())])


def ask_batch(app: App, file: Path, customer: str | None, *, json: bool) -> None:
    """Answer each line of a JSONL file, in order: an object a question, each on its own line."""
    questions = list(_questions(file, customer))
    shown = questions if json else track(questions, "asking", console=console, transient=True)
    for question in shown:
        as_line(_answer(app, question))


def _questions(file: Path, customer: str | None) -> Iterator[Question]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            said = msgspec.json.decode(line, type=dict[str, Any])
            yield Question(str(said["text"]), said.get("as") or customer)
        except (msgspec.DecodeError, KeyError) as error:
            raise BadInput(f"{file}:{number}", f'needs {{"text": …, "as": …}}: {error}') from None


def _answer(app: App, question: Question) -> dict[str, Any]:
    def look(reader: Reader) -> Outcome:
        who = _who(app, reader, question.as_)
        tenant = app.reception.tenant(who.oa)
        return app.conversation.words(reader, tenant, who, question.text, None)

    outcome = app.store.read(look)
    understood = outcome.understood
    return {
        "text": question.text,
        "kind": understood.kind if understood else "unknown",
        "function": understood.function if understood else None,
        "choices": list(understood.choices) if understood else [],
        "slots": {k: to_plain(v) for k, v in understood.slots.items()} if understood else {},
        "confidence": understood.confidence if understood else 0.0,
        "reply": _said(outcome),
    }


def _said(outcome: Outcome) -> str:
    if isinstance(outcome.reply, Draftable):
        request = outcome.reply.request
        facts = "\n".join(f"{label}：{value}" for label, value in request.facts)
        return f"请在页面确认：{request.title}\n{facts}"
    return in_words(outcome.reply)


def _who(app: App, reader: Reader, name: str | None) -> Who:
    oa = app.default_oa
    if name is None:
        return Who(oa, CALLER, None, ())
    books = app.reception.tenant(oa).core.books(reader)
    customer_no = demo_customer(name)
    cards = books.cards(customer_no)
    firsts = {card.kind: card.card_id for card in reversed(cards)}
    bindings = (
        Binding(
            binding_id=card.card_id,
            card_id=card.card_id,
            kind=card.kind,
            tail=card.tail,
            account_no=card.account_no,
            customer_no=customer_no,
            is_default=firsts[card.kind] == card.card_id,
        )
        for card in cards
    )
    return Who(oa, CALLER, customer_no, tuple(bindings))
