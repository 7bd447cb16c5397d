"""`/sim/phones/…`: a person's acts over HTTP, for the phone's face and for tests.

Each act takes JSON with `account` (its key; the first when absent) and `wait` (true: answer after
the bot did). It answers {attempts: [{status, ms, note}], open, messages: new bubbles}.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from weiyin.simulator.control import acts
from weiyin.simulator.control.acts import Person
from weiyin.simulator.control.asked import after, decode
from weiyin.simulator.control.samples import picture
from weiyin.simulator.control.taps import Given, tap
from weiyin.simulator.push.courier import Courier
from weiyin.simulator.push.events import Push
from weiyin.simulator.settings import Handset
from weiyin.simulator.world.world import World


class Act(msgspec.Struct):
    """The fields of every act; each act reads those it knows."""

    account: str = ""
    wait: bool = True
    text: str = ""
    menu_id: str = ""
    button: list[int] | str = ""
    key: str = ""
    scene: str = ""
    code: str = ""
    follow: bool = False
    latitude: float = 39.9087
    longitude: float = 116.3975
    precision: float = 30.0
    label: str = ""
    name: str = ""
    scale: int = 16
    result: str = ""
    template_id: str = ""
    accept: bool = True
    forever: bool = False
    tells_place: bool | None = None
    snapshot: bool | None = None
    refuse_templates: bool | None = None


Doing = Callable[[Person, Act], tuple[list[Push], str]]


class Phones:
    def __init__(self, world: World, courier: Courier) -> None:
        self._world, self._courier = world, courier

    def routes(self) -> list[Route]:
        phone = "/sim/phones/{handset}"
        return [
            Route("/sim/phones", self.all, methods=["GET"]),
            Route("/sim/phones", self.add, methods=["POST"]),
            Route(phone, self.one, methods=["GET"]),
            Route(f"{phone}/messages", self.messages, methods=["GET"]),
            Route(f"{phone}/sms", self.texts, methods=["GET"]),
            Route(f"{phone}/picture", self.picture, methods=["POST"]),
            *(
                Route(f"{phone}/{name}", self._door(doing), methods=["POST"])
                for name, doing in _DOINGS.items()
            ),
        ]

    async def all(self, request: Request) -> Response:
        del request
        with self._world.lock:
            return JSONResponse([self._seen(one) for one in self._world.handsets.values()])

    async def add(self, request: Request) -> Response:
        handset = decode(await request.body(), Handset)
        with self._world.lock:
            self._world.add_handset(handset)
            return JSONResponse(self._seen(handset), status_code=201)

    async def one(self, request: Request) -> Response:
        with self._world.lock:
            return JSONResponse(self._seen(self._world.handset(request.path_params["handset"])))

    async def messages(self, request: Request) -> Response:
        """The bubbles after the id `after`, oldest first."""
        with self._world.lock:
            person = self._person(request, request.query_params.get("account", ""))
            return JSONResponse(_since(person, after(request)))

    async def texts(self, request: Request) -> Response:
        with self._world.lock:
            handset = self._world.handset(request.path_params["handset"])
            return JSONResponse([sms.seen() for sms in self._world.sms.of(handset.phone)])

    async def picture(self, request: Request) -> Response:
        """The picture itself as the body, or JSON for a sample."""
        body, kind = await request.body(), request.headers.get("content-type", "")
        act = Act(account=request.query_params.get("account", ""))
        if not kind.startswith("image/"):
            act = decode(body or b"{}", Act)
            body, kind = picture(self._world.rng.getrandbits(8)), "image/png"
        act.wait = act.wait and request.query_params.get("wait") != "false"
        return await self._do(request, act, lambda p, _: (acts.send_picture(p, kind, body), ""))

    def _door(self, doing: Doing) -> Callable[[Request], Awaitable[Response]]:
        async def door(request: Request) -> Response:
            return await self._do(request, decode(await request.body() or b"{}", Act), doing)

        return door

    async def _do(self, request: Request, act: Act, doing: Doing) -> Response:
        with self._world.lock:
            person = self._person(request, act.account)
            before = person.chat.bubbles[-1].id if person.chat.bubbles else 0
            pushes, address = doing(person, act)
        if not act.wait:
            self._courier.start(pushes)
            return JSONResponse({"attempts": [], "open": address, "messages": []}, 202)
        ended = await asyncio.gather(*(self._courier.deliver(push) for push in pushes))
        attempts = [asdict(attempt) for attempts in ended for attempt in attempts]
        with self._world.lock:
            seen = _since(person, before)
        return JSONResponse({"attempts": attempts, "open": address, "messages": seen})

    def _person(self, request: Request, account: str) -> Person:
        handset = self._world.handset(request.path_params["handset"])
        base = f"{request.url.scheme}://{request.url.netloc}"
        return Person(self._world, self._world.account(account), handset.id, base)

    def _seen(self, handset: Handset) -> dict[str, Any]:
        accounts = []
        for live in self._world.accounts.values():
            openid = live.openids[handset.id]
            follower, chat = live.followers.get(openid), live.chats[handset.id]
            menu = live.menus.seen_by(follower.tags) if follower else None
            accounts.append(
                {
                    "account": live.account.key,
                    "openid": openid,
                    "following": follower is not None,
                    "pending_scene": chat.pending_scene,
                    "tells_place": chat.tells_place,
                    "snapshot": chat.snapshot,
                    "refuse_templates": openid in live.templates.refusing,
                    "kf": chat.kf,
                    "kf_left": live.windows.left(openid),
                    "menu": list(menu.buttons) if menu else [],
                }
            )
        return {**_face(handset), "accounts": accounts}


def _face(handset: Handset) -> dict[str, Any]:
    return {name: getattr(handset, name) for name in ("id", "nickname", "phone", "colour")}


def _since(person: Person, after: int) -> list[dict[str, Any]]:
    return [bubble.seen() for bubble in person.chat.bubbles if bubble.id > after]


def _tap(person: Person, act: Act) -> tuple[list[Push], str]:
    follower = person.check_following()
    asked = Given()
    given = Given(
        act.result or asked.result,
        act.latitude,
        act.longitude,
        act.label or asked.label,
        act.name or asked.name,
    )
    menu = person.live.menus.seen_by(follower.tags)
    return tap(person, menu, act.key or act.button, given)


def _enter(person: Person, act: Act) -> tuple[list[Push], str]:
    """The chat is opened: an account that may know it learns where the phone is."""
    if not person.chat.tells_place or person.live.followers.get(person.openid) is None:
        return [], ""
    return acts.tell_place(person, act.latitude, act.longitude, act.precision), ""


def _adjust(person: Person, act: Act) -> tuple[list[Push], str]:
    """The switches in the account's profile."""
    chat, refusing = person.chat, person.live.templates.refusing
    if act.tells_place is not None:
        chat.tells_place = act.tells_place
    if act.snapshot is not None:
        chat.snapshot = act.snapshot
    if act.refuse_templates is not None:
        (refusing.add if act.refuse_templates else refusing.discard)(person.openid)
    person.world.changed(person.live, person.openid)
    return [], ""


_DOINGS: dict[str, Doing] = {
    "follow": lambda p, a: (acts.follow(p, a.scene), ""),
    "unfollow": lambda p, _: (acts.unfollow(p), ""),
    "say": lambda p, a: (acts.say(p, a.text, a.menu_id), ""),
    "voice": lambda p, a: (acts.speak(p, a.text), ""),
    "location": lambda p, a: (
        acts.send_location(p, a.latitude, a.longitude, a.label, a.scale),
        "",
    ),
    "whereabouts": lambda p, a: (
        acts.tell_place(p, a.latitude, a.longitude, a.precision),
        "",
    ),
    "scan": lambda p, a: (acts.scan(p, a.code or a.scene, and_follow=a.follow), ""),
    "subscribe": lambda p, a: (
        acts.subscribe(p, a.template_id, accept=a.accept, forever=a.forever),
        "",
    ),
    "close_kf": lambda p, _: (acts.close_kf(p), ""),
    "tap": _tap,
    "enter": _enter,
    "settings": _adjust,
}
