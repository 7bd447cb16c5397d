"""Ways on under the words of a message: links to our pages, and words that a tap says.

A text message may hold `<a href>`; the address `weixin://bizmsgmenu` sends its `msgmenucontent`
as if the customer had typed it. What is not tapped may still be typed: the words stay readable.
"""

from __future__ import annotations

from weiyin.base.reply import Choose, Link, Option, Say
from weiyin.base.text import cut_utf8
from weiyin.channel.wechat.account import OfficialAccount
from weiyin.channel.wechat.xml import legal

_HARMLESS = str.maketrans("", "", '<>"&')


def ways_on(reply: Say | Choose, account: OfficialAccount) -> tuple[str, str]:
    """The words of a `Say` or `Choose`, and below them the lines that can be tapped."""
    match reply:
        case Say(text, suggestions, links, opinions):
            asked = ["您还可以问：", *(f"· {_said(said, said)}" for said in suggestions)]
            blocks = [asked] if suggestions else []
            if links:
                blocks.append([_opened(link, account) for link in links])
            if opinions:
                blocks.append([f"这个回答：{'　'.join(_said(one, one) for one in opinions)}"])
            return text, "\n\n".join("\n".join(block) for block in blocks)
        case Choose(prompt, options):
            lines = [_chosen(place, option) for place, option in enumerate(options, 1)]
            return prompt, "\n".join([*lines, "请点选，或回复序号"])


def joined(words: str, ways: str, limit: int) -> str:
    """One text of at most `limit` bytes: the words give way, a link is never cut."""
    words = legal(words).strip()
    if not words or not ways:
        return words or ways
    return f"{cut_utf8(words, limit - len(ways.encode()) - 2)}\n\n{ways}"


def _opened(link: Link, account: OfficialAccount) -> str:
    return f'<a href="{account.page(link.path)}">{link.label.translate(_HARMLESS)}</a>'


def _chosen(place: int, option: Option) -> str:
    return _said(option.label, f"{place}. {option.label}", place)


def _said(words: str, label: str, number: int = 0) -> str:
    said, shown = words.translate(_HARMLESS), label.translate(_HARMLESS)
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={said}&msgmenuid={number}">{shown}</a>'
