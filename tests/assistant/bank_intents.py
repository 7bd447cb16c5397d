"""The first fourteen intents as the functions declare them, made of the phrase files alone."""

from __future__ import annotations

from importlib.resources import files

from weiyin.assistant.intents import Intent, SlotKind, SlotSpec
from weiyin.assistant.phrases import parse

CARD = SlotSpec("card", SlotKind.CARD_TAIL, "卡号后四位")
PAYEE = SlotSpec("payee", SlotKind.PAYEE, "收款人", "转给谁？", required=True)
AMOUNT = SlotSpec("amount", SlotKind.MONEY, "金额", "多少钱？", required=True)
DATES = SlotSpec("dates", SlotKind.DATES, "日期")
MONTH = SlotSpec("month", SlotKind.MONTH, "账单月份")
PHONE = SlotSpec("phone", SlotKind.PHONE, "手机号码")
WHERE = SlotSpec("where", SlotKind.PLACE, "位置", "在哪儿？", required=True)

_ALL: dict[str, tuple[str, str, tuple[SlotSpec, ...], bool, tuple[str, ...]]] = {
    "follow_welcome": ("account/follow_welcome", "关注欢迎", (), False, ()),
    "account_bind_debit": ("account/bind_debit", "绑定借记卡", (), True, ()),
    "account_bind_credit": ("account/bind_credit", "绑定信用卡", (), True, ()),
    "account_unbind": ("account/unbind", "解除绑定", (CARD,), True, ()),
    "binding_list": ("account/bindings", "我的绑定", (), False, ("BD",)),
    "balance_query": ("account/balances", "余额查询", (CARD,), False, ("YE",)),
    "transaction_query": ("account/transactions", "交易明细", (DATES, CARD), False, ("MX",)),
    "transfer_same_bank": ("transfer/same_bank", "行内转账", (PAYEE, AMOUNT), True, ("ZZ",)),
    "notify_account_change": ("notification/account_change", "动账通知", (), True, ("TZ",)),
    "mobile_topup": ("transfer/topup", "手机充值", (AMOUNT, PHONE), True, ("CZ",)),
    "cc_bill_query": ("credit/bill", "信用卡账单", (MONTH, CARD), False, ("ZD",)),
    "wealth_list": ("wealth/products", "理财产品", (), False, ("LC",)),
    "branch_nearby": ("places/branch_nearby", "附近网点", (WHERE,), False, ("WD",)),
    "deposit_rate_query": ("wealth/deposit_rates", "存款利率", (), False, ("LL",)),
}


def phrase_file(path: str) -> str:
    folder, _, name = path.partition("/")
    file = files(f"weiyin.functions.{folder}").joinpath(f"{name}.phrases")
    return file.read_text(encoding="utf-8")


def intents() -> tuple[Intent, ...]:
    made = []
    for id_, (path, title, slots, guarded, codes) in _ALL.items():
        said = parse(phrase_file(path), path)
        made.append(Intent(id_, title, said.phrases, said.refusals, slots, guarded, codes))
    return tuple(made)


PATHS = tuple(path for path, *_ in _ALL.values())
GUARDED = frozenset(id_ for id_, (_, _, _, guarded, _) in _ALL.items() if guarded)
