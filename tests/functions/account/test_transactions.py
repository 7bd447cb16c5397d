from tests.house.bank import WANG
from tests.house.made import House


def test_the_latest_and_those_of_a_month(house: House) -> None:
    house.bind("o-wang", WANG)
    heard = house.say("o-wang", "查明细")
    assert "工资" in heard
    assert "+15,000.00" in heard
    assert "合计" not in heard
    june = house.say("o-wang", "上个月的明细")
    assert "2026年6月1日至6月30日共 2 笔" in june
    assert "-125.50" in june
    assert "支出合计：125.50 元" in june
    assert "没有交易记录" in house.say("o-wang", "今天的明细")


def test_a_table_on_the_page(house: House) -> None:
    house.bind("o-wang", WANG)
    view = house.app.counter.view(
        house.session("o-wang"), "transaction_query", {"dates": "2026-06-01至2026-06-30"}
    )
    assert view.table is not None
    assert [row[2] for row in view.table.rows] == ["-125.50", "+15,000.00"]
    assert ("收入合计", "15,000.00 元") in view.facts


def test_searched_by_words_amount_and_way(house: House) -> None:
    house.bind("o-wang", WANG)

    def found(**asked: str) -> list[str]:
        view = house.app.counter.view(house.session("o-wang"), "transaction_query", asked)
        return [row[2] for row in view.table.rows] if view.table else []

    assert found(words="超市") == ["-125.50"]
    assert found(words="%") == []
    assert found(least="1000") == ["+15,000.00"]
    assert found(most="200", way="in") == []
    assert found(page="1") == ["-125.50", "+15,000.00"]
    assert found(page="2") == []


def test_only_what_was_spent(house: House) -> None:
    house.bind("o-wang", WANG)
    heard = house.say("o-wang", "上个月花了多少")
    assert "支出合计：125.50 元" in heard
    assert "15,000" not in heard
