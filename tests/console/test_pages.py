"""Each page does what it says: told by its words, by the log, and by the rooms below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.console.conftest import Browser, proposal_on, words_of
from tests.house.bank import BOOK, WANG
from tests.house.made import House
from weiyin.bank import tariffs
from weiyin.base.cells import to_csv
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import NotAllowed
from weiyin.commands.reseal import check_agreed
from weiyin.console.catalogue import console_functions, console_pages
from weiyin.people.staff.staff import access_by_login
from weiyin.storage.sql import sql

SABOTAGE = {
    "G07": Sabotage(
        "src/weiyin/console/visit.py",
        '            self.record(tx, whom, "done", why=why, detail=detail, oa=oa)\n',
        "",
    ),
    "G09": Sabotage(
        "src/weiyin/base/cells.py",
        """return f"'{cell}" if cell.startswith(_FORMULA) else cell""",
        "return cell",
    ),
}
_CODE = timedelta(seconds=30)
_EVIL = '"><script>alert(1)</script>=HYPERLINK("x")'


def _deeds(browser: Browser) -> list[tuple[str, str, str]]:
    return browser.crew.store.read(
        lambda tx: tx.all(sql("SELECT who, what, why FROM audit WHERE what <> 'staff.add'"))
    )


def test_the_sixteen_of_operations_are_pages() -> None:
    ids = [id_ for id_, _, group in console_functions() if group == "ops"]
    assert set(ids) == {
        "ops_menu_manage", "ops_publish", "ops_reminder_config", "ops_command_config",
        "ops_accounts", "ops_rbac", "ops_geo", "ops_config", "ops_agent_desk",
        "ops_agent_supervise", "ops_message_stats", "ops_analytics", "ops_kb", "ops_audit",
        "ops_customer_360", "ops_reconcile",
    }  # fmt: skip
    assert len(ids) == 16


@pytest.mark.parametrize("role", ["operator", "admin", "auditor", "supervisor"])
def test_every_page_opens(new_browser: Callable[[], Browser], role: str) -> None:
    browser = new_browser().sit_down(role)
    opened = 0
    for page in console_pages():
        for route in page.routes:
            if route.method == "GET" and "{" not in route.path and "/live" not in route.path:
                answer = browser.get(route.path)
                assert answer.status_code in {200, 404}, (route.path, words_of(answer)[:200])
                opened += answer.status_code == 200
    assert opened > 1


def test_a_tariff_is_changed_by_two(operator: Browser, second: Browser, house: House) -> None:
    today = shanghai_day(house.clock.now())
    form = {"value": "20", "since": today.isoformat(), "why": "年度调整"}
    assert operator.post("/tariffs/credit.grace_days", form).status_code == 303
    proposal = proposal_on(second.get("/approvals"))
    refused = operator.approve("operator", proposal)
    assert refused.status_code == 422
    assert "另一位同事" in words_of(refused)

    def grace() -> int:
        return house.app.store.read(lambda r: tariffs.at(r, BOOK, "credit.grace_days", today))

    assert grace() == 0
    house.clock.advance(_CODE)
    assert second.approve("operator2", proposal).status_code == 303
    assert grace() == 20
    assert "20" in words_of(operator.get("/tariffs"))
    assert operator.post("/tariffs/credit.grace_days", form | {"value": "1.5"}).status_code == 422
    assert operator.post("/tariffs/no.such", form).status_code == 404


def test_knowledge_is_edited_by_two_and_then_answers(
    operator: Browser, second: Browser, house: House
) -> None:
    form = {
        "id": "moon-branch",
        "category": "网点",
        "question": "月球上有网点吗",
        "variants": "月亮上有没有分行\n月球网点在哪里\n登月后去哪里取钱",
        "answer": "本行暂未在月球设立网点。",
        "owner": "渠道部",
        "source": "内部通知",
        "valid_from": "2026-01-01",
        "why": "客户常问",
    }
    assert operator.post("/knowledge/save", form).status_code == 303
    assert "暂未在月球" not in house.say("o-1", "月球上有网点吗")
    assert second.approve("operator2", proposal_on(second.get("/approvals"))).status_code == 303
    assert "暂未在月球" in house.say("o-2", "月球上有网点吗")
    assert "月球上有网点吗" in words_of(operator.get("/knowledge/trial?trial=月球网点"))
    bad = operator.post("/knowledge/save", form | {"answer": "见 http://evil.test"})
    assert bad.status_code == 422


def test_a_campaign_runs_only_after_another_has_looked(operator: Browser, second: Browser) -> None:
    form = {
        "name": _EVIL[:40],
        "rule": "有信用卡 = 否",
        "goal": "有信用卡 = 是",
        "title_A": "夏日礼遇",
        "words_A": "办卡有礼",
        "path": "/p/f/offers_nearby",
        "holdout": "10",
        "starts": "2026-07-21T09:00",
        "ends": "2026-08-20T00:00",
    }
    made = operator.post("/campaigns", form).headers["location"].removeprefix("/console")
    page = operator.get(made)
    assert "<script>alert" not in page.text
    path = made.partition("?")[0]
    assert operator.post(f"{path}/approve").status_code == 422
    assert second.post(f"{path}/approve").status_code == 303
    assert "已排期" in words_of(second.get(path))
    assert operator.post(f"{path}/stop", {"why": "x"}).status_code == 303
    assert "已停止" in words_of(second.get(path))


def test_a_customer_is_shown_masked_and_for_a_purpose(operator: Browser, house: House) -> None:
    house.bind("o-wang", WANG)
    asked = {"customer_no": WANG.customer_no, "purpose": "inquiry", "note": "工单 42"}
    assert operator.post("/customer", asked | {"purpose": ""}).status_code == 422
    assert operator.post("/customer", asked | {"note": " "}).status_code == 422
    page = operator.post("/customer", asked)
    assert "小明" in page.text
    for secret in (WANG.name, WANG.phone, WANG.id_number, WANG.debit):
        assert secret not in page.text
    assert WANG.phone in operator.post("/customer/reveal", asked).text
    assert operator.post("/customer", asked | {"customer_no": "C-none"}).status_code == 404
    told = [(what, why) for _, what, why in _deeds(operator) if what.startswith("customer.")]
    assert sorted(told) == [
        ("customer.look", "inquiry: 工单 42"),
        ("customer.reveal", "inquiry: 工单 42"),
    ]


def test_a_place_is_added_mended_and_taken_out(operator: Browser, house: House) -> None:
    form = {
        "place_id": "B-900",
        "kind": "branch",
        "name": "示范银行月坛支行",
        "city": "北京",
        "district": "西城区",
        "address": "月坛北街1号",
        "lat": "39.912345",
        "lon": "116.35",
        "weekday": "9:00-12:00、13:00-17:00",
        "weekend": "",
    }
    assert operator.post("/places/save", form).status_code == 303
    assert "9:00-12:00、13:00-17:00" in operator.get("/places/B-900").text
    assert "月坛" in house.say("o-1", "月坛支行在哪里")
    for wrong in ({"lat": "91"}, {"lon": "x"}, {"weekday": "17:00-9:00"}, {"place_id": "../x"}):
        assert operator.post("/places/save", form | wrong).status_code == 422
    assert operator.post("/places/B-900/remove").status_code == 303
    assert operator.get("/places/B-900").status_code == 404


def test_g03_a_change_of_keys_takes_two(operator: Browser, second: Browser, house: House) -> None:
    store, form = house.app.store, {"name": "k2", "why": "年度更换"}
    assert operator.post("/keys", form | {"name": "AAECAwQFBgc="}).status_code == 422
    assert operator.post("/keys", form).status_code == 303
    proposal = proposal_on(second.get("/approvals"))
    assert operator.approve("operator", proposal).status_code == 422
    with pytest.raises(NotAllowed):
        check_agreed(store, "k2", house.clock.now())
    assert second.approve("operator2", proposal).status_code == 303
    check_agreed(store, "k2", house.clock.now())
    for key_id, later in (("k3", timedelta()), ("k2", timedelta(days=8))):
        with pytest.raises(NotAllowed):
            check_agreed(store, key_id, house.clock.now() + later)


def test_staff_are_added_changed_and_shut_out(
    new_browser: Callable[[], Browser], house: House
) -> None:
    boss = new_browser().sit_down("admin")
    form = {"login": "new.hand", "name": "新人", "password": "a long enough word", "agent": "*"}
    page = boss.post("/staff/add", form)
    assert "<svg" in page.text
    assert "otpauth" not in page.text
    added = house.app.store.read(lambda tx: access_by_login(tx, "new.hand"))
    other = new_browser().sit_down("new.hand")
    assert other.get("/").status_code == 200
    assert boss.post(f"/staff/{added.staff_id}/roles", {"auditor": "main"}).status_code == 303
    assert other.get("/audit").status_code == 200
    assert boss.post(f"/staff/{added.staff_id}/disable").status_code == 303
    assert other.get("/").status_code == 303
    own = house.app.store.read(lambda tx: access_by_login(tx, "admin"))
    assert boss.post(f"/staff/{own.staff_id}/disable").status_code == 422


def test_g07_every_deed_says_who_what_whom_and_why(
    new_browser: Callable[[], Browser], operator: Browser
) -> None:
    """Of the deeds that succeed each leaves a row; the log is searched and its chain walked."""
    operator.post("/account", {"oa": "main"})
    operator.post("/knowledge/export")
    operator.post("/reconcile/export")
    names = {what for who, what, _ in _deeds(operator) if who == "staff:operator"}
    assert {"account.choose", "knowledge.export", "difference.export"} <= names
    auditor = new_browser().sit_down("auditor")
    assert "knowledge.export" in words_of(auditor.get("/audit?who=staff:operator"))
    assert "knowledge.export" not in words_of(auditor.get("/audit?who=staff:nobody"))
    assert "日志链完整" in words_of(auditor.post("/audit/verify"))
    taken = auditor.post("/audit/export", {"who": "staff:operator"})
    assert taken.headers["content-type"].startswith("text/csv")
    assert "knowledge.export" in taken.text


def test_g09_no_cell_is_a_formula() -> None:
    told = to_csv(["a"], [["=1+1"], ["+x"], ["-x"], ["@x"], ["plain"], [-5]])
    assert told.splitlines()[1:] == ["'=1+1", "'+x", "'-x", "'@x", "plain", "-5"]


def test_g09_what_customers_and_staff_type_is_inert(operator: Browser) -> None:
    for path in ("/audit", "/knowledge", "/places", "/knowledge/trial"):
        name = "trial" if path.endswith("trial") else "q"
        answer = operator.get(f"{path}?{name}=" + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
        assert "<script>alert" not in answer.text
