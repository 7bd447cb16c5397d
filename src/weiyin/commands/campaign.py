"""`weiyin campaign`: drafted by one, approved by another, stopped by anybody; tags and menus.

Names given by `--by` are those of people whom the machine's own log-in has admitted; the console
asks staff to prove themselves. Whatever is heavy is imported when it is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from weiyin.app import App
    from weiyin.outreach.campaigns.campaign import Campaign

app = typer.Typer(help="Campaigns: draft, approve, stop, outcome.", no_args_is_help=True)

Oa = Annotated[str, typer.Option(help="Official account; the first if not given.")]
By = Annotated[str, typer.Option(help="Who does it, for the audit.")]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Id = Annotated[str, typer.Argument(help="The campaign's id.")]


@app.command()
def draft(
    file: Annotated[Path, typer.Argument(help="The plan, a TOML file.")],
    by: By,
    oa: Oa = "",
    json: Json = False,
) -> None:
    """Check a plan, count whom it means now, and write it down for another to approve."""
    from weiyin.base.clock import shanghai_day
    from weiyin.outreach.campaigns import campaign
    from weiyin.outreach.campaigns.sheet import read_plan
    from weiyin.outreach.segments.audience import count

    with _house(oa) as (house, account):
        plan, now = read_plan(_text(file)), house.clock.now()
        made = house.store.run(lambda tx: campaign.draft(tx, account, plan, who=by, at=now))
        found = house.store.read(lambda r: count(r, account, plan.rule, shanghai_day(now)))
        _show({"campaign": made, "state": "draft", "people": found}, json)


@app.command()
def approve(id_: Id, by: By, oa: Oa = "", json: Json = False) -> None:
    """Let it run when its time comes; never by who made it."""
    from weiyin.outreach.campaigns import campaign

    with _house(oa) as (house, account):
        now = house.clock.now()
        house.store.run(lambda tx: campaign.approve(tx, account, id_, who=by, at=now))
        _show({"campaign": id_, "state": "scheduled"}, json)


@app.command()
def stop(id_: Id, by: By, oa: Oa = "", json: Json = False) -> None:
    """Nobody more is told; it holds within seconds."""
    from weiyin.outreach.campaigns import campaign

    with _house(oa) as (house, account):
        now = house.clock.now()
        house.store.read(lambda r: campaign.access_campaign(r, account, id_))
        house.store.run(lambda tx: campaign.stop(tx, account, id_, who=by, at=now))
        _show({"campaign": id_, "state": "stopped"}, json)


@app.command("list")
def list_(oa: Oa = "", json: Json = False) -> None:
    """All of them, the newest first."""
    from weiyin.commands.show import as_json, as_table
    from weiyin.outreach.campaigns.campaign import campaigns_of

    with _house(oa) as (house, account):
        rows = [_row(one) for one in house.store.read(lambda r: campaigns_of(r, account))]
        if json:
            as_json(rows)
        else:
            as_table(
                "campaigns", list(rows[0]) if rows else (), [list(row.values()) for row in rows]
            )


@app.command()
def show(id_: Id, oa: Oa = "", json: Json = False) -> None:
    """What it told, whom, and what that changed: each wording beside who was told nothing."""
    from weiyin.outreach.campaigns.campaign import access_campaign
    from weiyin.outreach.campaigns.members import outcome

    with _house(oa) as (house, account):
        now = house.clock.now()
        one = house.store.read(lambda r: access_campaign(r, account, id_))
        arms = {
            name: {
                "people": group.size,
                "reached": group.reached,
                "lift": round(gained.difference, 4),
                "low": round(gained.low, 4),
                "high": round(gained.high, 4),
                "clear": gained.is_clear,
            }
            for name, (group, gained) in house.store.read(lambda r: outcome(r, one, now)).items()
        }
        _show({**_row(one), "rule": one.plan.rule, "goal": one.plan.goal, "arms": arms}, json)


@app.command()
def tag(
    name: Annotated[str, typer.Argument(help="The tag, here and at WeChat.")],
    rule: Annotated[str, typer.Argument(help="Whom it is for; others lose it.")],
    oa: Oa = "",
    json: Json = False,
) -> None:
    """Put a tag on exactly those whom a rule means, in our segments and at WeChat. Repeatable."""
    from weiyin.base.clock import shanghai_day
    from weiyin.channel.wechat.tags import Tags
    from weiyin.outreach.segments.tagging import retag

    with _house(oa) as (house, account):
        today = shanghai_day(house.clock.now())
        wanted = retag(house.store, account, name, rule, today)
        tags = Tags(house.clients[account])
        tag_id = tags.named(name)
        added, removed = tags.set_people(tag_id, wanted)
        _show({"tag": name, "tag_id": tag_id, "people": len(wanted), "added": added,
               "removed": removed}, json)  # fmt: skip


@app.command()
def menu(
    tag: Annotated[str, typer.Argument(help="A tag at WeChat.")],
    file: Annotated[Path, typer.Argument(help="The menu in WeChat's JSON.")],
    oa: Oa = "",
    json: Json = False,
) -> None:
    """Show people with a tag a menu of their own."""
    import msgspec

    from weiyin.base.errors import BadInput
    from weiyin.channel.wechat.menu import Menu, buttons_of
    from weiyin.channel.wechat.tags import Tags

    with _house(oa) as (house, account):
        try:
            found = msgspec.json.decode(_text(file), type=dict[str, Any])
        except msgspec.DecodeError as fault:
            raise BadInput("FILE", f"不是 JSON：{fault}") from None
        client = house.clients[account]
        tag_id = Tags(client).known(tag)
        menu_id = Menu(client).publish_conditional(buttons_of(found), tag_id)
        _show({"tag": tag, "menu_id": menu_id}, json)


@contextmanager
def _house(oa: str) -> Iterator[tuple[App, str]]:
    from weiyin.app import compose
    from weiyin.base.errors import BadInput
    from weiyin.commands.show import plain_errors
    from weiyin.settings import load_settings

    with plain_errors():
        house = compose(load_settings())
        try:
            account = oa or house.default_oa
            if account not in house.clients:
                raise BadInput("--oa", f"没有公众号 {account}")
            yield house, account
        finally:
            house.close()


def _text(file: Path) -> str:
    from weiyin.base.errors import BadInput

    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput("FILE", f"读不了 {file}（{type(fault).__name__}）") from None


def _row(one: Campaign) -> dict[str, Any]:
    return {
        "campaign": one.campaign_id,
        "name": one.plan.name,
        "state": one.state.value,
        "occasion": one.plan.occasion,
        "starts": one.plan.starts.isoformat(),
        "ends": one.plan.ends.isoformat(),
        "made_by": one.made_by,
        "reviewed_by": one.reviewed_by,
    }


def _show(found: dict[str, Any], json: bool) -> None:
    from weiyin.commands.show import as_json, console

    if json:
        as_json(found)
        return
    for name, value in found.items():
        console.print(f"{name}: {value}", highlight=False)
