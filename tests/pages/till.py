"""A small desk for the pages' tests: real people, real store, a two-line bank.

It holds what the pages need of reception: a query, a query with a form, a transfer that is drafted
and confirmed with a code, and a list of whose payments were made.
"""

from __future__ import annotations

from collections.abc import Mapping

from weiyin.bank.core import CardKind
from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput, Conflict, NeedsStepUp, NotAllowed, NotFound
from weiyin.base.mask import mask_phone
from weiyin.base.money import Money
from weiyin.base.pictures import Chart, ChartPoint, Paper, Qr, Stage
from weiyin.base.views import (
    Agreement,
    Choice,
    CodeSent,
    DraftMade,
    DraftView,
    Field,
    Form,
    FormSeal,
    Keypad,
    Link,
    Offer,
    PageResult,
    ResultView,
    SealedPin,
    Service,
    ServiceGroup,
    Table,
)
from weiyin.people.challenges import Checked, Verdict, check_code, issue, resend_wait
from weiyin.people.drafts import (
    Draft,
    DraftState,
    NewDraft,
    StepUp,
    access_draft,
    claim_draft,
    finish_draft,
    make_draft,
)
from weiyin.people.sessions import Session
from weiyin.people.who import access_card, access_who
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader, Store, Tx

PHONE = "13812345678"
KEPT = 45
"""Messages there are."""
_PICK = Field("compare", "比较", "several", required=False)
FORMS = {
    "balance_query": Form("余额查询", "实时余额", reads=True),
    "transaction_query": Form(
        "交易明细",
        "近三个月的收支",
        (Field("dates", "日期", "date_range", required=False),),
        "查询",
        reads=True,
    ),
    "message_center": Form(
        "消息中心", fields=(Field("words", "关键词", required=False),), reads=True
    ),
    "wealth_list": Form("理财产品", fields=(_PICK,), reads=True),
    "wealth_detail": Form(
        "理财产品详情", fields=(Field("product", "产品", linked=True),), reads=True
    ),
    "transfer_same_bank": Form(
        "转账",
        "转给本行客户，实时到账，免手续费",
        (
            Field("name", "收款人姓名", "name"),
            Field("account", "收款卡号", "card"),
            Field("amount", "转账金额", "money"),
            Field("memo", "附言", required=False),
        ),
    ),
    "account_bind_debit": Form(
        "绑定储蓄卡",
        "信息仅用于核验身份，加密传输",
        (
            Field("card", "银行卡号", "card"),
            Field("name", "姓名", "name"),
            Field("id", "身份证号", "id"),
            Field("phone", "银行预留手机号", "phone"),
            Field("consent", "我已阅读并同意绑定服务协议", "consent", help="binding"),
        ),
    ),
    "annual_bill": Form("年度账单", "一年的收支", reads=True),
    "cc_instalment": Form("账单分期", "", (Field("months", "期数", "count"),)),
    "mobile_topup": Form(
        "话费充值",
        "",
        (
            Field("phone", "手机号码", "phone"),
            Field(
                "amount",
                "充值金额",
                "choice",
                options=(Choice("30", "30元"), Choice("50", "50元"), Choice("100", "100元")),
            ),
        ),
    ),
}


YEAR = ResultView(
    "年度账单",
    lead="2026年共支出 1,000.00 元。",
    charts=(
        Chart(
            "share",
            "支出分类",
            (
                ChartPoint("餐饮", 60_000, "600.00 元"),
                ChartPoint("出行<b>", 40_000, "400.00 元"),
            ),
        ),
        Chart("bars", "每月支出", tuple(ChartPoint(f"{m}月", m, f"{m}.00") for m in range(1, 13))),
        Chart("line", "净值走势", tuple(ChartPoint(f"7-{d}", 100 - d, "") for d in range(1, 10))),
        Chart("bars", "没有的", ()),
    ),
    steps=(
        Stage("已受理", "done", "07-20 10:00"),
        Stage("处理中", "now"),
        Stage("到账", "next"),
    ),
    qr=Qr("https://bank.test/p/x<y>", "请向柜员出示"),
    papers=(Link("年度账单", "/p/f/annual_bill/paper?year=2026"),),
)


def _shelf(values: Mapping[str, str]) -> ResultView:
    keys = ("A1", "B2", "C3", "D4")
    opens = "/p/f/wealth_detail?product="
    picked = tuple(key for key in keys if f"compare.{key}" in values)
    if picked:
        shown = Table(
            ("项目", *picked), (("风险", *picked),), keys=picked, opens=opens, beside=True
        )
        return ResultView("产品比较", table=shown)
    rows = tuple((f"产品{key}", "R2") for key in keys)
    return ResultView(
        "理财产品", table=Table(("产品", "风险"), rows, keys=keys, opens=opens, pick=_PICK)
    )


class Till:
    """Implements `Forms` and `Counter`."""

    def __init__(self, store: Store, sealer: Sealer, clock: Clock) -> None:
        self.store, self.sealer, self.clock = store, sealer, clock
        self.paid: list[str] = []

    def form(self, function_id: str) -> Form:
        if function_id == "crash":
            raise ZeroDivisionError("SELECT secret FROM /etc/passwd")
        try:
            return FORMS[function_id]
        except KeyError:
            raise NotFound from None

    def services(self, oa: str) -> tuple[ServiceGroup, ...]:
        listed = (Service("余额查询", "实时<余额>", f"/p/in?oa={oa}&to=/p/f/balance_query"),)
        return (ServiceGroup("微金融", listed),)

    def agreement(self, oa: str, kind: str) -> Agreement:
        if (oa, kind) != ("main", "binding"):
            raise NotFound
        return Agreement("binding", "2026-01", "绑定服务协议", ("一、服务内容。",) * 3)

    def view(
        self, session: Session, function_id: str, values: Mapping[str, str], rows: int
    ) -> ResultView:
        who = self.store.read(lambda tx: access_who(tx, session.oa, session.openid))
        card = access_card(who, CardKind.DEBIT)
        if function_id == "annual_bill":
            return YEAR
        if function_id == "message_center":
            lines = [(f"第{n}条", "07-19", values.get("words", "")) for n in range(1, KEPT + 1)]
            shown = Table(("标题", "时间", "内容"), tuple(lines[:rows]))
            return ResultView("消息中心", lead=f"共{KEPT}条", table=shown)
        if function_id == "wealth_list":
            return _shelf(values)
        if function_id == "transaction_query":
            lines = (
                ("07-19 12:30", "微信支付 <b>早餐</b>", "-25.00", "1,022.00"),
                ("07-15 09:00", "工资", "+12,800.00", "1,047.00"),
            )
            table = Table(("时间", "摘要", "金额", "余额"), () if values else lines)
            return ResultView("交易明细", lead=f"尾号{card.tail}", table=table)
        return ResultView(
            "余额查询",
            lead=f"储蓄卡尾号{card.tail}",
            facts=(("可用余额", "¥1,022.00"), ("账面余额", "¥1,022.00")),
            next=(
                Link("交易明细", "/p/f/transaction_query"),
                Link("转账", "/p/f/transfer_same_bank"),
            ),
        )

    def start(
        self, session: Session, function_id: str, values: Mapping[str, str], rows: int
    ) -> PageResult:
        if FORMS[function_id].reads:
            return self.view(session, function_id, values, rows)
        for field in FORMS[function_id].fields:
            if field.required and not values.get(field.name):
                raise BadInput(field.name, f"请填写{field.label}")
        if function_id == "account_bind_debit":
            raise NotFound(heard="信息核验未通过，请核对后重新填写")
        return self._transfer(session, values)

    def _transfer(self, session: Session, values: Mapping[str, str]) -> DraftMade:
        amount = Money.parse(values["amount"])
        if not amount:
            raise BadInput("amount", "金额须大于零")
        tail = values["account"][-4:]

        def work(tx: Tx) -> Draft:
            who = access_who(tx, session.oa, session.openid)
            access_card(who, CardKind.DEBIT)
            new = NewDraft(
                function_id="transfer_same_bank",
                title="转账",
                facts=(
                    ("转账金额", f"¥{amount}"),
                    ("收款人", "*小雷"),
                    ("收款账户", f"示范银行 尾号{tail}"),
                    ("付款账户", f"储蓄卡 尾号{access_card(who, CardKind.DEBIT).tail}"),
                    ("手续费", "¥0.00"),
                    ("到账时间", "实时到账"),
                ),
                order={"amount_fen": amount.fen, "to": tail},
                step_up=StepUp.CODE,
                phone=PHONE,
                words=f"向*小雷(尾号{tail})转账{amount}元",
                warning="请确认您认识对方。凡要求向“安全账户”转账的都是诈骗。",
            )
            return make_draft(tx, new, sealer=self.sealer, who=who, at=self.clock.now())

        return DraftMade(self.store.run(work).handle)

    def paper(self, session: Session, function_id: str, values: Mapping[str, str]) -> Paper:
        if function_id != "annual_bill":
            raise NotFound
        return Paper(f"年度账单-{values['year']}.pdf", f"%PDF {session.openid}".encode())

    def seal(self, session: Session, function_id: str) -> FormSeal | None:
        assert session
        secret = any(field.kind == "secret" for field in FORMS[function_id].fields)
        return FormSeal(Keypad("k1", "a-public-key"), "whose-what") if secret else None

    def offers(
        self, session: Session, function_id: str, filled: Mapping[str, str]
    ) -> tuple[Offer, ...]:
        del filled
        who = self.store.read(lambda tx: access_who(tx, session.oa, session.openid))
        if function_id == "cc_instalment":
            access_card(who, CardKind.CREDIT)
        if function_id != "transfer_same_bank":
            return ()
        access_card(who, CardKind.DEBIT)
        return (
            Offer("name", options=(Choice("小雷", "小雷（4321）"),)),
            Offer("memo", "房租"),
        )

    def draft(self, session: Session, handle: str) -> DraftView:
        def look(tx: Reader) -> DraftView:
            draft = self._access(tx, session, handle)
            wait = resend_wait(tx, session, draft.digest, self.clock.now())
            result = None
            if draft.result is not None:
                result = ResultView(
                    draft.result["title"],
                    draft.result["status"],
                    draft.result["lead"],
                    draft.facts,
                    next=(Link("余额查询", "/p/f/balance_query"),),
                )
            return DraftView(
                draft.title,
                draft.state.value,
                draft.warning,
                draft.facts,
                phone_masked=mask_phone(draft.phone),
                resend_seconds=wait.seconds,
                code_sent=wait.sent,
                result=result,
            )

        return self.store.read(look)

    def send_code(self, session: Session, handle: str) -> CodeSent:
        def work(tx: Tx) -> None:
            draft = self._access(tx, session, handle)
            if draft.state is not DraftState.OPEN:
                raise Conflict
            issue(
                tx,
                sealer=self.sealer,
                session=session,
                purpose=draft.function_id,
                digest=draft.digest,
                phone=draft.phone,
                words=draft.words,
                now=self.clock.now(),
                sign="示范银行",
            )

        self.store.run(work)
        return CodeSent(mask_phone(PHONE))

    def confirm(
        self, session: Session, handle: str, code: str, typed: SealedPin | None = None
    ) -> ResultView:
        def work(tx: Tx) -> Draft | Checked:
            draft = self._access(tx, session, handle)
            if draft.state is DraftState.EXPIRED:
                raise Conflict
            if draft.state is not DraftState.OPEN:
                return draft
            checked = check_code(
                tx,
                sealer=self.sealer,
                session=session,
                digest=draft.digest,
                code=code,
                now=self.clock.now(),
            )
            if checked.verdict is not Verdict.RIGHT:
                return checked
            if not claim_draft(tx, draft, self.clock.now()):
                raise Conflict
            self._finish(tx, draft)
            return draft

        done = self.store.run(work)
        if isinstance(done, Checked):
            raise NeedsStepUp(done.verdict, heard=done.heard())
        result = self.draft(session, handle).result
        assert result is not None
        return result

    def _finish(self, tx: Tx, draft: Draft) -> None:
        too_much = draft.order["amount_fen"] > 10_000_00
        self.paid.append(draft.draft_id)
        result = (
            {"title": "转账未成功", "status": "refused", "lead": "可用余额不足"}
            if too_much
            else {"title": "转账成功", "status": "ok", "lead": "款项已实时到账"}
        )
        finish_draft(
            tx,
            sealer=self.sealer,
            draft=draft,
            state=DraftState.REFUSED if too_much else DraftState.DONE,
            result=result,
            at=self.clock.now(),
        )

    def _access(self, tx: Reader, session: Session, handle: str) -> Draft:
        if session.snapshot:
            raise NotAllowed("snapshot", "预览")
        return access_draft(
            tx,
            sealer=self.sealer,
            oa=session.oa,
            openid=session.openid,
            handle=handle,
            now=self.clock.now(),
        )
