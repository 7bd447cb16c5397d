"""People at the desk of a test's house, and what they do there by the domain's own doors."""

from __future__ import annotations

from dataclasses import dataclass

from tests.house.made import OA, House
from weiyin.channel.wechat import windows
from weiyin.desk import agent, message, routing
from weiyin.desk.conversation import Conversation, latest_of
from weiyin.desk.handover import close
from weiyin.desk.message import Message
from weiyin.desk.telling import Room, tell
from weiyin.storage.store import Reader


def room_of(reader: Reader, oa: str, openid: str, now: object) -> Room:
    left, until = windows.room(reader, oa, openid, now)  # type: ignore[arg-type]
    return Room(left, until)


@dataclass
class Seat:
    """One agent, online."""

    house: House
    staff_id: str

    def sit(self, *skills: str, room: int = 5) -> Seat:
        now = self.house.clock.now()

        def work(tx):  # type: ignore[no-untyped-def]
            agent.enrol(
                tx,
                OA,
                self.staff_id,
                name=self.staff_id,
                number=self.staff_id[-4:],
                skills=skills or ("general",),
                room=room,
            )
            agent.set_state(tx, OA, self.staff_id, "online", now)

        self.house.app.store.run(work)
        return self

    def tell(self, openid: str, words: str, key: str = "") -> int:
        now, sealer = self.house.clock.now(), self.house.app.sealer
        one = conversation_of(self.house, openid)
        return self.house.app.store.run(
            lambda tx: tell(
                tx,
                sealer,
                room_of,
                one.conversation_id,
                staff_id=self.staff_id,
                words=words,
                key=key or f"k{one.said}",
                now=now,
            )
        )

    def take(self, openid: str) -> None:
        one = conversation_of(self.house, openid)
        self.house.app.store.run(
            lambda tx: routing.take(
                tx,
                self.house.app.sealer,
                one.conversation_id,
                OA,
                self.staff_id,
                self.staff_id[-4:],
                self.house.clock.now(),
            )
        )

    def close(self, openid: str, wrap_up: str = "solved") -> None:
        one = conversation_of(self.house, openid)
        self.house.app.store.run(
            lambda tx: close(
                tx,
                self.house.app.sealer,
                one.conversation_id,
                self.house.clock.now(),
                why="agent",
                staff_id=self.staff_id,
                wrap_up=wrap_up,
            )
        )


def conversation_of(house: House, openid: str) -> Conversation:
    found = house.app.store.read(lambda reader: latest_of(reader, OA, openid))
    assert found is not None
    return found


def transcript(house: House, openid: str) -> list[Message]:
    one = conversation_of(house, openid)
    return list(
        house.app.store.read(
            lambda reader: message.since(reader, house.app.sealer, one.conversation_id)
        )
    )
