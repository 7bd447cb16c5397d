"""电子回单/存款证明: papers with a seal and a code, made after step-up; and their check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from weiyin.bank.account.proofs import Asked, Proof, ProofKind
from weiyin.bank.account.search import Wanted
from weiyin.bank.core import Books, CardKind
from weiyin.bank.services.proofs import Proofs
from weiyin.base.clock import SHANGHAI, Clock, shanghai_day, shanghai_midnight
from weiyin.base.dates import DateRange
from weiyin.base.errors import NotBound
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.pictures import Download, Paper
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey, StandingLost
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.papers import Sheet, print_sheet
from weiyin.people.who import Who, access_card

_NAMES = {
    ProofKind.STATEMENT: "账户流水",
    ProofKind.DEPOSIT: "存款证明",
    ProofKind.RECEIPT: "电子回单",
}
_OPTIONS = tuple((kind.value, name) for kind, name in _NAMES.items())
_SAID = (
    (ProofKind.DEPOSIT.value, r"存款证明|资产证明|余额证明"),
    (ProofKind.RECEIPT.value, r"回单|凭证|收据|付款证明"),
    (ProofKind.STATEMENT.value, r"流水|对账单|明细"),
)
_NOTES = {
    ProofKind.DEPOSIT: "本证明只说明所列时点的余额，不构成担保，开具后账户仍可收付。",
    ProofKind.RECEIPT: "重复打印无效，请勿重复记账。",
    ProofKind.STATEMENT: "本流水依据您的申请出具，内容以本行账务系统为准。",
}
_VERIFY = "在本行微信“电子回单/存款证明”中输入即可核验"


@dataclass(frozen=True, slots=True)
class ProofOrder:
    kind: ProofKind
    account_no: str
    tail: str
    purpose: str
    since: datetime | None
    until: datetime | None
    amount: Money | None


@function(
    id="account_proof",
    title="电子回单/存款证明",
    group="common.account",
    about="开具带电子印章和验证码的回单、流水和存款证明（PDF），也可核验真伪",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    books: Books,
    proofs: Proofs,
    clock: Clock,
    kind: Annotated[
        str | None, Input("开具内容", InputKind.CHOICE, options=_OPTIONS, said=_SAID)
    ] = None,
    dates: Annotated[DateRange | None, Input("日期", InputKind.DATES, help="不填为本月")] = None,
    amount: Annotated[
        Money | None, Input("金额", InputKind.MONEY, help="回单：不填为最近一笔")
    ] = None,
    purpose: Annotated[str | None, Input("用途", InputKind.WORDS, help="例如：签证")] = None,
    tail: Annotated[str | None, Input("卡号尾号", InputKind.CARD_TAIL)] = None,
    code: Annotated[
        str | None, Input("验证码", InputKind.WORDS, help="核验一份已有的证明时填写")
    ] = None,
) -> Answer | DraftRequest:
    if code:
        return _checked(proofs.check(code))
    customer = customer_of(who)
    if (standing := books.customer(customer).status) != "active":
        raise StandingLost(standing)
    card = access_card(who, CardKind.DEBIT, tail)
    which = ProofKind(kind or ProofKind.RECEIPT)
    since, until = _span(which, dates, clock.now())
    return DraftRequest(
        title=_NAMES[which],
        facts=(
            ("开具内容", _NAMES[which]),
            ("账户", mask_card(card.tail)),
            *_asked(which, since, until, amount),
            *((("用途", purpose),) if purpose else ()),
        ),
        order=ProofOrder(
            which, card.account_no, card.tail, (purpose or "")[:30], since, until, amount
        ),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(customer),
        words=f"开具尾号{card.tail}账户的{_NAMES[which]}",
        warning="证明含有您的姓名和账务信息，请只交给需要的人。",
    )


def perform(order: ProofOrder, who: Who, proofs: Proofs, key: DraftKey) -> Answer:
    wanted = Wanted(order.since, order.until, order.amount, order.amount)
    if order.kind is ProofKind.DEPOSIT:
        wanted = Wanted()
    asked = Asked(order.kind, order.account_no, order.tail, order.purpose, wanted)
    made = proofs.make(key, customer_of(who), asked)
    return Answer(
        title="开具成功",
        lead=f"{_NAMES[order.kind]}已开具，可下载保存。",
        facts=(("验证码", _in_fours(made.said.code)), ("核验方式", _VERIFY)),
        papers=(Download(f"下载{_NAMES[order.kind]}", (("proof", made.proof_no),)),),
        next=("account_proof", "transaction_query"),
    )


def paper(
    who: Who, proofs: Proofs, proof: Annotated[str, Input("证明编号", InputKind.WORDS)]
) -> Paper:
    if who.customer_no is None:
        raise NotBound
    made = proofs.proof(who.customer_no, proof)
    said, name = made.said, _NAMES[made.said.kind]
    sheet = Sheet(
        bank=said.bank,
        title=name,
        facts=said.facts,
        columns=said.columns,
        rows=said.rows,
        widths=(3, 4, 2, 2) if said.columns else (),
        numbers=2,
        notes=(_NOTES[said.kind],),
        code=_in_fours(said.code),
        verify=_VERIFY,
        seal="电子业务专用章",
    )
    day = made.made.astimezone(SHANGHAI)
    return Paper(f"{name}-{day:%Y%m%d}.pdf", print_sheet(sheet, made.made))


def _checked(found: Proof | None) -> Answer:
    if found is None:
        return Answer(
            title="证明核验",
            lead="没有查到这份证明。请核对验证码；如核对无误，请勿采信该证明。",
            next=("account_proof",),
        )
    day = found.made.astimezone(SHANGHAI)
    return Answer(
        title="证明核验",
        lead=f"经核验，这是本行于{day:%Y年%m月%d日}开具的{_NAMES[found.said.kind]}，请与纸面内容核对：",
        facts=found.said.points,
    )


def _span(
    which: ProofKind, dates: DateRange | None, now: datetime
) -> tuple[datetime | None, datetime | None]:
    if dates is not None:
        return dates.moments()
    if which is not ProofKind.STATEMENT:
        return None, None
    return shanghai_midnight(shanghai_day(now).replace(day=1)), None


def _asked(
    which: ProofKind, since: datetime | None, until: datetime | None, amount: Money | None
) -> tuple[tuple[str, str], ...]:
    if which is ProofKind.DEPOSIT:
        return (("内容", "当前时点的存款余额"),)
    facts = [("起始日", f"{since.astimezone(SHANGHAI):%Y-%m-%d}")] if since else []
    if amount is not None:
        facts.append(("金额", f"{amount} 元"))
    if not facts or (until is None and which is ProofKind.RECEIPT):
        facts.append(("范围", "最近一笔交易"))
    return tuple(facts)


def _in_fours(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
