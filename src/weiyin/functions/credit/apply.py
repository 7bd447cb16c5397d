"""信用卡申请: by anybody, on a page; the phone is proved before it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.credit.issuing import PRODUCTS
from weiyin.bank.services.credit_cases import CreditCases
from weiyin.base.clock import Clock
from weiyin.base.mask import mask_id, mask_name, mask_phone
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey
from weiyin.functions.credit.adults import check_adult
from weiyin.functions.credit.casework import received
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_JOBS = (
    ("company", "企业职员"),
    ("public", "公务员或事业单位"),
    ("own", "自营"),
    ("other", "其他"),
)


@dataclass(frozen=True, slots=True)
class Application:
    name: str
    id_number: str
    phone: str
    product: str
    job: str
    income: Money
    city: str


@function(
    id="cc_apply",
    title="信用卡申请",
    group="credit",
    about="在线申请信用卡，提交后可随时查询进度",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
    menu=Menu.CREDIT,
)
def answer(
    clock: Clock,
    product: Annotated[str, Input("卡种", InputKind.CHOICE, options=PRODUCTS)],
    name: Annotated[str, Input("姓名", InputKind.PERSON_NAME)],
    id_number: Annotated[str, Input("身份证号", InputKind.ID_NUMBER)],
    phone: Annotated[str, Input("手机号码", InputKind.PHONE, help="用于接收验证码和审核结果")],
    job: Annotated[str, Input("职业", InputKind.CHOICE, options=_JOBS)],
    income: Annotated[Money, Input("税前年收入", InputKind.MONEY)],
    city: Annotated[str, Input("常住城市", InputKind.CITY)],
    consent: Annotated[  # noqa: ARG001 - required to be given
        bool, Input("信用卡领用合约及授权书", InputKind.CONSENT, agreement="card_application")
    ],
) -> DraftRequest:
    check_adult(id_number, clock.now())
    return DraftRequest(
        title="信用卡申请",
        facts=(
            ("卡种", dict(PRODUCTS)[product]),
            ("申请人", mask_name(name)),
            ("证件", mask_id(id_number)),
            ("手机", mask_phone(phone)),
            ("税前年收入", f"{income} 元"),
            ("常住城市", city),
        ),
        order=Application(name, id_number, phone, product, job, income, city),
        step_up=StepUp.CODE,
        phone=phone,
        words=f"申请{dict(PRODUCTS)[product]}",
        warning="透支日利率 0.05%，折算年化利率 18.25%（单利，按 365 天）；全额还款享免息期。",
    )


def perform(order: Application, cases: CreditCases, key: DraftKey) -> Answer:
    facts = {"job": order.job, "income": str(order.income), "city": order.city}
    case = cases.apply(key, order.name, order.id_number, order.phone, order.product, facts)
    return received(case, "申请已受理，一般 5 个工作日内有结果。", "cc_apply_progress")
