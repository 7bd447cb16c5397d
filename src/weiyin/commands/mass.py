"""`weiyin mass`: articles to all followers or to a tag, seen by a tester first.

Whatever is heavy is imported when it is called, so that no other command waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from weiyin.channel.wechat.client import WechatClient

app = typer.Typer(help="Articles to many: draft, preview, send, quota.", no_args_is_help=True)

Oa = Annotated[str, typer.Option(help="Official account; the first if not given.")]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Draft = Annotated[str, typer.Argument(help="The draft's media id, as `weiyin mass draft` tells.")]
Sent = Annotated[str, typer.Argument(help="The sending's id.")]


@app.command()
def draft(
    file: Annotated[Path, typer.Argument(help="JSON: title, digest, content (HTML), url, cover.")],
    oa: Oa = "",
    json: Json = False,
) -> None:
    """Put articles (an object, or a list of up to eight) into the draft box."""
    from weiyin.channel.wechat.articles import Articles

    with _client(oa) as client:
        box = Articles(client)
        _show({"media_id": box.add([_article(box, file, one) for one in _read(file)])}, json)


@app.command()
def preview(
    media_id: Draft,
    tester: Annotated[str, typer.Argument(help="The openid of a colleague who follows.")],
    oa: Oa = "",
    json: Json = False,
) -> None:
    """Show it to one tester, as everybody would see it."""
    from weiyin.channel.wechat.mass import MassMessages

    with _client(oa) as client:
        MassMessages(client).preview(media_id, tester)
        _show({"previewed": media_id}, json)


@app.command()
def send(
    media_id: Draft,
    key: Annotated[str, typer.Option(help="The same key is sent once, as 2026-07.")],
    tag: Annotated[str, typer.Option(help="Only to followers with this tag.")] = "",
    oa: Oa = "",
    json: Json = False,
) -> None:
    """Send it: each follower gets four a month at most."""
    from weiyin.channel.wechat.mass import MassMessages
    from weiyin.channel.wechat.tags import Tags

    with _client(oa) as client:
        mass = MassMessages(client)
        tag_id = Tags(client).known(tag) if tag else None
        msg_id = mass.send(media_id, key, tag_id=tag_id)
        _show({"msg_id": msg_id, **_quota(mass)}, json)


@app.command()
def quota(oa: Oa = "", json: Json = False) -> None:
    """Sendings today, and how many there may be."""
    from weiyin.channel.wechat.mass import MassMessages

    with _client(oa) as client:
        _show(_quota(MassMessages(client)), json)


@app.command()
def status(msg_id: Sent, oa: Oa = "", json: Json = False) -> None:
    """What became of a sending."""
    from weiyin.channel.wechat.mass import MassMessages

    with _client(oa) as client:
        _show({"msg_id": msg_id, "status": MassMessages(client).status(msg_id)}, json)


@app.command()
def stop(msg_id: Sent, oa: Oa = "", json: Json = False) -> None:
    """Take an article back; who opened it has seen it."""
    from weiyin.channel.wechat.mass import MassMessages

    with _client(oa) as client:
        MassMessages(client).stop(msg_id)
        _show({"msg_id": msg_id, "status": "DELETE"}, json)


@contextmanager
def _client(oa: str) -> Iterator[WechatClient]:
    from weiyin.app import compose
    from weiyin.base.errors import BadInput
    from weiyin.commands.show import plain_errors
    from weiyin.settings import load_settings

    with plain_errors():
        house = compose(load_settings())
        try:
            chosen = oa or house.default_oa
            if chosen not in house.clients:
                raise BadInput("--oa", f"没有公众号 {chosen}")
            yield house.clients[chosen]
        finally:
            house.close()


def _quota(mass: Any) -> dict[str, int]:
    found = mass.quota()
    return {"sent_today": found.used, "a_day": found.allowed}


def _read(file: Path) -> list[dict[str, Any]]:
    import msgspec

    from weiyin.base.errors import BadInput

    try:
        found = msgspec.json.decode(file.read_bytes(), type=list[dict[str, str]] | dict[str, str])
    except OSError as fault:
        raise BadInput("FILE", f"打不开 {file}（{fault.strerror}）") from None
    except msgspec.DecodeError as fault:
        raise BadInput("FILE", f"{file}：{fault}") from None
    return found if isinstance(found, list) else [found]


def _article(box: Any, file: Path, told: dict[str, Any]) -> Any:
    """A cover is a picture's file, beside the article's."""
    import mimetypes

    from weiyin.base.errors import BadInput
    from weiyin.channel.wechat.articles import DraftArticle
    from weiyin.channel.wechat.media import Media

    cover = file.parent / told.get("cover", "")
    if not cover.is_file():
        raise BadInput("cover", f"没有封面图片 {cover}")
    picture = Media(cover.read_bytes(), mimetypes.guess_type(cover.name)[0] or "")
    return DraftArticle(
        told.get("title", ""),
        told.get("digest", ""),
        told.get("content", ""),
        told.get("url", ""),
        box.add_cover(cover.name, picture),
    )


def _show(found: dict[str, Any], json: bool) -> None:
    from weiyin.commands.show import as_json, console

    if json:
        as_json(found)
        return
    for name, value in found.items():
        console.print(f"{name}: {value}", highlight=False)
