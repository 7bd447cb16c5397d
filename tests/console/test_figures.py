"""Figures: counted beside the road, shown, taken away; and the study's numbers come out."""

from __future__ import annotations

from datetime import date

from tests.console.conftest import Browser, words_of
from tests.house.made import OA, House
from weiyin.base.ask import AskKind
from weiyin.base.clock import shanghai_day
from weiyin.base.money import Money
from weiyin.console.figures.deflection import Assumptions, assumptions, deflection
from weiyin.console.figures.picture import picture_of
from weiyin.reception.tally import Tallied, tallied


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
    assert one.questions == 4
    assert one.handed_over >= 1
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
