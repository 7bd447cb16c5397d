"""争议, 固定额度, 逾期协商, 附属卡, 申请: what a person of the bank looks at."""

import pytest

from tests.functions.credit.test_repay import bound
from tests.functions.credit.test_standing import spend
from tests.functions.transfer.kit import handle_of
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.credit.cases import Stage, cases_of, facts_of, move_case
from weiyin.bank.credit.disputes import decide
from weiyin.bank.services.credit_decisions import CreditDecisions
from weiyin.base.errors import BadInput
from weiyin.base.reply import OpenPage
from weiyin.storage.store import Tx


def test_a_denied_spend_is_credited_until_it_is_decided(house: House) -> None:
    bound(house)
    spend(house, "s1", 128_000, "示例网店")
    assert "示例网店" in house.say("o-wang", "信用卡被盗刷了")
    card = house.ask_text("o-wang", "有一笔1280不是我刷的")
    assert isinstance(card, OpenPage)
    assert "不是本人交易" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "11,785.45" in house.say("o-wang", "信用卡额度")  # as before the spend

    def declined(tx: object) -> None:
        office = house.core.office(tx)  # type: ignore[arg-type]
        (case,) = cases_of(office.reader, office.book, "C1")
        decide(office, case, upheld=False)

    house.books.run(declined)
    assert "10,505.45" in house.say("o-wang", "信用卡额度")
    assert "未通过" in house.say("o-wang", "争议进度")


def test_a_spend_is_disputed_once(house: House) -> None:
    bound(house)
    spend(house, "s1", 128_000, "示例网店")
    assert house.fill("o-wang", "cc_dispute", amount="1280", reason="twice").status == "ok"
    session = house.session("o-wang")
    with pytest.raises(Exception, match="已提出过争议"):
        house.app.counter.start(session, "cc_dispute", {"amount": "1280"})
    with pytest.raises(BadInput):
        house.app.counter.start(session, "cc_dispute", {"amount": "3.33"})


def test_a_fixed_limit_is_applied_for_and_what_was_written_is_sealed(house: House) -> None:
    bound(house)
    card = house.ask_text("o-wang", "把固定额度提到8万")
    assert isinstance(card, OpenPage)
    assert "80,000.00" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"

    def look(tx: object) -> dict[str, str]:
        office = house.core.office(tx)  # type: ignore[arg-type]
        (case,) = cases_of(office.reader, office.book, "C1")
        return facts_of(office, case.case_no)

    assert house.books.run(look)["amount"] == "80,000.00"


def test_help_when_overdue_goes_to_a_person(house: House) -> None:
    bound(house)
    assert "每月大约能还多少" in house.say("o-wang", "失业了还不上信用卡")
    card = house.ask_text("o-wang", "500")
    assert isinstance(card, OpenPage)
    assert "17 个月" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    with pytest.raises(BadInput) as little:
        session = house.session("o-wang")
        house.app.counter.start(session, "cc_overdue_help", {"monthly": "100"})
    assert "136.91" in little.value.heard


def test_a_card_for_the_family(house: House) -> None:
    bound(house)
    assert "还没有附属卡" in house.say("o-wang", "附属卡管理")
    opened = house.ask_text("o-wang", "给老婆办张附属卡")
    assert isinstance(opened, OpenPage)
    session = house.session("o-wang")
    said = {one.name: one.value for one in house.app.counter.offers(session, "cc_supplementary")}
    assert (said["deed"], said["relation"]) == ("apply", "spouse")
    wife = {**said, "name": "李梅", "id_number": "110101199203070047"}
    assert house.fill("o-wang", "cc_supplementary", **wife | {"limit": "3000"}).status == "ok"
    with pytest.raises(BadInput):
        session = house.session("o-wang")
        young = {**wife, "id_number": "110101201503070047", "limit": "100"}
        house.app.counter.start(session, "cc_supplementary", young)


def test_a_supplementary_card_is_seen_and_its_cap_moved(house: House) -> None:
    bound(house)
    wife = {"deed": "apply", "name": "李梅", "id_number": "110101199203070047", "limit": "3000"}
    house.fill("o-wang", "cc_supplementary", **wife)

    def approve(tx: Tx) -> None:
        desk = house.core.books(tx).service(CreditDecisions)
        [case] = desk.waiting(9)
        desk.decide("d", case.case_no, True)

    house.books.run(approve)
    told = house.say("o-wang", "我的附属卡")
    assert "*梅" in told
    assert "0.00 / 3,000.00" in told
    assert "待激活" in told
    lower = house.ask_text("o-wang", "附属卡限额调到2000")
    assert isinstance(lower, OpenPage)
    assert house.app.counter.draft(house.session("o-wang"), handle_of(lower)).needs_code is False
    assert house.confirm_card("o-wang", lower).status == "ok"
    higher = house.ask_text("o-wang", "附属卡限额改成2500")
    assert isinstance(higher, OpenPage)
    assert house.app.counter.draft(house.session("o-wang"), handle_of(higher)).needs_code is True
    assert "0.00 / 2,000.00" in house.say("o-wang", "查看附属卡")
    assert "不能超过主卡固定额度" in house.say("o-wang", "附属卡限额调到30000")


def test_anybody_applies_and_follows_it(house: House) -> None:
    house.follow("o-new")
    assert "信用卡申请" in house.say("o-new", "我要办信用卡")
    person = {"id_number": "110101199001010010", "phone": "13700000001"}
    done = house.fill(
        "o-new", "cc_apply", product="gold", name="赵新", job="company", income="200000",
        city="北京", consent="yes", **person,
    )  # fmt: skip
    assert done.status == "ok"
    shown = house.fill("o-new", "cc_apply_progress", **person)
    assert "已受理" in shown.lead
    other = house.fill("o-new", "cc_apply_progress", **{**person, "phone": "13700000002"})
    assert "没有查到" in other.lead
    assert WANG.phone not in shown.lead


def test_a_case_moves_one_way(house: House) -> None:
    bound(house)
    house.fill("o-wang", "cc_fixed_limit", amount="50000")

    def work(tx: object) -> Stage:
        office = house.core.office(tx)  # type: ignore[arg-type]
        (case,) = cases_of(office.reader, office.book, "C1")
        move_case(office, case.case_no, Stage.REVIEWING)
        done = move_case(office, case.case_no, Stage.APPROVED)
        with pytest.raises(Exception, match="approved"):
            move_case(office, case.case_no, Stage.DECLINED)
        return done.stage

    assert house.books.run(work) is Stage.APPROVED
