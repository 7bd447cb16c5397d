"""What was heard is shown above its answer: an ear may be wrong, and only the speaker knows."""

from __future__ import annotations

from msgspec.structs import replace

from weiyin.base.reply import Articles, Choose, HandOver, OpenPage, Reply, Say, Silence


def told_back(reply: Reply, words: str) -> Reply:
    """`reply` under the words that it answers."""
    heard = f"听到：{_inert(words)}"
    match reply:
        case Say(text):
            return replace(reply, text=f"{heard}\n\n{text}")
        case Choose(prompt):
            return replace(reply, prompt=f"{heard}\n\n{prompt}")
        case OpenPage(_, description):
            return replace(reply, description=f"{heard}\n{description}".rstrip())
        case Articles(_, lead):
            return replace(reply, lead=f"{heard}\n{lead}".rstrip())
        case HandOver(text):
            return replace(reply, text=f"{heard}\n\n{text}")
        case Silence():
            return Say(heard)


def _inert(words: str) -> str:
    """A chat draws `<a href>`: nothing that was heard becomes a link."""
    return words.replace("<", "＜").replace(">", "＞")
