"""From a `Reply` to WeChat's forms: one passive reply, or customer-service messages."""

from __future__ import annotations

from weiyin.base.ask import AskKind
from weiyin.base.reply import (
    Article,
    Articles,
    Choose,
    HandOver,
    OpenPage,
    Option,
    Reply,
    Say,
    Silence,
)
from weiyin.channel.wechat import kf_messages as kf
from weiyin.channel.wechat.account import OfficialAccount
from weiyin.channel.wechat.replies import (
    MAX_ARTICLES,
    MAX_TEXT_BYTES,
    Card,
    NewsReply,
    NoReply,
    Passive,
    TextReply,
    TransferReply,
)
from weiyin.channel.wechat.ways import joined, ways_on
from weiyin.channel.wechat.xml import legal

_MESSAGES = frozenset({AskKind.TEXT, AskKind.VOICE, AskKind.PICTURE, AskKind.PLACE})
"""Kinds that are words of the customer: one card at most, and a colleague can take over."""
_MAX_PARTS = 3


def passive(reply: Reply | Passive, asked: AskKind, account: OfficialAccount) -> Passive:
    """The one passive reply that says `reply` to what was `asked`."""
    match reply:
        case Silence():
            return NoReply()
        case HandOver() if account.wechat_desk and asked in _MESSAGES:
            return TransferReply()
        case OpenPage():
            return NewsReply((_page_card(reply, account),))
        case Articles(items) if items:
            return NewsReply(_cards(reply, 1 if asked in _MESSAGES else MAX_ARTICLES, account))
        case Say() | Choose() | Articles() | HandOver():
            words = _one_text(reply, account)
            return TextReply(words) if words else NoReply()
        case _:
            return reply


def kf_bodies(reply: Reply, account: OfficialAccount) -> list[kf.Body]:
    """The customer-service messages that say `reply`; none for `Silence`."""
    match reply:
        case Choose(prompt, options):
            return [kf.menu(prompt, [(option.key, option.label) for option in options])]
        case OpenPage():
            return [kf.news(_page_card(reply, account))]
        case Articles(items) if items:
            return [kf.news(card) for card in _cards(reply, 1, account)]
        case Say():
            return [kf.text(part) for part in _parts(*ways_on(reply, account))]
        case _:
            return [kf.text(part) for part in split_utf8(in_words(reply))]


def in_words(reply: Reply) -> str:
    """The reply as plain words, for any door."""
    match reply:
        case Say(text, suggestions):
            further = ("", "您还可以问：", *(f"· {words}" for words in suggestions))
            lines = [text, *(further if suggestions else ())]
        case Choose(prompt, options):
            lines = [prompt, *_numbered(options), "请回复序号选择"]
        case OpenPage(title, description):
            lines = [title, description]
        case Articles(items, lead):
            lines = [lead, *map(_line, items)]
        case HandOver(text):
            lines = [text]
        case Silence():
            lines = []
    return "\n".join(lines).strip()


def split_utf8(text: str, limit: int = MAX_TEXT_BYTES) -> list[str]:
    """`text` in at most three parts of `limit` bytes, cut after a line where one ends."""
    parts: list[str] = []
    rest = legal(text).strip()
    while rest and len(parts) < _MAX_PARTS:
        head = rest.encode()[:limit].decode(errors="ignore")
        if len(head) < len(rest) and (line := head.rfind("\n")) > 0:
            head = head[:line]
        parts.append(head.strip())
        rest = rest[len(head) :].strip()
    if rest:
        parts[-1] = parts[-1].encode()[: limit - 3].decode(errors="ignore") + "…"
    return parts


def _one_text(reply: Reply, account: OfficialAccount) -> str:
    if isinstance(reply, Say | Choose):
        return joined(*ways_on(reply, account), MAX_TEXT_BYTES)
    return in_words(reply)


def _parts(words: str, ways: str) -> list[str]:
    """The words in parts; what can be tapped stands under the last, or after it."""
    parts = split_utf8(words)
    if not ways:
        return parts
    last = parts.pop() if parts else ""
    if len(parts) < _MAX_PARTS - 1 and len(f"{last}\n\n{ways}".encode()) > MAX_TEXT_BYTES:
        return [*parts, last, ways]
    return [*parts, joined(last, ways, MAX_TEXT_BYTES)]


def _numbered(options: tuple[Option, ...]) -> list[str]:
    return [f"{place}. {option.label}" for place, option in enumerate(options, 1)]


def _page_card(page: OpenPage, account: OfficialAccount) -> Card:
    words = f"{page.description}\n\n{page.label} ›" if page.description else f"{page.label} ›"
    return Card(page.title, words, url=account.page(page.path))


def _cards(reply: Articles, limit: int, account: OfficialAccount) -> tuple[Card, ...]:
    """At most `limit` cards: the first tells what did not fit, in words."""
    shown = [_card(item, account) for item in reply.items[:limit]]
    told = [_line(item) for item in reply.items[limit:]]
    first = shown[0]
    words = "\n".join(filter(None, (reply.lead, first.description, *told)))
    shown[0] = Card(first.title, words, first.picture, first.url)
    return tuple(shown)


def _card(item: Article, account: OfficialAccount) -> Card:
    picture = account.page(item.picture) if item.picture.startswith("/") else item.picture
    url = account.page(item.path or "/")
    return Card(item.title, item.description, picture, url)


def _line(item: Article) -> str:
    return f"{item.title}：{item.description}" if item.description else item.title
