"""The agents' desk over HTTP: whose conversation it is, what is logged, what streams."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import aclosing
from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.console.conftest import Browser, words_of
from tests.desk.seats import conversation_of, transcript
from tests.house.made import OA, House
from weiyin.base.ask import AskKind
from weiyin.base.reply import Silence
from weiyin.console.desk.hub import Ground, Hub, Screen
from weiyin.console.render import Renderer
from weiyin.desk import message, picture
from weiyin.people.staff.roles import Role
from weiyin.people.staff.sessions import open_staff_session, standing_sessions
from weiyin.people.staff.staff import access_by_login, disable_staff
from weiyin.storage.sql import sql

SABOTAGE = {
    "G01": Sabotage(
        "src/weiyin/desk/access.py",
        "    if found.owner != viewer.staff_id and not viewer.supervisor:",
        "    if not found.owner and not viewer.supervisor:",
    ),
}
A = "o-wang"


@pytest.fixture
def agent(new_browser: Callable[[], Browser]) -> Browser:
    browser = new_browser().sit_down("agent")
    browser.post("/desk/state", {"state": "online"})
    return browser


def _handed_over(house: House) -> str:
    house.follow(A)
    house.say(A, "转人工")
    return conversation_of(house, A).conversation_id


def _say(browser: Browser, conversation_id: str, words: str, key: str = "key-0001") -> int:
    data = {"words": words, "key": key}
    return browser.post(f"/desk/c/{conversation_id}/tell", data).status_code


def test_the_whole_road_by_the_pages(house: House, agent: Browser) -> None:
    one = _handed_over(house)
    assert "还没有打开会话" in agent.get("/desk").text
    assert isinstance(house.ask_text(A, "我的卡被吞了"), Silence)
    page = agent.get(f"/desk/c/{one}")
    assert "我的卡被吞了" in page.text
    assert "还可发送" in page.text
    assert _say(agent, one, "您好，请别着急") == 200
    assert _say(agent, one, "您好，请别着急") == 200
    assert [m.words for m in transcript(house, A)].count("您好，请别着急") == 1
    assert agent.post(f"/desk/c/{one}/note", {"words": "ATM 吞卡"}).status_code == 200
    made = agent.post(f"/desk/c/{one}/case", {"kind": "callback", "words": "回电告知取卡时间"})
    assert made.status_code == 200
    assert "HD20260720" in agent.get(f"/desk/c/{one}/messages?after=0").text
    assert agent.post(f"/desk/c/{one}/return", {"wrap_up": "solved"}).status_code == 200
    assert "请先绑定" in house.say(A, "余额")
    assert agent.get(f"/desk/c/{one}").status_code == 404


def test_a_queue_is_taken_one_by_one(house: House, new_browser: Callable[[], Browser]) -> None:
    one = _handed_over(house)
    browser = new_browser().sit_down("agent")
    assert "请先上线" in words_of(browser.post("/desk/next"))
    browser.post("/desk/state", {"state": "busy"})
    assert one not in browser.get("/desk/lists").text
    assert one in browser.get("/desk/lists?tab=waiting").text
    taken = browser.post("/desk/next")
    assert taken.headers["location"] == f"/console/desk?open={one}"
    assert one in browser.get("/desk/lists").text
    passed = browser.post(f"/desk/c/{one}/pass", {"to": "skill:credit", "words": "请接手"})
    assert passed.status_code == 200
    assert one in browser.get("/desk/lists?tab=waiting").text


def test_a_ticket_is_taken_by_one_and_its_outcome_told(house: House, agent: Browser) -> None:
    house.follow(A)
    done = house.fill(A, "complaint", words="柜台等了两个小时没人理", topic="service")
    case_no = dict(done.facts)["编号"]
    page = agent.get("/desk/cases").text
    assert case_no in page
    assert "两个小时" not in page
    assert agent.post(f"/desk/cases/{case_no}/settle", {"outcome": "x"}).status_code == 422
    assert agent.post(f"/desk/cases/{case_no}/take").status_code == 303
    assert "两个小时" in agent.get("/desk/cases").text
    settled = agent.post(f"/desk/cases/{case_no}/settle", {"outcome": "已向您致歉并整改"})
    assert settled.status_code == 303
    assert "已向您致歉并整改" in house.say(A, "投诉处理进度")
    waiting = house.app.store.read(
        lambda tx: tx.all(sql("SELECT key FROM outbox WHERE topic='desk_case'"))
    )
    assert waiting == [(case_no,)]


def test_seats_and_canned_answers(
    house: House, agent: Browser, new_browser: Callable[[], Browser]
) -> None:
    chief = new_browser().sit_down("supervisor")
    staff = agent.crew.store.read(lambda tx: access_by_login(tx, "agent"))
    form = {"staff_id": staff.staff_id, "number": "1001", "room": "3", "skill_credit": "on"}
    assert chief.post("/desk/seats", form).status_code == 303
    canned = {"code": "hi", "title": "问候", "words": "{name}您好，工号{number}为您服务"}
    assert chief.post("/desk/canned", canned).status_code == 303
    assert chief.post("/desk/canned", {**canned, "words": "见 www.evil.test"}).status_code == 422
    assert chief.post("/desk/canned", {**canned, "words": "{secret}"}).status_code == 422
    assert "*小明您好，工号0001为您服务" in chief.get("/desk/canned").text
    assert "{name}您好" in chief.get("/desk/canned?code=hi").text
    chief.post("/desk/canned", {**canned, "code": "loan", "skill": "loan", "title": "贷款组的"})
    one = _handed_over(house)
    page = agent.get(f"/desk/c/{one}").text
    assert "工号1001为您服务" in page
    assert "贷款组的" not in page
    assert "1/3" in chief.get("/desk/seats").text
    assert agent.get("/desk/seats").status_code == 404


def test_hours_are_written_by_the_supervisor(
    house: House, new_browser: Callable[[], Browser]
) -> None:
    chief = new_browser().sit_down("supervisor")
    form = {"skill": "", "workdays": "09:00-09:30", "days_off": ""}
    assert chief.post("/desk/hours", {**form, "workdays": "25:00-26:00"}).status_code == 422
    assert chief.post("/desk/hours", {**form, "skill": "cooking"}).status_code == 422
    assert chief.post("/desk/hours", form).status_code == 303
    assert "09:00-09:30" in chief.get("/desk/seats").text
    house.follow(A)
    assert "9:00-9:30" in house.say(A, "转人工")
    assert chief.post("/desk/hours/remove", {"skill": ""}).status_code == 303
    assert "排在第一位" in house.say(A, "转人工")


def test_the_desk_in_figures(
    house: House, agent: Browser, new_browser: Callable[[], Browser]
) -> None:
    one = _handed_over(house)
    house.follow("o-li")
    house.say("o-li", "转人工")
    agent.post(
        f"/desk/c/{conversation_of(house, 'o-li').conversation_id}/pass", {"to": "skill:loan"}
    )
    house.clock.advance(timedelta(seconds=90))
    _say(agent, one, "您好")
    house.clock.advance(timedelta(seconds=30))
    agent.post(f"/desk/c/{one}/return", {"wrap_up": "solved"})
    house.say(A, "4")
    chief = new_browser().sit_down("supervisor")
    page = words_of(chief.get("/desk/figures?days=7"))
    for told in ("请求人工 2", "平均首次答复 1分30秒", "平均处理时长 2分00秒", "满意度 4.00"):
        assert told in page, page
    table = chief.post("/desk/figures/export", {"days": "7"}).text.splitlines()
    assert table[1].split(",")[3:] == ["90", "120", "1", "4.00"]
    assert agent.get("/desk/figures").status_code == 404


@pytest.mark.parametrize("path", ["", "/messages", "/room", "/suggestions"])
def test_g01_nobody_looks_but_the_owner_while_it_is_open(
    house: House, agent: Browser, new_browser: Callable[[], Browser], path: str
) -> None:
    agent.crew.hire("agent2", Role.AGENT)
    other, chief = new_browser().sit_down("agent2"), new_browser().sit_down("supervisor")
    one = _handed_over(house)
    nothing = other.get(f"/desk/c/{'0' * 26}{path}")
    assert agent.get(f"/desk/c/{one}{path}").status_code == 200
    assert chief.get(f"/desk/c/{one}{path}").status_code == 200
    refused = other.get(f"/desk/c/{one}{path}")
    assert (refused.status_code, refused.text) == (404, nothing.text)
    agent.post(f"/desk/c/{one}/return", {"wrap_up": "solved"})
    for browser in (agent, chief, other):
        assert browser.get(f"/desk/c/{one}{path}").status_code == 404
    assert _logged(house, "staff:agent2", f"conversation:{one}", "refused") == 2


def test_g01_a_picture_is_for_the_one_who_serves(
    house: House, agent: Browser, new_browser: Callable[[], Browser]
) -> None:
    one = _handed_over(house)
    house.ask(A, AskKind.PICTURE, media_id="media-1")
    last = transcript(house, A)[-1]
    assert "图片接收中" in agent.get(f"/desk/c/{one}").text
    app, now = house.app, house.clock.now()
    app.store.run(lambda tx: message.set_fate(tx, one, last.seq, picture.FETCHING, picture.SHOWN))
    app.store.run(lambda tx: picture.keep(tx, app.sealer, one, last.seq, b"pixels", now))
    place = f"/desk/c/{one}/picture/{last.seq}"
    assert place in agent.get(f"/desk/c/{one}").text
    seen = agent.get(place)
    assert (seen.content, seen.headers["content-type"]) == (b"pixels", "image/jpeg")
    assert "sandbox" in seen.headers["content-security-policy"]
    assert seen.headers["x-content-type-options"] == "nosniff"
    agent.crew.hire("agent2", Role.AGENT)
    for login in ("supervisor", "agent2"):
        assert new_browser().sit_down(login).get(place).status_code == 404
    for wrong in ("x", "-1", "9999999999"):
        assert agent.get(f"/desk/c/{one}/picture/{wrong}").status_code == 404
    agent.post(f"/desk/c/{one}/return", {"wrap_up": "solved"})
    assert agent.get(place).status_code == 404


def test_passing_on_to_a_colleague_by_the_page(
    house: House, agent: Browser, new_browser: Callable[[], Browser]
) -> None:
    agent.crew.hire("agent2", Role.AGENT)
    second = new_browser().sit_down("agent2")
    one = _handed_over(house)
    second.post("/desk/state", {"state": "online"})
    colleague = agent.crew.store.read(lambda tx: access_by_login(tx, "agent2")).staff_id
    assert f"staff:{colleague}" in agent.get(f"/desk/c/{one}").text
    assert agent.post(f"/desk/c/{one}/pass", {"to": "team:none"}).status_code == 422
    assert agent.post(f"/desk/c/{one}/pass", {"to": f"staff:{colleague}"}).status_code == 200
    assert agent.get(f"/desk/c/{one}").status_code == 404
    assert one in second.get("/desk/lists").text


def test_every_word_of_the_desk_in_english(house: House, agent: Browser) -> None:
    one = _handed_over(house)
    house.ask(A, AskKind.PICTURE, media_id="media-1")
    agent.post("/lang", {"to": "/console/desk"})
    said = {m.words for m in transcript(house, A)} | {"转人工", "示范银行", "中文"}
    for path in ("/desk", "/desk/lists?tab=waiting", "/desk/lists?tab=team", f"/desk/c/{one}"):
        words = agent.get(path).text
        for known in sorted(said, key=len, reverse=True):
            words = words.replace(known, "")
        assert not re.search(r"[\u4e00-\u9fff]", words), (path, words)


def test_g07_a_look_at_a_conversation_is_written_down(house: House, agent: Browser) -> None:
    one = _handed_over(house)
    agent.get(f"/desk/c/{one}")
    _say(agent, one, "您好")
    assert _logged(house, "staff:agent", f"conversation:{one}", "done") == 2


def test_g02_an_agent_is_no_supervisor(house: House, agent: Browser) -> None:
    one = _handed_over(house)
    assert agent.post(f"/desk/c/{one}/whisper", {"words": "我来"}).status_code == 404
    assert "全组" not in agent.get("/desk/lists?tab=team").text


def test_a_supervisor_whispers_and_the_customer_hears_nothing(
    house: House, agent: Browser, new_browser: Callable[[], Browser]
) -> None:
    one = _handed_over(house)
    chief = new_browser().sit_down("supervisor")
    assert chief.post(f"/desk/c/{one}/whisper", {"words": "先安抚"}).status_code == 200
    assert "先安抚" in agent.get(f"/desk/c/{one}").text
    assert _say(chief, one, "我是主管") == 422
    sent = house.app.store.read(
        lambda tx: tx.all(sql("SELECT seq FROM desk_messages WHERE fate <> ''"))
    )
    assert sent == []


@pytest.mark.parametrize(
    "words",
    ["点 http://evil.test 领钱", "请把验证码发给我", "卡号 6222020200112233445", "扫码办理"],
)
def test_g04_what_an_agent_must_not_send_is_refused(
    house: House, agent: Browser, words: str
) -> None:
    one = _handed_over(house)
    assert _say(agent, one, words) == 422
    assert all(words not in m.words for m in transcript(house, A))


def test_w05_what_a_customer_typed_is_words(house: House, agent: Browser) -> None:
    one = _handed_over(house)
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    house.ask_text(A, evil)
    page = agent.get(f"/desk/c/{one}").text
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|<img|<[^>]*\son\w+=", page)


def test_knowledge_and_suggestions_help(house: House, agent: Browser) -> None:
    one = _handed_over(house)
    house.ask_text(A, "存款有保险吗")
    assert "50 万" in agent.get(f"/desk/c/{one}/suggestions").text
    assert "50 万" in agent.get("/desk/knowledge?q=存款保险").text


def test_a_stream_tells_what_others_wrote(house: House, agent: Browser) -> None:
    one = _handed_over(house)
    hub, ground, key = _live(house, agent)

    async def listen() -> str:
        staff = agent.crew.store.read(lambda tx: access_by_login(tx, "agent"))
        screen = Screen(key, staff.staff_id, OA, supervisor=False)
        async with aclosing(hub.stream(ground, screen)) as events:
            assert (await anext(events)).startswith(b"retry")
            await asyncio.to_thread(house.ask_text, A, "还在吗")
            async for data in events:
                if "还在吗" in data.decode():
                    return data.decode()
        return ""

    assert one in asyncio.run(asyncio.wait_for(listen(), 10))


def test_g08_the_stream_of_somebody_disabled_ends(house: House, agent: Browser) -> None:
    hub, ground, key = _live(house, agent)
    staff = agent.crew.store.read(lambda tx: access_by_login(tx, "agent"))

    async def listen() -> None:
        screen = Screen(key, staff.staff_id, OA, supervisor=False)
        async with aclosing(hub.stream(ground, screen)) as events:
            await anext(events)
            await asyncio.to_thread(
                house.app.store.run,
                lambda tx: disable_staff(tx, staff, by="staff:admin", now=house.clock.now()),
            )
            async for _ in events:
                pass

    asyncio.run(asyncio.wait_for(listen(), 10))
    assert key not in house.app.store.read(lambda tx: standing_sessions(tx, house.clock.now()))


def test_g08_whom_somebody_disabled_served_gets_somebody_else_at_once(
    house: House, agent: Browser, new_browser: Callable[[], Browser]
) -> None:
    one = _handed_over(house)
    agent.crew.hire("agent2", Role.AGENT)
    second, boss = new_browser().sit_down("agent2"), new_browser().sit_down("admin")
    second.post("/desk/state", {"state": "online"})
    fired = agent.crew.store.read(lambda tx: access_by_login(tx, "agent")).staff_id
    assert boss.post(f"/staff/{fired}/disable").status_code == 303
    assert agent.get(f"/desk/c/{one}").headers["location"].startswith("/console/login")
    assert second.get(f"/desk/c/{one}").status_code == 200


def _live(house: House, agent: Browser) -> tuple[Hub, Ground, str]:
    """A hub of its own, and the key of a session of the agent."""
    app, now = house.app, house.clock.now()
    staff = agent.crew.store.read(lambda tx: access_by_login(tx, "agent"))
    before = app.store.read(lambda tx: standing_sessions(tx, now))
    app.store.run(lambda tx: open_staff_session(tx, staff, OA, now))
    (key,) = app.store.read(lambda tx: standing_sessions(tx, now)) - before
    draw = Renderer("示范银行", (), demo=False).draw
    return Hub(0.02), Ground(app.store, app.clock, app.sealer, draw), key


def _logged(house: House, who: str, whom: str, outcome: str) -> int:
    row = house.app.store.read(
        lambda tx: tx.one(
            sql(
                "SELECT COUNT(*) FROM audit WHERE who=:who AND whom=:whom AND outcome=:outcome"
            ),
            who=who, whom=whom, outcome=outcome,
        )
    )  # fmt: skip
    assert row is not None
    return int(row[0])
