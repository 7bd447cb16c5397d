from datetime import timedelta

import pytest

from tests.house.bank import BOOK, WANG
from tests.house.made import OA, House
from weiyin.base.ask import Point
from weiyin.base.errors import BadInput
from weiyin.people.consents import Purpose, give_consent
from weiyin.places.bank_codes import BankCode, put_codes, with_check_digit
from weiyin.places.hours import ALWAYS, OpeningHours, Span
from weiyin.places.offers.merchant import Merchant, put_merchants
from weiyin.places.offers.offer import Offer, put_offers
from weiyin.places.place import Place, PlaceKind
from weiyin.places.queues.business import Business
from weiyin.places.queues.report import LineReport, MachineReport, apply_reports
from weiyin.places.register import put_places

GUOMAO = Point(39.9087, 116.4598, "国贸")
SHOP = OpeningHours((Span(540, 1320),), (Span(540, 1320),))


@pytest.fixture
def street(house: House) -> House:
    """国贸 with a cash machine, a queue machine, two merchants, and a page of bank codes."""
    now = house.clock.now()
    atm = Place("A1", PlaceKind.ATM, "示范银行国贸地铁站ATM", "北京", "朝阳区", "国贸地铁站1层", "",
                39_908_900, 116_460_200, ALWAYS, ("取款", "查询"))  # fmt: skip
    shops = [
        Merchant("M1", "江南饭庄", "餐饮", "建国路1号", 39_909_000, 116_460_000, SHOP),
        Merchant("M2", "一杯咖啡", "咖啡茶饮", "建国路2号", 39_910_000, 116_461_000, SHOP),
    ]
    facts = {
        "min_fen": 10_000, "off_fen": 3_000, "stock": 5, "claimed": 0, "per_day": 5,
        "per_person": 1, "starts": now - timedelta(days=1), "ends": now + timedelta(days=30),
        "coupon_days": 7, "merchant": "", "category": "", "address": "", "point": GUOMAO,
        "open_hours": "",
    }  # fmt: skip
    offers = [
        Offer(offer_id="F1", title="满100减30", card="", merchant_id="M1", **facts),
        Offer(offer_id="F2", title="咖啡半价", card="credit", merchant_id="M2", **facts),
    ]
    code = with_check_digit("90210000101")

    def stock(tx) -> None:
        put_places(tx, BOOK, [atm])
        apply_reports(tx, BOOK, "A1", [MachineReport(1, now, "no_cash")])
        apply_reports(tx, BOOK, "B1", [LineReport(1, now, Business.PERSONAL, 2)])
        put_merchants(tx, BOOK, shops)
        put_offers(tx, BOOK, offers)
        put_codes(tx, BOOK, [BankCode(code, "示范银行", "示范银行杭州西湖支行", "杭州")])

    house.app.store.run(stock)
    return house


def test_branches_with_their_lines_and_a_map(street: House) -> None:
    heard = street.send_place("o-anybody", GUOMAO)
    assert heard.index("国贸支行") < heard.index("建国门支行")
    assert "无需等候" in heard
    shown = street.fill("o-anybody", "branch_nearby", where="国贸")
    assert [one.label for one in shown.map.spots] == ["北京国贸支行", "北京建国门支行"]
    phone = street.fill("o-anybody", "branch_nearby", where="我的位置（39.907310,116.453750）")
    assert phone.map.here.latitude == pytest.approx(39.9087, abs=1e-4)  # WGS-84 to GCJ-02
    none = street.fill("o-anybody", "branch_nearby", where="国贸", service="保管箱")
    assert "没有我行网点" in none.lead


def test_cash_machines_with_their_state(street: House) -> None:
    heard = street.say("o-anybody", "国贸附近的取款机")
    assert "国贸地铁站ATM" in heard
    assert "缺钞" in heard
    assert "没有我行自助设备" in street.say("o-anybody", "西湖附近的atm")
    assert "哪儿" in street.say("o-anybody", "附近的atm在哪")


def test_one_branch_whole(street: House) -> None:
    heard = street.say("o-anybody", "国贸支行电话是多少")
    assert "010-95000" in heard
    assert "个人业务：无需等候" in heard
    assert "周一至周五 9:00-17:00" in heard
    with pytest.raises(BadInput, match="更具体"):
        street.fill("o-anybody", "branch_detail", branch="北京")


def test_searched_by_words(street: House) -> None:
    assert "建国门支行" in street.say("o-anybody", "找建国门支行")
    found = street.fill("o-anybody", "branch_search", words="北京建国门外大街")
    assert len(found.table.rows) == 2
    assert "没有找到" in street.fill("o-anybody", "branch_search", words="火星").lead


def test_bank_codes(street: House) -> None:
    assert "902100001011" in street.say("o-anybody", "联行号是多少") + street.say(
        "o-anybody", "示范银行杭州西湖支行"
    )
    assert street.fill("o-anybody", "bankcode_query", words="902100001011").facts
    assert "没有查到" in street.fill("o-anybody", "bankcode_query", words="工商银行 火星").lead


def test_offers_by_distance_for_a_stranger_by_taste_for_who_agreed(street: House) -> None:
    heard = street.say("o-anybody", "国贸附近有什么优惠")
    assert heard.index("江南饭庄") < heard.index("一杯咖啡")
    assert "满100减30" in heard
    assert "营销授权" in heard
    street.bind("o-wang", WANG)
    assert "一杯咖啡" not in street.say("o-wang", "国贸附近有什么优惠")  # for credit cards
    street.bind_credit("o-wang", WANG)
    assert "一杯咖啡" in street.say("o-wang", "国贸附近有什么优惠")
    _agree(street, Purpose.MARKETING)
    assert "营销授权" not in street.say("o-wang", "国贸附近有什么优惠")
    assert "在哪儿" in street.say("o-wang", "附近的优惠")


def test_a_coupon_is_claimed_shown_and_had_once(street: House) -> None:
    street.bind("o-wang", WANG)
    done = street.fill("o-wang", "offer_claim", offer="F1")
    assert done.status == "ok", done
    assert done.qr.payload.startswith("weiyin-coupon:")
    code = done.qr.payload.partition(":")[2]
    assert "江南饭庄" in street.say("o-wang", "我的优惠券")
    assert street.fill("o-wang", "offer_claim", offer=code).qr == done.qr
    again = street.fill("o-wang", "offer_claim", offer="F1")
    assert (again.status, "限领" in again.lead) == ("refused", True)


def _agree(house: House, purpose: Purpose) -> None:
    house.app.store.run(
        lambda tx: give_consent(
            tx, oa=OA, openid="o-wang", purpose=purpose, version="1", text="同意",
            at=house.clock.now(),
        )
    )  # fmt: skip
