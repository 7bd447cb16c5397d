"""Figures: counted beside the road, shown, taken away; and the study's numbers come out."""

from __future__ import annotations

from datetime import date, timedelta

from tests.console.conftest import Browser, words_of
from tests.house.bank import BOOK
from tests.house.made import OA, House
from weiyin.bank import tariffs
from weiyin.base.ask import AskKind
from weiyin.base.clock import SHANGHAI, shanghai_day
from weiyin.base.money import Money
from weiyin.channel.wechat import windows
from weiyin.console.figures.alerts import FIGURES, rules
from weiyin.console.figures.channels import NAMES as CHANNEL_NAMES
from weiyin.console.figures.channels import channels
from weiyin.console.figures.deflection import Assumptions, assumptions, deflection
from weiyin.console.figures.picture import picture_of
from weiyin.reception.tally import Tallied, put_tallies, tallied
from weiyin.serving import _metered


def test_what_was_asked_is_counted_by_how_it_came_out(house: House) -> None:
    house.follow("o-1")
    for words in ("附近网点", "我卡上还剩多少", "转人工", "呜哩哇啦嘟嘟"):
        house.say("o-1", words)
    house.ask("o-1", AskKind.TAP, "balance_query")
    house.app.tally.flush()
    today = shanghai_day(house.clock.now())
    one = picture_of(house.app.store.read(lambda r: tallied(r, OA, today, today)))
    assert one.asks["text"] == 4
    assert (one.asks["follow"], one.asks["tap"]) == (1, 1)
    assert one.questions == 3  # the last was said to a person
    assert one.handed_over == 1
    assert one.functions["balance_query"] == 1
    assert one.taps["balance_query"] == 1


def test_a_percentile_of_buckets() -> None:
    day = date(2026, 7, 20)
    rows = [Tallied(day, 9, "took_ms", "20", 90), Tallied(day, 9, "took_ms", "1000", 10)]
    one = picture_of(rows)
    assert (one.took_ms(0.5), one.took_ms(0.95)) == ("≤ 20", "≤ 1000")
    assert picture_of([]).took_ms(0.5) == ""


def test_the_study_s_eleven_percent_are_thirty_five_million(house: House) -> None:
    today = shanghai_day(house.clock.now())
    assumed = house.app.store.read(lambda r: assumptions(r, "demo", today))
    assert assumed.calls_taken_bp == 1100
    saved = deflection(assumed, 0, 1).planned_saved
    assert abs(saved.fen - 35_000_000_00) < 1_000_00


def test_measured_savings_are_a_year_of_such_days() -> None:
    assumed = Assumptions(1_000_000, 1100, Money(500), 2000)
    found = deflection(assumed, answered_alone=1_000, days=10)
    assert found.measured_calls == 200
    assert found.measured_saved == Money(200 * 365 // 10 * 500)
    assert found.taken_bp == 73


def test_the_pages_show_what_was_counted(operator: Browser, house: House) -> None:
    house.say("o-1", "附近网点")
    page = operator.get("/today")
    assert "data-chart" in page.text
    taken = operator.post("/today/export")
    assert "outcome" in taken.text
    assert "attachment" in taken.headers["content-disposition"]
    form = {
        "service.calls_a_year": "1000000",
        "service.calls_taken_bp": "1100",
        "service.call_cost_fen": "400",
        "service.question_is_call_bp": "2000",
    }
    assert operator.post("/analytics/assume", form).status_code == 303
    assert "440,000.00" in words_of(operator.get("/analytics?days=7"))
    assert (
        operator.post("/analytics/assume", form | {"service.call_cost_fen": "x"}).status_code == 422
    )
    assert "questions" in operator.post("/analytics/export", {"days": "7"}).text


def _counted(house: House, *rows: tuple[str, str, int]) -> None:
    at = house.clock.now().astimezone(SHANGHAI)
    made = [Tallied(at.date(), at.hour, *row) for row in rows]
    house.app.store.run(lambda tx: put_tallies(tx, OA, made))


def test_a_rule_speaks_past_its_threshold_and_is_quiet_once_somebody_knows(
    operator: Browser, second: Browser, house: House
) -> None:
    _counted(house, ("outcome", "answer", 80), ("outcome", "unanswered", 5))
    assert 'data-alert="unanswered"' not in operator.get("/today").text
    _counted(house, ("outcome", "unanswered", 15))  # 20 in 100
    page = operator.get("/today")
    assert 'data-alert="unanswered"' in page.text
    assert "20.00%" in page.text
    assert operator.post("/today/alerts/unanswered", {"why": " "}).status_code == 422
    assert operator.post("/today/alerts/no_such", {"why": "x"}).status_code == 404
    told = {"why": "正在补充知识"}
    assert operator.post("/today/alerts/unanswered", told).status_code == 303
    assert "已知悉" in words_of(second.get("/today"))
    assert "/today/alerts/unanswered" not in second.get("/today").text
    assert (OA, "unanswered", 2_000, True) in _metered(house.app)
    house.clock.advance(timedelta(days=1))
    assert "unanswered" not in {rule for _, rule, _, speaks in _metered(house.app) if speaks}


def test_few_things_make_no_alert_and_every_rule_has_its_setting(house: House) -> None:
    _counted(house, ("outcome", "unanswered", 9))  # every one of nine
    assert "unanswered" not in {rule for _, rule, _, speaks in _metered(house.app) if speaks}
    assert {rule.setting for rule in rules().values()} <= set(tariffs.shipped())
    assert {rule.figure for rule in rules().values()} == set(FIGURES)


def test_an_earlier_day_is_shown_and_taken_away(operator: Browser, house: House) -> None:
    _counted(house, ("ask", "text", 7), ("outcome", "answer", 7), ("tap", "all_services", 3))
    day = shanghai_day(house.clock.now())
    house.clock.advance(timedelta(days=2))
    operator.http.cookies.clear()
    operator.sit_down("operator")
    assert "还没有消息" in words_of(operator.get("/today"))
    page = words_of(operator.get(f"/today?day={day}"))
    assert "全部服务" in page
    assert "还没有消息" not in page
    assert f"{day}" in operator.post("/today/export", {"day": day.isoformat()}).text
    assert operator.get("/today?day=1999-99-99").status_code == 200


def test_wechat_stands_beside_the_app(operator: Browser, house: House) -> None:
    house.say("o-1", "附近网点")
    house.say("o-2", "附近网点")
    form = dict.fromkeys(CHANNEL_NAMES, "6") | {"channel.app_use_cost_fen": "30"}
    assert operator.post("/analytics/assume", form).status_code == 303
    day = shanghai_day(house.clock.now())
    rows = [Tallied(day, 9, "ask", "text", 8), Tallied(day, 9, "ask", "follow", 5)]
    found = house.app.store.read(lambda r: channels(r, BOOK, day, picture_of(rows), 2))
    assert (found.wechat.people, found.wechat.uses, found.wechat.uses_each) == (2, 8, 4.0)
    assert (found.app.people, found.app.uses) == (6, 36)
    assert (found.wechat_share, found.saved) == (0.25, Money(8 * 24))
    assert "WeChat" not in words_of(operator.get("/analytics"))
    active = house.app.store.read(lambda r: windows.active(r, OA, house.clock.now()))
    assert active == 2
